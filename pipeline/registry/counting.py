"""The books of people: how many mentions were said, where each went, and how many people wait for a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Counted:
    """Mentions and people as they stand.

    Attributes:
        mentions: as many as the submissions were read to say.
        linked / in_review / parked / unidentifiable: where they went.
        founded: of the linked, those that founded a person.
        parked_since: when the server got the oldest submission with a parked mention.
        persons: all of them; ``to_confirm`` are provisional and counted among them.
        unregistered: people of whom only later stages speak.
        plans: with a draft; ``plans_parked`` without one.
        submissions: read, by deployment.
    """

    mentions: int
    linked: int
    in_review: int
    parked: int
    unidentifiable: int
    founded: int
    parked_since: datetime | None
    persons: int
    to_confirm: int
    unregistered: int
    plans: int
    plans_parked: int
    submissions: Mapping[str, int]


_MENTIONS = """
SELECT (SELECT coalesce(sum(mention_count), 0)::bigint FROM registry.submission) AS mentions,
       count(*) FILTER (WHERE state = 'linked') AS linked,
       count(*) FILTER (WHERE state = 'in_review') AS in_review,
       count(*) FILTER (WHERE state = 'parked') AS parked,
       count(*) FILTER (WHERE state = 'unidentifiable') AS unidentifiable,
       count(*) FILTER (WHERE state = 'linked' AND how = 'founded') AS founded,
       (SELECT min(s.received_at) FROM registry.submission s JOIN registry.mention m USING (root_uuid)
        WHERE m.state = 'parked') AS parked_since
FROM registry.mention
"""
_PEOPLE = """
SELECT count(*) AS persons,
       count(*) FILTER (WHERE standing = 'provisional') AS to_confirm,
       count(*) FILTER (WHERE standing = 'unregistered') AS unregistered,
       (SELECT count(*) FROM registry.plan WHERE parked_since IS NULL) AS plans,
       (SELECT count(*) FROM registry.plan WHERE parked_since IS NOT NULL) AS plans_parked
FROM registry.person
"""


def count_people(connection: Connection) -> Counted:
    """The books of people now."""
    (mentions,) = connection.execute(text(_MENTIONS)).mappings()
    (people,) = connection.execute(text(_PEOPLE)).mappings()
    query = text("SELECT deployment, count(*) FROM registry.submission GROUP BY deployment")
    submissions = {deployment: count for deployment, count in connection.execute(query)}
    return Counted(**mentions, **people, submissions=submissions)
