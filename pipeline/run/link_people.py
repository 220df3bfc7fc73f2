"""Whoever hangs together with what changed is united again: identities for those who have none, people written."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from ..model.code import PERSON, make_code
from ..model.linkage import Pair
from ..model.mention import Mention
from ..model.person import Identity, Person
from ..records.linking.model import Model
from ..records.people.identities import wanted
from ..records.people.persons import persons
from ..records.people.unite import components, unite
from ..records.people.united import United
from ..registry import facts, mentions, people
from ..registry.mentions import Kept
from .link_reach import Facts, Reached

FOUNDING = ("registered", "imported")


@dataclass(slots=True)
class Giving:
    """What identities are made of; a test brings its own dice.

    Attributes:
        draw: gives one sign of a text at random.
        new_key: gives a person key at random.
    """

    at: datetime
    run_id: UUID | None = None
    draw: Callable[[str], str] = secrets.choice
    new_key: Callable[[], str] = lambda: secrets.token_hex(16)


class Evidenced(NamedTuple):
    """Whole components of mentions, sorted by id, with their pairs and all identities ever given to them."""

    said: Sequence[Mention]
    pairs: Sequence[Pair]
    given: Sequence[Identity]


def reunite(
    connection: Connection, reached: Reached, evidenced: Evidenced, known: Facts, model: Model, giving: Giving
) -> tuple[frozenset[str], int]:
    """The reached mentions become people; keys of all people who are or were theirs, and rows written."""
    said, scored, given = evidenced
    united = unite(said, scored, known.decisions, given, known.aliases, model)
    fresh = _give(connection, united, given, giving)
    written = facts.give_identities(connection, fresh, giving.run_id)
    found = persons(united, [*given, *fresh])
    groups = components(said, scored, known.decisions, [*given, *fresh], known.aliases)
    component = {mention_id: group[0] for group in groups for mention_id in group}
    linked = {one.mention_id: one for one in found.linked}
    kept = [Kept(one, known.handle(one), component[one.mention_id], linked[one.mention_id]) for one in said]
    before = people.people_in(connection, reached.components)
    placed = [_placed(one, component, reached.mentions) for one in found.persons]
    written += mentions.write_mentions(connection, reached.gone, kept)
    written += people.write_people(connection, before, placed)
    return before | {one.person_key for one in found.persons}, written


def _give(connection: Connection, united: United, given: Sequence[Identity], giving: Giving) -> list[Identity]:
    """A random key for each who has none, and for whoever has no card a code that nobody has."""
    asked = wanted(united, given)
    codes = iter(_fresh_codes(connection, sum(not one.code for one in asked), giving))
    fresh = []
    for one in asked:
        key, code = giving.new_key(), one.code or next(codes)
        fresh += [Identity(key, code, handle, giving.at) for handle in (one.handle, *one.also)]
    return fresh


def _fresh_codes(connection: Connection, count: int, giving: Giving) -> list[str]:
    fresh: dict[str, None] = {}
    while len(fresh) < count:
        drawn = {make_code(PERSON, giving.draw): None for _ in range(count - len(fresh))}
        taken = facts.taken_codes(connection, drawn)
        fresh |= {code: None for code in drawn if code not in taken}
    return list(fresh)


def _placed(person: Person, component: Mapping[str, str], said: Mapping[str, Mention]) -> people.Placed:
    """In the zone of the first registration, or of the first mention where there is none."""
    first = min(person.mentions, key=lambda m: (said[m].role not in FOUNDING, said[m].on or date.max, m))
    return people.Placed(person, component[first], said[first].origin.zone)
