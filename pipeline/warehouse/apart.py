"""Restricted stages: their answers stand in the schema ``protected``, and nothing of them in ``reporting``."""

from psycopg import sql
from psycopg.errors import DependentObjectsStillExist
from sqlalchemy import Connection, insert

from pipeline.errors import SetupError, StoreError
from pipeline.sql import driver_of, name, store_errors

from .replacing import replace_changed
from .schemas import schema_of
from .shapes import Shape, shapes_of
from .tables import open_question, restricted_stage


def keep_apart(connection: Connection, stage: str, restricted: bool) -> int:
    """The stage's tables stand where its setting says, and what it had in ``reporting`` is gone if it is restricted.

    Closing a stage that has answers moves them. Opening one again is refused: the setting may have been lost with an
    old copy of the file, and what is once read cannot be made unread.

    Returns:
        Rows written, tables moved and views dropped: 0 when everything stood as it should.

    Raises:
        SetupError: the stage was restricted and its setting says no longer so.
        StoreError: somebody else's view reads the tables; nothing was moved.
    """
    was = schema_of(connection, stage) == "protected"
    if was and not restricted:
        raise _reopened(stage)
    written = 0
    if restricted and not was:
        connection.execute(insert(restricted_stage), {"stage": stage})
        written = 1 + replace_changed(connection, open_question, {"stage": stage}, ())
    schema = schema_of(connection, stage)
    strayed = [shape for shape in shapes_of(connection, stage) if shape.schema != schema]
    for shape in strayed:
        _move(connection, shape, schema)
    return written + len(strayed)


def _move(connection: Connection, shape: Shape, schema: str) -> None:
    """A copy in the other schema, and no original.

    ALTER TABLE … SET SCHEMA would keep the rights given on the table and the views of others that read it.
    """
    raw = driver_of(connection)
    old, new = shape.place, name(schema, shape.table)
    with store_errors(f"{schema}.{shape.table}"):
        raw.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(new, old))
        raw.execute(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(new, old))
        try:
            raw.execute(sql.SQL("DROP VIEW IF EXISTS {}").format(name("reporting", shape.table)))
            raw.execute(sql.SQL("DROP TABLE {}").format(old))
        except DependentObjectsStillExist:
            raise _read_by_others(shape.table) from None


def _read_by_others(table: str) -> StoreError:
    return StoreError(
        f"answers.{table}",
        "its stage is restricted now, but a view that is not ours reads it.",
        "Drop that view and run again.",
    )


def _reopened(stage: str) -> SetupError:
    return SetupError(
        f"config/programme.toml, [[stage]] '{stage}'",
        "its answers are kept apart, and without 'restricted = true' they would come within analysts' reach.",
        "Write restricted = true again. If they may really be seen, delete the stage from ops.restricted_stage as the"
        " owner (retour db shell), then run: retour build --rebuild",
    )
