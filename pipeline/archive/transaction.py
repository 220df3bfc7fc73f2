"""One transaction against PostgreSQL: commits whole or rolls back, and its errors quote no stored value."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.types.string import BytesBinaryDumper
from sqlalchemy import Connection, Engine

from ..sql import driver_of, store_errors

Cursor = psycopg.Cursor[tuple[Any, ...]]


@contextmanager
def transaction(engine: Engine, where: str) -> Iterator[Cursor]:
    """A cursor inside one transaction: committed at the end of the block, rolled back if anything goes wrong.

    Args:
        where: place for the error message, such as a deployment.

    Raises:
        StoreError: the database refused; nothing of the block remains.
    """
    with store_errors(where), opened(engine) as cursor:
        yield cursor


@contextmanager
def opened(engine: Engine) -> Iterator[Cursor]:
    """The same with the database's errors as they are, for a caller that knows an answer to some of them."""
    with engine.begin() as connection, cursor_of(connection) as cursor:
        yield cursor


def cursor_of(connection: Connection) -> Cursor:
    """The driver's own cursor, for COPY and arrays, inside the connection's open transaction."""
    cursor = driver_of(connection).cursor()
    # psycopg's default for bytea in a binary COPY is its slow DB-API class; this one exists in C.
    cursor.adapters.register_dumper(bytes, BytesBinaryDumper)
    return cursor
