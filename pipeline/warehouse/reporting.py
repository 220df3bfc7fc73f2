"""The views analysts read: open answers only, under a pseudonym, one view per answers table of a stage."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.errors import DependentObjectsStillExist, InvalidTableDefinition
from sqlalchemy import Connection

from pipeline.errors import StoreError
from pipeline.model.form import Form
from pipeline.sql import driver_of, name, store_errors

from .labels import open_paths
from .shapes import Shape, shapes_of

# Keyed, so that a root uuid seen on the server or on a tablet does not lead to the row here. The key never leaves
# the database: the view reads it with its owner's rights.
_KEY = sql.SQL(
    "left(encode(sha256((SELECT value FROM archive.key WHERE name = 'pseudonym')"
    " || convert_to({}.root_uuid, 'UTF8')), 'hex'), 32) AS submission_key"
)
_FIXED = {
    "main": ("zone", "form_version", "submitted_at", "validation_status"),
    "repeat": ("row_id", "parent_row_id", "position"),
    "choices": ("row_id", "position", "choice"),
}


def refresh_views(connection: Connection, stage: str, forms: Sequence[Form]) -> int:
    """``reporting`` has one view per answers table of the stage that shows its open columns and nothing else.

    A restricted stage has none. Else the main table always has one; a repeat or a select_multiple only if it holds
    an open answer. A view is touched only if its definition changed. New columns come last, so views that others
    built on it go on working.

    Args:
        forms: all editions of the stage, oldest first; ``open_paths`` says what they open.

    Returns:
        Views made, replaced or dropped.

    Raises:
        StoreError: an answer must leave a view that somebody else's view reads.
    """
    raw = driver_of(connection)
    shapes = shapes_of(connection, stage)
    opened = open_paths(forms)
    present = _present(raw, [s.table for s in shapes])
    changed = 0
    for shape in shapes:
        kept = present.get(shape.table)
        body = _body(shape, opened, kept.columns if kept else [])
        with store_errors(f"reporting.{shape.table}"):
            if body is None:
                changed += kept is not None and _drop(raw, shape.table)
            elif kept is None or kept.mark != _mark(body.as_string(raw)):
                _define(raw, shape.table, body)
                changed += 1
    return changed


@dataclass(frozen=True, slots=True)
class _View:
    """One of our views as it is there: its columns in order, and the mark of its definition."""

    columns: list[str]
    mark: str


def _body(shape: Shape, opened: Collection[str], kept: list[str]) -> sql.Composed | None:
    """The SELECT of one view, columns it had before in their places; None where nothing in the table is open.

    Of a restricted stage nothing is, whatever its questions say.
    """
    if shape.schema == "protected":
        return None
    columns = [c.column for c in shape.columns if c.path.partition("#")[0] in opened]
    columns.sort(key=lambda column: kept.index(column) if column in kept else len(kept))
    if not columns and not (shape.role == "main" or (shape.role == "choices" and shape.source in opened)):
        return None
    shown: list[sql.Composable] = [_KEY.format(shape.place)]
    for column in _FIXED[shape.role]:
        is_instant = column == "submitted_at"
        shown.append(sql.SQL("submitted_at::date AS submitted_on") if is_instant else name(column))
    shown += map(name, columns)
    return sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(shown), shape.place)


def _mark(definition: str) -> str:
    """What the view's comment ends with; PostgreSQL rewrites definitions, so they cannot be compared themselves."""
    return hashlib.sha256(definition.encode()).hexdigest()[:16]


def _present(raw: psycopg.Connection[Any], tables: list[str]) -> dict[str, _View]:
    """Our views that are there."""
    query = """SELECT relname, array_agg(attname::text ORDER BY attnum),
                   right(coalesce(obj_description(c.oid, 'pg_class'), ''), 16)
               FROM pg_class c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0
               WHERE relnamespace = 'reporting'::regnamespace AND relkind = 'v' AND relname = ANY(%s)
               GROUP BY c.oid, relname"""
    return {view: _View(columns, mark) for view, columns, mark in raw.execute(query, (tables,))}


def _define(raw: psycopg.Connection[Any], table: str, body: sql.Composed) -> None:
    view = name("reporting", table)
    try:
        with raw.transaction():
            raw.execute(sql.SQL("CREATE OR REPLACE VIEW {} AS {}").format(view, body))
    except InvalidTableDefinition:
        # A column went: PostgreSQL can only append.
        _drop(raw, table)
        raw.execute(sql.SQL("CREATE VIEW {} AS {}").format(view, body))
    comment = sql.Literal(f"Open answers only. Definition {_mark(body.as_string(raw))}")
    raw.execute(sql.SQL("COMMENT ON VIEW {} IS {}").format(view, comment))


def _drop(raw: psycopg.Connection[Any], table: str) -> bool:
    try:
        raw.execute(sql.SQL("DROP VIEW {}").format(name("reporting", table)))
    except DependentObjectsStillExist:
        raise StoreError(
            f"reporting.{table}",
            "a question was closed and its column must go, but a view that is not ours reads this one.",
            "Drop that other view and run again.",
        ) from None
    return True
