"""What follows a validated plan: purchases, hand-overs, visits after 3, 6 and 12 months, interviews of samples."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .journeys import Journey
from .meetings import Meeting
from .people import Person
from .plans import Plan
from .rates import (
    INCIDENT,
    INSTALLED,
    PARTIAL_HAND_OVER,
    SATISFACTION_SAMPLE,
    SURVEY_REACHED,
    SURVEYS_END,
    SUSTAINABILITY_SAMPLE,
)

MONTH = 30.4
NOT_REACHED = ("absent", "unreachable", "moved", "zone_inaccessible", "declined")
STATES = {"running": 70, "seasonal_pause": 10, "changed": 7, "sold": 4, "stopped": 8, "never_started": 1}


@dataclass(frozen=True, slots=True)
class Installation:
    """How one validated plan is equipped; ``second_on``: the rest of a partial hand-over, None if all came at once."""

    plan: Plan
    ordered_on: date
    bought_on: date
    handed_over_on: date
    second_on: date | None
    incident: str

    @property
    def complete_on(self) -> date:
        """The day everything was there."""
        return self.second_on or self.handed_over_on


@dataclass(frozen=True, slots=True)
class Interview:
    """One planned visit or interview; ``outcome`` done or why not; ``state`` of the business, '' where not asked."""

    person: Person
    plan: Plan | None
    day: date
    wave: str
    outcome: str
    state: str = ""


def draw_installations(meetings: list[Meeting], seed: int) -> list[Installation]:
    """Most validated plans are installed, by the day of their hand-over; the others wait."""
    chance = random.Random(f"installations {seed}")
    validated = [(plan, meeting) for meeting in meetings for plan in meeting.plans if plan.is_validated]
    drawn = [_installation(chance, plan, meeting) for plan, meeting in validated if chance.random() < INSTALLED]
    return sorted(drawn, key=lambda installation: installation.handed_over_on)


def _installation(chance: random.Random, plan: Plan, meeting: Meeting) -> Installation:
    ordered_on = max(meeting.held_on, plan.versions[-1].drafted_on) + timedelta(days=chance.randint(5, 40))
    bought_on = ordered_on + timedelta(days=chance.randint(3, 25))
    handed_over_on = bought_on + timedelta(days=chance.randint(1, 20))
    second_on = handed_over_on + timedelta(days=chance.randint(7, 30))
    kinds = ("vendor_default", "price_revised", "not_available", "document_missing")
    return Installation(
        plan,
        ordered_on,
        bought_on,
        handed_over_on,
        second_on if chance.random() < PARTIAL_HAND_OVER else None,
        chance.choice(kinds) if chance.random() < INCIDENT else "",
    )


def draw_visits(installations: list[Installation], seed: int) -> Iterator[Interview]:
    """Of each installed plan's lead, 3, 6 and 12 months after the hand-over; a business that ended stays ended."""
    for installation in installations:
        plan, state = installation.plan, ""
        chance = random.Random(f"visits {seed} {plan.code}")
        for wave in (3, 6, 12):
            day = installation.complete_on + timedelta(days=round(wave * MONTH) + chance.randint(-5, 12))
            if state not in {"sold", "stopped", "never_started"}:
                state = chance.choices(tuple(STATES), tuple(STATES.values()))[0]
            if day <= SURVEYS_END:
                yield Interview(plan.members[0], plan, day, str(wave), _outcome(chance), state)


def draw_satisfaction(journeys: list[Journey], installed: dict[str, date], seed: int) -> Iterator[Interview]:
    """A sample of those who were trained, asked between April and September 2019."""
    for journey in journeys:
        chance = random.Random(f"satisfaction {seed} {journey.person.code}")
        if journey.trained_until and chance.random() < SATISFACTION_SAMPLE:
            day = date(2019, 4, 1) + timedelta(days=chance.randint(0, 180))
            plan = journey.plan
            goods = plan is not None and plan.code in installed and installed[plan.code] < day
            yield Interview(journey.person, plan, day, "", _outcome(chance), "goods" if goods else "")


def draw_sustainability(journeys: list[Journey], seed: int) -> Iterator[Interview]:
    """A sample of returnees: a baseline some weeks after return, then after 6 and 12 months."""
    for journey in journeys:
        chance = random.Random(f"sustainability {seed} {journey.person.code}")
        if chance.random() >= SUSTAINABILITY_SAMPLE:
            continue
        first = journey.person.in_commune_on + timedelta(days=chance.randint(15, 45))
        for wave, months in (("baseline", 0), ("6", 6), ("12", 12)):
            day = first + timedelta(days=round(months * MONTH) + chance.randint(0, 12))
            if day <= SURVEYS_END:
                yield Interview(journey.person, journey.plan, day, wave, _outcome(chance))


def _outcome(chance: random.Random) -> str:
    return "done" if chance.random() < SURVEY_REACHED else chance.choice(NOT_REACHED)
