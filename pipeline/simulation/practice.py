"""The practice as it unfolds, day by day: which form is filled when, with what, and what is edited or deleted later."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from .answers import Answers, business_plan, committee, registration
from .people import draw_people
from .plans import Totals, draw_meetings, draw_plans

EDIT_SHARE, DOUBLE_SHARE = 0.02, 0.01


@dataclass(frozen=True, slots=True)
class Event:
    """One form filled, or opened again, by one enumerator.

    Attributes:
        key: names the submission among the events; an edit or deletion speaks of an earlier key.
        at: UTC instant on the tablet.
        answers: all of them; for an edit those that change; none for a deletion.
    """

    stage: str
    key: str
    at: datetime
    answers: Answers
    kind: Literal["filled", "edited", "deleted"] = "filled"


def unfold(totals: Totals, seed: int) -> list[Event]:
    """All events of the programme in the order of their days; the same seed unfolds the same programme.

    At stated rates something goes wrong as in real life: 2 % of registrations are corrected a few days later,
    1 % were sent twice by hand and the second one is deleted on the server.
    """
    people = draw_people(totals.returnees, seed)
    plans = draw_plans(people, totals, seed)
    chance = random.Random(f"days {seed}")
    events: list[Event] = []
    for person in people:
        filled = Event("registration", person.code, _at(chance, person.in_commune_on), registration(person, seed))
        events += [filled, *_mishaps(chance, filled)]
    events += [Event("business_plan", p.code, _at(chance, p.drafted_on), business_plan(p, seed)) for p in plans]
    for meeting in draw_meetings(plans, seed):
        events.append(Event("committee", meeting.code, _at(chance, meeting.held_on), committee(meeting, seed)))
    return sorted(events, key=lambda event: event.at)


def _mishaps(chance: random.Random, filled: Event) -> Iterator[Event]:
    later = filled.at + timedelta(days=chance.randint(1, 9))
    if chance.random() < EDIT_SHARE:
        corrected = {"person/situation/dependants": chance.randint(0, 9)}
        yield Event(filled.stage, filled.key, later, corrected, "edited")
    elif chance.random() < DOUBLE_SHARE:
        again = f"{filled.key} again"
        yield Event(filled.stage, again, filled.at + timedelta(minutes=20), filled.answers)
        yield Event(filled.stage, again, later, {}, "deleted")


def _at(chance: random.Random, day: date) -> datetime:
    """Some minute of a working day in Burkina Faso, which keeps UTC all year."""
    minute = time(chance.randint(8, 16), chance.randint(0, 59))
    return datetime.combine(day, minute, tzinfo=UTC)
