"""The psycopg connection below a SQLAlchemy one, names quoted for SQL, and refusals told without an answer in them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection

from pipeline.errors import StoreError

# Messages of these classes speak of the server, not of a row: resources, operator, system, lost connection, deadlock.
_WITHOUT_ANSWERS = ("53", "57", "58", "08", "40", "55", "42", "25")


def driver_of(connection: Connection) -> psycopg.Connection[Any]:
    """The connection that can COPY; what it does belongs to the caller's transaction, which is begun if it was not."""
    if not connection.in_transaction():
        connection.begin()
    raw = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    if raw.pgconn.transaction_status == TransactionStatus.IDLE:
        # Otherwise the first savepoint would be the transaction itself, and its end a commit.
        raw.execute("SELECT 1")
    return raw


def name(*parts: str) -> sql.Identifier:
    """A table or column name, always quoted: forms may call a question ``order`` or ``né(e)``."""
    return sql.Identifier(*parts)


def names(columns: tuple[str, ...]) -> sql.Composed:
    """Quoted names with commas between."""
    return sql.SQL(", ").join(map(sql.Identifier, columns))


# `COPY person, line 3, column age: "Awa"`, up to the colon.
_COLUMN = re.compile(r"line \d+, column \w+")


@contextmanager
def refusals_told(where: str) -> Iterator[None]:
    """What PostgreSQL refuses becomes a StoreError that names table and column, never the row.

    The server's own words are kept only where they cannot quote an answer: ``invalid input syntax for type bigint:
    "Awa"`` would put a name into the log.

    Raises:
        StoreError: for anything psycopg raises inside; the caller rolls back.
    """
    try:
        yield
    except psycopg.Error as error:
        # `from None` keeps psycopg's own words out of a traceback, too.
        raise _told(where, error) from None


def _told(where: str, error: psycopg.Error) -> StoreError:
    told = error.diag
    state = error.sqlstate or ""
    place = ".".join(part for part in (told.schema_name, told.table_name, told.column_name) if part)
    if found := _COLUMN.search(told.context or ""):
        place = found.group()
    words = told.message_primary if state.startswith(_WITHOUT_ANSWERS) else None
    what = f"PostgreSQL refused ({state or type(error).__name__})" + (f" in {place}" if place else "")
    fix = "Free some disk space and run again." if state.startswith("53") else "Run again; if it stays, report this."
    return StoreError(where, what + (f": {words}." if words else "."), fix)
