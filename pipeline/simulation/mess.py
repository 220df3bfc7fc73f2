"""What goes wrong with calm events: people registered twice, forms sent late, corrected, sent twice, damaged."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from .answers.arrival import second_registration
from .event import Answers, Event
from .people import Person
from .rates import CORRECTED, LATE_DAYS, LATE_TABLET, REGISTERED_TWICE, SENT_TWICE, SET_ASIDE

CORRECTABLE = {"registration", "counselling"}
SENDABLE_TWICE = {"registration", "counselling", "business_plan"}
AGAIN = " at another desk"
"""Ends the key of a second registration; what stands before it is the key of the first."""
LAST_FOR_DAMAGE = 0.5
"""Damaged documents come in the first half of the programme, so that they wait in the queue from its first run on."""


def with_mess(calm: Sequence[Event], people: Sequence[Person], seed: int) -> list[Event]:
    """The same events and what goes wrong with them at the rates of ``rates``, in the order of their instants."""
    chance = random.Random(f"mess {seed}")
    events = [*calm, *_registered_twice(calm, people, seed)]
    events = [_perhaps_late(chance, event) for event in sorted(events, key=lambda event: (event.at, event.key))]
    mishaps = [mishap for event in events for mishap in _mishaps(chance, event)]
    damaged = list(_damaged(chance, [event for event in calm if event.stage == "registration"]))
    return sorted([*events, *mishaps, *damaged], key=lambda event: event.at)


def _registered_twice(calm: Sequence[Event], people: Sequence[Person], seed: int) -> Iterator[Event]:
    person_of = {person.code: person for person in people}
    for event in calm:
        chance = random.Random(f"another desk {seed} {event.key}")
        if event.stage == "registration" and chance.random() < REGISTERED_TWICE:
            later = event.at + timedelta(days=chance.randint(0, 20), minutes=chance.randint(5, 90))
            answers = second_registration(person_of[event.key], seed)
            yield Event("registration", event.key + AGAIN, later, answers)


def _perhaps_late(chance: random.Random, event: Event) -> Event:
    days = chance.randint(*LATE_DAYS) if chance.random() < LATE_TABLET else 0
    return replace(event, days_on_tablet=days)


def _mishaps(chance: random.Random, filled: Event) -> Iterator[Event]:
    """A correction, or a second copy that the office deletes, some days after the form was sent."""
    later = filled.at + timedelta(days=filled.days_on_tablet + chance.randint(1, 9))
    corrected, twice = chance.random() < CORRECTED, chance.random() < SENT_TWICE
    changes = _correction(chance, filled) if corrected and filled.stage in CORRECTABLE else {}
    if changes:
        yield Event(filled.stage, filled.key, later, changes, "edited")
    elif twice and filled.stage in SENDABLE_TWICE:
        again = f"{filled.key} again"
        yield replace(filled, key=again, at=filled.at + timedelta(minutes=20))
        yield Event(filled.stage, again, later, {}, "deleted")


def _correction(chance: random.Random, filled: Event) -> Answers:
    if filled.stage == "registration":
        return {"person/situation/dependants": chance.randint(0, 9)}
    if filled.answers.get("talk/outcome") == "done":
        return {"talk_language/talk_minutes": chance.randrange(20, 90, 5)}
    return {}


def _damaged(chance: random.Random, registrations: Sequence[Event]) -> Iterator[Event]:
    """Somebody's script sends registrations again that are there already, and gets them wrong."""
    early = registrations[: max(len(SET_ASIDE), int(len(registrations) * LAST_FOR_DAMAGE))]
    for damage, event in zip(SET_ASIDE, chance.sample(early, len(SET_ASIDE)), strict=True):
        later = event.at + timedelta(minutes=45)
        yield replace(event, key=f"{event.key} by a script", at=later, kind="damaged", damage=damage, days_on_tablet=0)
