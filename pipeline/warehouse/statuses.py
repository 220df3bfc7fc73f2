"""The server's validation status beside each submission: cheap to change, because no answer moves."""

from collections.abc import Mapping

from psycopg import sql
from sqlalchemy import Connection

from pipeline.sql import driver_of, name, store_errors

from .schemas import schema_of

_AT_ONCE = 10_000


def set_statuses(connection: Connection, stage: str, deployment: str, codes: Mapping[str, str]) -> int:
    """The main table shows these statuses; rows that show them already are not written.

    An edit keeps the status its row had; ``clear`` does not, so a rebuild sets all of them again.

    Args:
        stage: its name, which is its main table's too.
        codes: root uuid → ``''``, ``approved``, ``not_approved``, ``on_hold``; submissions without a row are skipped.

    Returns:
        Rows written.
    """
    statement = """UPDATE {} kept SET validation_status = new.code
        FROM unnest({}::text[], {}::text[]) AS new (root_uuid, code)
        WHERE kept.root_uuid = ANY ({}::text[]) AND kept.root_uuid = new.root_uuid
            AND kept.deployment = {} AND kept.validation_status <> new.code"""
    raw, table = driver_of(connection), name(schema_of(connection, stage), stage)
    roots = list(codes)
    written = 0
    for start in range(0, len(roots), _AT_ONCE):
        some = roots[start : start + _AT_ONCE]
        keys, values = sql.Literal(some), sql.Literal([codes[root] for root in some])
        here = sql.Literal(deployment)
        with store_errors(f"statuses of stage '{stage}'"):
            written += raw.execute(sql.SQL(statement).format(table, keys, values, keys, here)).rowcount
    return written
