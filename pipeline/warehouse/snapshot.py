"""Every row an analyst, a focal point or a report can reach, in an order that depends on nothing but the rows."""

from psycopg import sql
from sqlalchemy import Connection

from pipeline.sql import driver_of, name

SCHEMAS = ["answers", "protected", "reporting"]


def table_rows(connection: Connection) -> dict[str, list[str]]:
    """All rows of all tables and views of these three schemas, to compare a build with a rebuild.

    Returns:
        ``schema.table`` → its rows as JSON with sorted keys, sorted; an empty table has an empty list.
    """
    raw = driver_of(connection)
    query = """SELECT nspname, relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
               WHERE nspname = ANY(%s) AND relkind IN ('r', 'v') ORDER BY nspname, relname"""
    rows = sql.SQL("SELECT to_jsonb(t)::text FROM {} t")
    return {
        f"{schema}.{table}": sorted(row for (row,) in raw.execute(rows.format(name(schema, table))))
        for schema, table in raw.execute(query, (SCHEMAS,)).fetchall()
    }
