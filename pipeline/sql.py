"""What rooms that speak to PostgreSQL share: the driver below, quoted names, refusals without any row's value."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from .errors import StoreError

ROLLED_BACK = "Everything since the last commit was rolled back."
# PostgreSQL's SQLSTATE, longest prefix first: https://www.postgresql.org/docs/current/errcodes-appendix.html
MEANINGS = (
    ("53100", "the disk is full.", "Free space where the database is, then run again."),
    ("53200", "the server ran out of memory.", "Close other programs, then run again."),
    ("53300", "the server has no connection free.", "Wait, then run again."),
    ("53400", "a limit set on the server was reached.", "Ask the server's administrator to raise it."),
    ("53", "the server ran out of a resource.", "Free space and memory, then run again."),
    ("40", "another session was in the way.", "Run again."),
    ("55", "another session was in the way.", "Run again."),
    ("57P01", "the server was stopped.", "Start it (retour db start), then run again."),
    ("57", "the server was stopped or the statement cancelled.", "Run again."),
    ("08", "the connection to the server was lost.", "See that the server runs (retour db status), then run again."),
    ("42501", "this account lacks a right.", "Let the owner of the database grant it."),
    ("42", "a table is not as this program expects it.", "Run: retour db upgrade"),
    ("23", "rows contradict each other.", "Run again with --rebuild; if it stays, report it with this message."),
    ("22", "a value does not fit its column.", "Report it with this message."),
    ("58", "the server could not read or write its files.", "Check the disk, then run again."),
    ("XX", "the database files are damaged.", "Stop, and restore a backup."),
)
# `COPY person, line 3, column age: "Awa"`, up to the colon: after it stands the answer.
_COPIED = re.compile(r"line \d+, column \w+")
LOST = ("the connection to the server was lost.", "See that the server runs (retour db status), then run again.")


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


@contextmanager
def store_errors(where: str) -> Iterator[None]:
    """An error of the database inside the block leaves it as StoreError.

    The original is not chained: its text quotes keys and rows of people.

    Args:
        where: what was being done: ``loading registration/north``.

    Raises:
        StoreError: the database refused anything.
    """
    refused: StoreError | None = None
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        refused = store_error(where, error)
    if refused is not None:
        raise refused from None


def store_error(where: str, error: DBAPIError | psycopg.Error) -> StoreError:
    """The same in our words, with the SQLSTATE, the table and the constraint, and nothing of the row."""
    original = error.orig if isinstance(error, DBAPIError) else error
    state = str(getattr(original, "sqlstate", None) or "")
    what, fix = _meaning(state, original)
    diagnosis = getattr(original, "diag", None)
    names = [state, *(str(getattr(diagnosis, part, None) or "") for part in ("table_name", "constraint_name"))]
    copied = _COPIED.search(str(getattr(diagnosis, "context", None) or ""))
    known = ", ".join(name for name in [*names, copied.group() if copied else ""] if name) or "no code"
    return StoreError(where, f"{what[:-1]} ({known}).", f"{ROLLED_BACK} {fix}")


def _meaning(state: str, original: BaseException | None) -> tuple[str, str]:
    """What happened and what to do about it."""
    for prefix, what, fix in MEANINGS:
        if state.startswith(prefix):
            return what, fix
    if not state and isinstance(original, psycopg.OperationalError | psycopg.InterfaceError):
        return LOST
    return "the database refused.", "Report it with this message."
