"""Where somebody must look: components with provisional people, shared cards or numbers, or decisions."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import Connection

from .mentions import components_of
from .tables import mention, person

_SHARED = """
    SELECT unnest(array_agg(DISTINCT component)) FROM registry.mention
    WHERE {column} LIKE '{prefix}%' AND person_key <> ''
    GROUP BY {column} HAVING count(DISTINCT person_key) > 1
"""


def components_in_doubt(connection: Connection) -> frozenset[str]:
    """Components in which there is something to ask, and perhaps others."""
    found = set(connection.scalars(sa.select(person.c.component).where(person.c.standing == "provisional")))
    for column, prefix in (("handle", "code:"), ("external_id", "_")):
        found |= set(connection.scalars(sa.text(_SHARED.format(column=column, prefix=prefix))))
    return frozenset(found) - {""}


def components_about(connection: Connection, records: Collection[str], codes: Collection[str]) -> frozenset[str]:
    """Components of these mentions, and of whoever carries one of these codes or is known by it.

    Args:
        codes: as filled in, and the newest of each.
    """
    found = components_of(connection, "mention_id", records) | components_of(connection, "code", codes)
    wanted = sa.literal(sorted(codes), sa.ARRAY(sa.Text))
    known = sa.or_(person.c.code == sa.any_(wanted), person.c.aliases.overlap(wanted))
    return found | frozenset(connection.scalars(sa.select(person.c.component).where(known)))


def mentions_of_submission(connection: Connection, root_uuid: str) -> tuple[str, ...]:
    """Ids of all mentions in one submission, sorted."""
    query = sa.select(mention.c.mention_id).where(mention.c.root_uuid == root_uuid).order_by(mention.c.mention_id)
    return tuple(connection.scalars(query))
