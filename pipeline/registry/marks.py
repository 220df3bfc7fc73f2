"""Which submissions were read into the registry, of which edition, and under which marks."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, select

from .rows import delete_where, replace_groups
from .tables import link_mark, subject, submission


class Read(NamedTuple):
    """A submission that was read.

    Attributes:
        received_at: when the server got it.
        subjects: (kind, code) of the plans, meetings and sessions it speaks of.
    """

    root_uuid: str
    stage: str
    deployment: str
    zone: str
    edition_id: int
    received_at: datetime | None
    mention_count: int
    subjects: tuple[tuple[str, str], ...] = ()


def put_read(connection: Connection, gone: Collection[str], read: Collection[Read]) -> int:
    """These were read, and none of ``gone``; rows removed and written."""
    removed = sum(delete_where(connection, table, "root_uuid", gone) for table in (submission, subject))
    roots = [one.root_uuid for one in read]
    spoken = {(one.root_uuid, kind, code) for one in read for kind, code in one.subjects}
    written = replace_groups(connection, submission, "root_uuid", roots, (one[:-1] for one in read))
    return removed + written + replace_groups(connection, subject, "root_uuid", roots, spoken)


def editions_read(connection: Connection, stage: str) -> dict[str, int]:
    """The edition of each submission of the stage that was read."""
    c = submission.c
    return {root: edition for root, edition in connection.execute(
        select(c.root_uuid, c.edition_id).where(c.stage == stage)
    )}  # fmt: skip


def stages_read(connection: Connection) -> frozenset[str]:
    """Stages of which anything was read."""
    return frozenset(connection.scalars(select(submission.c.stage).distinct()))


def subjects_of(connection: Connection, roots: Collection[str]) -> frozenset[tuple[str, str]]:
    """(kind, code) of all that these submissions spoke of when they were last read."""
    query = select(subject.c.kind, subject.c.subject).where(subject.c.root_uuid == sa.any_(_array(roots)))
    return frozenset((kind, code) for kind, code in connection.execute(query.distinct()))


def roots_about(connection: Connection, kind: str, subjects: Collection[str]) -> dict[str, frozenset[str]]:
    """Root uuids by stage of the submissions that speak of one of these."""
    query = (
        select(submission.c.stage, submission.c.root_uuid)
        .join_from(subject, submission, submission.c.root_uuid == subject.c.root_uuid)
        .where(subject.c.kind == kind, subject.c.subject == sa.any_(_array(subjects)))
    )
    return by_stage((stage, root) for stage, root in connection.execute(query))


def by_stage(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """(stage, root uuid) pairs gathered by stage."""
    gathered: dict[str, set[str]] = {}
    for stage, root in pairs:
        gathered.setdefault(stage, set()).add(root)
    return {stage: frozenset(roots) for stage, roots in gathered.items()}


def marks(connection: Connection, scope: str) -> dict[str, str]:
    """What was noted of the deployment, or with scope '' of the whole registry."""
    query = select(link_mark.c.what, link_mark.c.mark).where(link_mark.c.scope == scope)
    return {what: mark for what, mark in connection.execute(query)}


def put_marks(connection: Connection, scope: str, now: Mapping[str, str]) -> int:
    """These are the scope's marks and no others; rows removed and written."""
    return replace_groups(connection, link_mark, "scope", [scope], [(scope, *item) for item in now.items()])


def _array(values: Iterable[str]) -> sa.BindParameter[list[str]]:
    return sa.literal(list(values), sa.ARRAY(sa.Text))
