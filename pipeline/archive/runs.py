"""The record of runs: what was started, how it ended, what it counted; a killed run shows as interrupted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from psycopg.types.json import Jsonb
from sqlalchemy import Connection

from ..sql import store_errors
from .transaction import cursor_of

Outcome = Literal["running", "done", "incomplete", "failed", "interrupted"]
"""``incomplete``: what is proved is stored, a source could not be read whole. ``interrupted``: it was killed."""

COLUMNS = "select run_id, command, started_at, ended_at, outcome, counts, message from ops.run"


@dataclass(frozen=True, slots=True)
class Run:
    """One run as recorded; ``ended_at`` is None while it runs, and for ever if it was killed."""

    run_id: uuid.UUID
    command: str
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome
    counts: Mapping[str, Any]
    message: str


def start(connection: Connection, run_id: uuid.UUID, command: str) -> int:
    """The run is on record; commit before the work begins.

    Runs still called running are called interrupted: the caller holds the lock, so they cannot be alive.

    Returns:
        How many were found interrupted.

    Raises:
        StoreError: the database refused.
    """
    with store_errors("ops.run"), cursor_of(connection) as cursor:
        cursor.execute("update ops.run set outcome = 'interrupted' where outcome = 'running'")
        interrupted = cursor.rowcount
        cursor.execute("insert into ops.run (run_id, command, outcome) values (%s, %s, 'running')", (run_id, command))
        return interrupted


def finish(
    connection: Connection, run_id: uuid.UUID, outcome: Outcome, counts: Mapping[str, Any], message: str = ""
) -> None:
    """The run is over.

    Args:
        counts: JSON; what was counted, and instants that the next run goes on from (``last_noted`` finds them):
            a bookmark that moves at every run would be a row written although nothing was new.
        message: one sentence; no name, no answer.

    Raises:
        StoreError: the database refused.
    """
    with store_errors("ops.run"), cursor_of(connection) as cursor:
        cursor.execute(
            "update ops.run set ended_at = clock_timestamp(), outcome = %s, counts = %s, message = %s"
            " where run_id = %s",
            (outcome, Jsonb(dict(counts)), message, run_id),
        )


def recent(connection: Connection, limit: int = 10) -> list[Run]:
    """The last runs, newest first."""
    with cursor_of(connection) as cursor:
        cursor.execute(f"{COLUMNS} order by started_at desc, run_id limit %s", (limit,))
        return [Run(*row) for row in cursor.fetchall()]


def last_noted(connection: Connection, path: Sequence[str]) -> Any:
    """What the newest run that noted it wrote under this path of its counts; None if none ever did.

    A run that began in the future was made on a wrong clock: it would stay the newest for years.

    Example: ``last_noted(c, ("deployments", "registration/bobo", "changes_read_until"))``.
    """
    with cursor_of(connection) as cursor:
        cursor.execute(
            "select counts #> %(path)s from ops.run where jsonb_typeof(counts #> %(path)s) <> 'null'"
            " and started_at <= now() order by started_at desc limit 1",
            {"path": list(path)},
        )
        row = cursor.fetchone()
        return row[0] if row else None
