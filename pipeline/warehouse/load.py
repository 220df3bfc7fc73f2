"""Decoded submissions into the answers tables of a stage: streamed by COPY, in the caller's transaction."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import Connection

from pipeline.errors import StoreError
from pipeline.model.decoded import Encoded
from pipeline.sql import driver_of, store_errors

from .set_aside import record_set_aside
from .shapes import drop_keys, make_keys, shapes_of
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
    batches: Iterable[Encoded],
    *,
    removed: Collection[str] = (),
    run_id: UUID | None,
    at: datetime,
    tables_are_new: bool = False,
) -> RowCounts:
    """The stage's tables hold these submissions as they are now, and none of the removed ones.

    An edit replaces all rows of its submission, in every table; one that cannot be decoded removes them and stands in
    ``ops.set_aside`` instead: an old answer must not pass for the present one. The same edition again writes nothing.
    Submissions nobody knew go straight in, others through temporary staging tables. One batch is in memory at a time.

    Args:
        deployment: the same as in the rows' ``deployment`` column.
        batches: each submission at most once over all of them; tables as ``ensure_tables`` made them.
        removed: root uuids that the source no longer has; unknown ones do no harm.
        at: UTC instant of the run; the date of what is newly set aside.
        tables_are_new: made in this very transaction: nothing can hang on their keys yet, which are made last.

    Raises:
        StoreError: the database refused; the caller rolls back. The message carries no answer.
    """
    shapes = shapes_of(connection, stage)
    if not shapes or shapes[0].role != "main":
        raise StoreError(f"stage '{stage}'", "it has no answers tables yet.", "Call ensure_tables first.")
    raw = driver_of(connection)
    with store_errors(f"loading {deployment}"):
        staging = Staging(raw, shapes, deployment)
        keys_come_last = tables_are_new and staging.was_empty
        if keys_come_last:
            drop_keys(raw, shapes)
        staging.forget(removed)
        queue = 0
        for batch in batches:
            staging.add(batch)
            staging.forget(item.root_uuid for item in batch.set_aside)
            queue += record_set_aside(connection, deployment, batch.set_aside, run_id, at)
        if keys_come_last:
            make_keys(raw, shapes)
        staging.settle()
        queue += _resolve(raw, shapes[0].place, deployment, removed)
        _analyse(raw, [s.place for s in shapes if staging.inserted[s.table] >= BULK_ROWS])
    return RowCounts(dict(staging.inserted), dict(staging.deleted), queue)


def clear(connection: Connection, stage: str) -> None:
    """The stage's tables are empty, for a rebuild in the same transaction; names, labels and the queue stay."""
    tables = [shape.place for shape in shapes_of(connection, stage)]
    if tables:
        with store_errors(f"clearing stage '{stage}'"):
            driver_of(connection).execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(tables)))


def _resolve(raw: psycopg.Connection[Any], main: sql.Identifier, deployment: str, removed: Collection[str]) -> int:
    """What was decoded after all, and what was removed, leaves the queue."""
    statement = """DELETE FROM ops.set_aside WHERE deployment = {deployment} AND (
        root_uuid = ANY ({removed}) OR root_uuid = ANY (ARRAY(
            SELECT root_uuid FROM {main} WHERE deployment = {deployment} AND root_uuid = ANY (ARRAY(
                SELECT root_uuid FROM ops.set_aside WHERE deployment = {deployment})))))"""
    composed = sql.SQL(statement).format(
        deployment=sql.Literal(deployment), removed=sql.Literal(list(removed)), main=main
    )
    return raw.execute(composed).rowcount


def _analyse(raw: psycopg.Connection[Any], grown: Iterable[sql.Identifier]) -> None:
    """A small sample will do for choosing indexes; the server's own autovacuum takes a larger one later."""
    for place in grown:
        raw.execute("SET LOCAL default_statistics_target = 10")
        raw.execute(sql.SQL("ANALYZE {}").format(place))
        raw.execute("SET LOCAL default_statistics_target = DEFAULT")
