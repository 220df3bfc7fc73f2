"""What could not be decoded, one row per submission: written, resolved, dismissed, listed, counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select, update

from pipeline.model.decoded import SetAside
from pipeline.sql import driver_of, store_errors

from .tables import set_aside as table

_RECORD = """
INSERT INTO ops.set_aside AS kept (deployment, root_uuid, edition_id, reason, question, detail, since, run_id)
SELECT %(deployment)s, s.*, %(at)s::timestamptz, %(run_id)s::uuid
FROM unnest(%(root)s::text[], %(edition)s::bigint[], %(reason)s::text[], %(question)s::text[], %(detail)s::text[]) AS s
ON CONFLICT (deployment, root_uuid) DO UPDATE SET
    (edition_id, reason, question, detail) = (
        excluded.edition_id, excluded.reason, excluded.question, excluded.detail),
    (since, run_id, dismissed_at, dismissed_by, dismissed_why) = (
        SELECT CASE WHEN same THEN kept.since ELSE excluded.since END,
               CASE WHEN same THEN kept.run_id ELSE excluded.run_id END,
               CASE WHEN same THEN kept.dismissed_at END,
               CASE WHEN same THEN kept.dismissed_by ELSE '' END,
               CASE WHEN same THEN kept.dismissed_why ELSE '' END
        FROM (SELECT (kept.edition_id, kept.reason) = (excluded.edition_id, excluded.reason)) AS judged (same))
WHERE (kept.edition_id, kept.reason, kept.question, kept.detail)
    IS DISTINCT FROM (excluded.edition_id, excluded.reason, excluded.question, excluded.detail)
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One submission in the queue; ``since`` is when this edition was first set aside for this reason."""

    deployment: str
    root_uuid: str
    edition_id: int
    reason: str
    question: str
    detail: str
    since: datetime
    run_id: UUID | None
    dismissed_at: datetime | None
    dismissed_by: str
    dismissed_why: str


def record_set_aside(
    connection: Connection, deployment: str, items: Sequence[SetAside], run_id: UUID | None, at: datetime
) -> int:
    """Each submission stands in the queue with its present edition and reason; returns rows written.

    The same edition with the same reason keeps its date and its dismissal: a person is not asked twice.
    """
    if not items:
        return 0
    arguments = {
        "deployment": deployment,
        "at": at,
        "run_id": run_id,
        "root": [item.root_uuid for item in items],
        "edition": [item.edition_id for item in items],
        "reason": [item.reason for item in items],
        "question": [item.question for item in items],
        "detail": [item.detail for item in items],
    }
    with store_errors("ops.set_aside"):
        return driver_of(connection).execute(_RECORD, arguments).rowcount


def dismiss(connection: Connection, deployment: str, root_uuid: str, by: str, why: str, at: datetime) -> bool:
    """A person decided to leave it undecoded; it stays in the table and in the count. False if it is not there."""
    here = (table.c.deployment == deployment) & (table.c.root_uuid == root_uuid)
    values = {"dismissed_at": at, "dismissed_by": by, "dismissed_why": why}
    return connection.execute(update(table).where(here).values(values)).rowcount == 1


def list_set_aside(
    connection: Connection, deployments: Iterable[str] | None = None, with_dismissed: bool = False
) -> tuple[Waiting, ...]:
    """The queue, oldest first; of all deployments where none are named."""
    query = select(table).order_by(table.c.since, table.c.deployment, table.c.root_uuid)
    if deployments is not None:
        query = query.where(table.c.deployment.in_(list(deployments)))
    if not with_dismissed:
        query = query.where(table.c.dismissed_at.is_(None))
    return tuple(Waiting(*row) for row in connection.execute(query))


def count_set_aside(connection: Connection) -> dict[str, tuple[int, int]]:
    """By deployment: (all that are set aside, those of them that were dismissed)."""
    query = select(table.c.deployment, func.count(), func.count(table.c.dismissed_at)).group_by(table.c.deployment)
    return {deployment: (every, dismissed) for deployment, every, dismissed in connection.execute(query)}
