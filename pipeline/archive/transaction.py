"""One transaction against PostgreSQL: commits whole or rolls back, and its errors quote no stored value."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.types.string import BytesBinaryDumper
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from ..errors import StoreError

Cursor = psycopg.Cursor[tuple[Any, ...]]


@contextmanager
def transaction(engine: Engine, where: str) -> Iterator[Cursor]:
    """A cursor inside one transaction: committed at the end of the block, rolled back if anything goes wrong.

    Args:
        where: place for the error message, such as a deployment.

    Raises:
        StoreError: the database refused; nothing of the block remains.
    """
    with explained(where), opened(engine) as cursor:
        yield cursor


@contextmanager
def opened(engine: Engine) -> Iterator[Cursor]:
    """The same with the database's errors as they are, for a caller that knows an answer to some of them."""
    with engine.begin() as connection, cursor_of(connection) as cursor:
        yield cursor


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turns a database error into a StoreError that carries its code only.

    PostgreSQL's own texts quote values ('invalid input syntax … "Awa"'), and those are answers.
    """
    try:
        yield
    except DBAPIError as error:
        raise _store_error(where, error.orig) from None
    except psycopg.Error as error:
        raise _store_error(where, error) from None


def _store_error(where: str, error: BaseException | None) -> StoreError:
    state = getattr(error, "sqlstate", None) or "no code"
    fix = "Nothing of it was kept; run the command again, and 'retour doctor' if it stays."
    if state == "53100":
        fix = "The disk is full: make room and run the command again."
    return StoreError(where, f"the database refused ({type(error).__name__}, {state}).", fix)


def cursor_of(connection: Connection) -> Cursor:
    """The driver's own cursor, for COPY and arrays, inside the connection's open transaction.

    Raises:
        TypeError: the engine does not speak through psycopg 3.
    """
    connection.exec_driver_sql("select 1")  # SQLAlchemy opens its transaction at the first statement it sees itself.
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("the archive needs the postgresql+psycopg driver")
    cursor = driver.cursor()
    # psycopg's default for bytea in a binary COPY is its slow DB-API class; this one exists in C.
    cursor.adapters.register_dumper(bytes, BytesBinaryDumper)
    return cursor
