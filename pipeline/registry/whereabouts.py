"""In which zones people and plans were met: the zones of the submissions that speak of them."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy import Connection

from .tables import mention, subject, submission


def zones_of_people(connection: Connection) -> Mapping[str, frozenset[str]]:
    """By person key."""
    c = mention.c
    query = sa.select(c.person_key, sa.func.array_agg(sa.distinct(c.zone))).where(c.person_key != "")
    return {key: frozenset(zones) for key, zones in connection.execute(query.group_by(c.person_key))}


def zones_of_plans(connection: Connection) -> Mapping[str, frozenset[str]]:
    """By plan code."""
    query = (
        sa.select(subject.c.subject, sa.func.array_agg(sa.distinct(submission.c.zone)))
        .join_from(subject, submission, submission.c.root_uuid == subject.c.root_uuid)
        .where(subject.c.kind == "plan")
        .group_by(subject.c.subject)
    )
    return {code: frozenset(zones) for code, zones in connection.execute(query)}
