"""Rows in and out of the registry's tables: COPY in bulk, and what is there already is not written again."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from psycopg import sql
from sqlalchemy import Connection

from pipeline.sql import driver_of, name, names

# From this many rows on, PostgreSQL would plan the next query by numbers that are badly wrong.
BULK_ROWS = 5_000
Row = tuple[Any, ...]


def copy_rows(connection: Connection, table: sa.Table, rows: Sequence[Row]) -> int:
    """All rows stand in the table; values in the order of its columns. Returns how many."""
    if not rows:
        return 0
    raw = driver_of(connection)
    columns = tuple(c.name for c in table.columns)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(_place(table), names(columns))
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
    if len(rows) >= BULK_ROWS:
        raw.execute(sql.SQL("ANALYZE {}").format(_place(table)))
    return len(rows)


def rows_where(
    connection: Connection, table: sa.Table, column: str, within: Collection[Any], order: str = ""
) -> Iterator[Row]:
    """Whole rows whose column is among the values; lists as tuples, so that rows can be compared."""
    columns = tuple(c.name for c in table.columns)
    query = sql.SQL("SELECT {} FROM {} WHERE {} = ANY(%s) ORDER BY {}").format(
        names(columns), _place(table), name(column), sql.SQL(order or "1")
    )
    with driver_of(connection).cursor() as cursor:
        for row in cursor.execute(query, (list(within),)):
            yield _hashable(row)


def delete_where(connection: Connection, table: sa.Table, column: str, within: Collection[Any]) -> int:
    """No row has one of these values in the column; how many had."""
    if not within:
        return 0
    query = sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(_place(table), name(column))
    return driver_of(connection).execute(query, (list(within),)).rowcount


def replace_groups(
    connection: Connection, table: sa.Table, column: str, within: Collection[str], wanted: Iterable[Row]
) -> int:
    """Of the groups ``within``, told apart by ``column``, the table holds exactly the wanted rows.

    A group whose rows are there already is not touched; of any other, all rows are written again.

    Args:
        wanted: whole rows in the table's column order, each of a group in ``within``.

    Returns:
        Rows removed and written.
    """
    place = [c.name for c in table.columns].index(column)
    new = _grouped(map(_hashable, wanted), lambda row: row[place])
    present = _grouped(rows_where(connection, table, column, within), lambda row: row[place]) if within else {}
    changed = [group for group in {*present, *new} if present.get(group) != new.get(group)]
    removed = delete_where(connection, table, column, [group for group in changed if group in present])
    rows = [_writable(row) for group in sorted(changed) for row in sorted(new.get(group, ()), key=repr)]
    return removed + copy_rows(connection, table, rows)


def clear(connection: Connection, tables: Iterable[sa.Table]) -> None:
    """The tables are empty."""
    places = sql.SQL(", ").join(_place(table) for table in tables)
    driver_of(connection).execute(sql.SQL("TRUNCATE {}").format(places))


def _grouped(rows: Iterable[Row], group: Callable[[Row], str]) -> dict[str, frozenset[Row]]:
    groups: defaultdict[str, set[Row]] = defaultdict(set)
    for row in rows:
        groups[group(row)].add(row)
    return {key: frozenset(found) for key, found in groups.items()}


def _hashable(row: Iterable[Any]) -> Row:
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)


def _writable(row: Row) -> Row:
    return tuple(list(value) if isinstance(value, tuple) else value for value in row)


def _place(table: sa.Table) -> sql.Identifier:
    return name(str(table.schema), table.name)
