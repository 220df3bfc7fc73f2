"""The psycopg connection below a SQLAlchemy one, and names quoted for SQL."""

from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection


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
