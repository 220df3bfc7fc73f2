"""Identities for those who have none: a random key, and a code of the office's for whoever carries no card."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from ...model.code import PERSON, make_code
from ...model.person import Identity
from ...records.people.identities import wanted
from ...records.people.united import United
from ...registry import facts
from .reach import CODE, Facts


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


def give(connection: Connection, united: United, given: Sequence[Identity], giving: Giving) -> list[Identity]:
    """What each who has none is given, on record from now on; empty where everybody has theirs."""
    asked = wanted(united, given)
    codes = iter(_fresh_codes(connection, sum(not one.code for one in asked), giving))
    fresh = []
    for one in asked:
        key, code = giving.new_key(), one.code or next(codes)
        fresh += [Identity(key, code, handle, giving.at) for handle in (one.handle, *one.also)]
    facts.give_identities(connection, fresh, giving.run_id)
    return fresh


def says_more(identity: Identity, handles: Mapping[str, str], claimed: Collection[str], known: Facts) -> bool:
    """Whether uniting again would learn something from it: that a submission without a card, or two cards, are one.

    Args:
        handles: of the mentions united, by ``mention:`` and their id.
        claimed: the same handles, to look up.
    """
    card = known.card(identity.code)
    given_to = identity.handle
    own = known.card(given_to.removeprefix(CODE)) if given_to.startswith(CODE) else handles.get(given_to, card)
    return own != card and card in claimed


def _fresh_codes(connection: Connection, count: int, giving: Giving) -> list[str]:
    """Codes that nobody has, neither on a card nor in a submission."""
    fresh: dict[str, None] = {}
    while len(fresh) < count:
        drawn = {make_code(PERSON, giving.draw): None for _ in range(count - len(fresh))}
        taken = facts.taken_codes(connection, drawn)
        fresh |= {code: None for code in drawn if code not in taken}
    return list(fresh)
