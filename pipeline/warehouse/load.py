"""Decoded submissions into the answers tables of a stage: streamed by COPY, in the caller's transaction."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import Connection

from pipeline.errors import StoreError
from pipeline.model.decoded import Decoded
from pipeline.model.table import FIXED

from .copying import copy_rows
from .driver import driver_of, name
from .failures import store_errors
from .set_aside import record_set_aside
from .shapes import Shape, shapes_of
from .staging import Staging

# From this many rows on, PostgreSQL would plan the next load by numbers that are badly wrong.
BULK_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows a load wrote, by table; a table that was not touched is absent.

    Attributes:
        queue: rows written or removed in ``ops.set_aside``.
    """

    inserted: dict[str, int] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)
    queue: int = 0

    @property
    def written(self) -> int:
        """All of them together: 0 when nothing was new."""
        return sum(self.inserted.values()) + sum(self.deleted.values()) + self.queue


def load(
    connection: Connection,
    stage: str,
    deployment: str,
    batches: Iterable[Decoded],
    *,
    removed: Collection[str] = (),
    run_id: UUID | None,
    at: datetime,
) -> RowCounts:
    """The stage's tables hold these submissions as they are now, and none of the removed ones.

    An edit replaces all rows of its submission, in every table; one that cannot be decoded removes them and stands in
    ``ops.set_aside`` instead: an old answer must not pass for the present one. The same edition again writes nothing.
    An empty main table is filled directly; otherwise rows go through temporary staging tables. One batch is in
    memory at a time.

    Args:
        deployment: the same as in the rows' ``deployment`` column.
        batches: each submission at most once over all of them; tables as ``ensure_tables`` made them.
        removed: root uuids that the source no longer has; unknown ones do no harm.
        at: UTC instant of the run; the date of what is newly set aside.

    Raises:
        StoreError: the database refused; the caller rolls back. The message carries no answer.
    """
    shapes = shapes_of(connection, stage)
    if not shapes or shapes[0].role != "main":
        raise StoreError(f"stage '{stage}'", "it has no answers tables yet.", "Call ensure_tables first.")
    raw = driver_of(connection)
    with store_errors(f"loading stage '{stage}'"):
        load_into = _Direct if _is_empty(raw, shapes[0].table) else Staging
        target = load_into(raw, shapes, deployment)
        target.forget(removed)
        queue = 0
        for batch in batches:
            _copy_batch(target, shapes, batch)
            target.forget(item.root_uuid for item in batch.set_aside)
            queue += record_set_aside(connection, deployment, batch.set_aside, run_id, at)
        inserted, deleted = target.settle()
        queue += _resolve(raw, shapes[0].table, deployment, removed)
        _analyse(raw, inserted)
    return RowCounts(inserted, deleted, queue)


def clear(connection: Connection, stage: str) -> None:
    """The stage's tables are empty, for a rebuild in the same transaction; names, labels and the queue stay."""
    tables = [name("answers", shape.table) for shape in shapes_of(connection, stage)]
    if tables:
        with store_errors(f"clearing stage '{stage}'"):
            driver_of(connection).execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(tables)))


class _Direct:
    """Straight into empty tables: nothing to compare with, nothing to delete."""

    def __init__(self, raw: psycopg.Connection[Any], shapes: Sequence[Shape], deployment: str) -> None:
        self._raw = raw
        self._inserted: Counter[str] = Counter()

    def copy(self, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
        self._inserted[table] += copy_rows(self._raw, name("answers", table), columns, rows)

    def forget(self, root_uuids: Iterable[str]) -> None:
        """An empty table has no rows of them."""

    def settle(self) -> tuple[dict[str, int], dict[str, int]]:
        return dict(self._inserted), {}


def _copy_batch(target: _Direct | Staging, shapes: Sequence[Shape], batch: Decoded) -> None:
    roles = {shape.table: shape.role for shape in shapes}
    for table, rows in batch.rows.items():
        if rows:
            fixed = tuple(column for column, _ in FIXED[roles[table]])
            with store_errors(f"answers.{table}"):
                target.copy(table, fixed + batch.columns.get(table, ()), rows)


def _is_empty(raw: psycopg.Connection[Any], table: str) -> bool:
    return raw.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(name("answers", table))).rowcount == 0


def _resolve(raw: psycopg.Connection[Any], main: str, deployment: str, removed: Collection[str]) -> int:
    """What was decoded after all, and what was removed, leaves the queue."""
    statement = """DELETE FROM ops.set_aside WHERE deployment = {deployment} AND (
        root_uuid = ANY ({removed}) OR root_uuid = ANY (ARRAY(
            SELECT root_uuid FROM {main} WHERE deployment = {deployment} AND root_uuid = ANY (ARRAY(
                SELECT root_uuid FROM ops.set_aside WHERE deployment = {deployment})))))"""
    composed = sql.SQL(statement).format(
        deployment=sql.Literal(deployment), removed=sql.Literal(list(removed)), main=name("answers", main)
    )
    return raw.execute(composed).rowcount


def _analyse(raw: psycopg.Connection[Any], inserted: dict[str, int]) -> None:
    """A small sample will do for choosing indexes; the server's own autovacuum takes a larger one later."""
    grown = [table for table, count in inserted.items() if count >= BULK_ROWS]
    if not grown:
        return
    raw.execute("SET LOCAL default_statistics_target = 10")
    for table in grown:
        raw.execute(sql.SQL("ANALYZE {}").format(name("answers", table)))
    raw.execute("SET LOCAL default_statistics_target = DEFAULT")
