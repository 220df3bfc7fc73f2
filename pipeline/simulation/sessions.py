"""Orientations in the communes and trainings in the regions: who sits in which room on which day."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, groupby

from .event import Commune
from .journeys import Journey
from .rates import DAYS_ATTENDED, LATE_REGISTRANTS, PERIOD_ENDS, SESSION_POSTPONED, SESSION_SEATS

MONTH = (24, 33)
"""Days the first of a session has waited since the return to the commune: "about a month"."""
WAIT_FOR_TRAINING = (15, 30)
DAYS_OF_TRAINING = 5


@dataclass(slots=True)
class Session:
    """One group session.

    Attributes:
        kind: as session_plan names it: orientation, training, committee, focus_group.
        number: on paper: ``O-2018-03-07``.
        postponed_from: the day it should have taken place; None if it did.
    """

    kind: str
    number: str
    day: date
    commune: Commune
    roster: list[Journey] = field(default_factory=list)
    postponed_from: date | None = None


def draw_orientations(journeys: list[Journey], seed: int) -> list[Session]:
    """One-day sessions per commune about a month after return; those whose turn would come too late have none."""
    chance, numbers = random.Random(f"orientation {seed}"), count(1)
    going = [j for j in journeys if j.goes_to_orientation and j.counselled_on]
    sessions: list[Session] = []
    for _, group in _by(going, lambda j: j.person.commune):
        for day, roster in _rooms(chance, group, lambda j: j.person.in_commune_on, MONTH):
            number = f"O-{day:%Y-%m}-{next(numbers):03}"
            session = Session("orientation", number, day, roster[0].person.commune, roster)
            if chance.random() < SESSION_POSTPONED:
                session.postponed_from = day - timedelta(days=7)
            for journey in roster:
                journey.oriented_on = day
            sessions.append(session)
    return sorted(sessions, key=lambda session: session.day)


def draw_trainings(journeys: list[Journey], seed: int) -> list[Session]:
    """Five days, at most 25 people, per region, in the commune most of them live in; ``days`` tells who was there."""
    chance, numbers = random.Random(f"training {seed}"), count(1)
    going = [j for j in journeys if j.goes_to_training and j.oriented_on]
    sessions: list[Session] = []
    for _, group in _by(going, lambda j: (j.person.commune[0],)):
        for day, roster in _rooms(chance, group, lambda j: j.oriented_on or j.person.in_commune_on, WAIT_FOR_TRAINING):
            commune = Counter(j.person.commune for j in roster).most_common(1)[0][0]
            sessions.append(Session("training", f"F-{day:%Y-%m}-{next(numbers):03}", day, commune, roster))
            for journey in roster:
                journey.trained_until = day + timedelta(days=DAYS_OF_TRAINING - 1)
                journey.days = _attended(chance, journey)
    return sorted(sessions, key=lambda session: session.day)


def _attended(chance: random.Random, journey: Journey) -> tuple[int, ...]:
    """Days from 1 to 5."""
    every = list(range(1, DAYS_OF_TRAINING + 1))
    if chance.random() < LATE_REGISTRANTS:
        return tuple(every[1:])
    present = chance.choices(tuple(DAYS_ATTENDED), tuple(DAYS_ATTENDED.values()))[0]
    return tuple(sorted(chance.sample(every, max(present, 4) if journey.plan else present)))


def _by(
    journeys: list[Journey], key: Callable[[Journey], tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], list[Journey]]]:
    for name, group in groupby(sorted(journeys, key=key), key=key):
        yield name, list(group)


def _rooms(
    chance: random.Random, waiting: list[Journey], since: Callable[[Journey], date], wait: tuple[int, int]
) -> Iterator[tuple[date, list[Journey]]]:
    """A session whenever the first has waited long enough, with all who are ready by then and find a seat."""
    queue, earliest = sorted(waiting, key=since), date.min
    while queue:
        day = monday_to_thursday(max(since(queue[0]) + timedelta(chance.randint(*wait)), earliest))
        ready = [j for j in queue if _is_ready(j, since, day, wait)][:SESSION_SEATS] or queue[:1]
        taken = {j.person.code for j in ready}
        queue = [j for j in queue if j.person.code not in taken]
        earliest = day + timedelta(days=7)
        if wait is WAIT_FOR_TRAINING:
            day -= timedelta(days=day.weekday())
        if day + timedelta(days=DAYS_OF_TRAINING) <= PERIOD_ENDS or any(j.plan for j in ready):
            yield day, ready


def _is_ready(journey: Journey, since: Callable[[Journey], date], day: date, wait: tuple[int, int]) -> bool:
    counselled = journey.counselled_on
    return counselled is not None and counselled < day and since(journey) + timedelta(wait[0] // 2) <= day


def monday_to_thursday(day: date) -> date:
    """That day, or the Monday after it."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 3 else 0)
