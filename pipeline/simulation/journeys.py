"""What each synthetic person does between the flight and a plan: counselling, first idea, pathway chosen."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from .people import Person
from .plans import Plan
from .rates import (
    COUNSELLED,
    COUNSELLING_FAILED,
    FOLLOW_UP_LATE,
    FOLLOW_UP_MISSED,
    IDEA_IS_TRADE,
    ORIENTED,
    PERIOD_ENDS,
    TRAINED_WITHOUT_PLAN,
)
from .sectors import EXPERTS, SECTORS

PATHWAYS = {
    "own_business": 34, "collective_business": 8, "vocational_training": 22, "job": 12, "undecided": 14,
    "school": 2, "declined": 8,
}  # fmt: skip
"""Of people without a plan afterwards; all of them stay in the counts."""


@dataclass(slots=True)
class Journey:
    """One person's way.

    Attributes:
        followed_up_on: immediate follow-up of a vulnerable person; None if not due or missed.
        counselled_on: None if never.
        was_counselled: the talk took place; otherwise nobody was met.
        needs: pairs of expert and sector asked for.
        goes_to_orientation / goes_to_training: would, if there is a session in time.
        oriented_on / trained_until: None until a session took them in.
        days: of the five that were attended.
    """

    person: Person
    plan: Plan | None
    followed_up_on: date | None
    counselled_on: date | None
    was_counselled: bool
    idea_sector: str
    needs: tuple[tuple[str, str], ...]
    pathway: str
    goes_to_orientation: bool
    goes_to_training: bool
    oriented_on: date | None = None
    trained_until: date | None = None
    days: tuple[int, ...] = ()


def draw_journeys(people: list[Person], plans: list[Plan], seed: int) -> list[Journey]:
    """One journey per person, in their order; whoever holds a plan is counselled, oriented and trained before."""
    plan_of = {member.code: plan for plan in plans for member in plan.members}
    return [_journey(person, plan_of.get(person.code), seed) for person in people]


def _journey(person: Person, plan: Plan | None, seed: int) -> Journey:
    chance = random.Random(f"journey {seed} {person.code}")
    counselled = plan is not None or chance.random() < COUNSELLED
    latest = 10 if plan else 18
    counselled_on = person.in_commune_on + timedelta(chance.randint(2, latest)) if counselled else None
    met = counselled and (plan is not None or chance.random() >= COUNSELLING_FAILED)
    sector = "trade" if chance.random() < IDEA_IS_TRADE else chance.choice(tuple(SECTORS))
    pathway = _pathway(chance, plan)
    wants_business = pathway in {"own_business", "collective_business"}
    return Journey(
        person=person,
        plan=plan,
        followed_up_on=_followed_up(chance, person),
        counselled_on=counselled_on if counselled_on and counselled_on <= PERIOD_ENDS else None,
        was_counselled=met,
        idea_sector=sector,
        needs=tuple((expert, sector) for expert in EXPERTS[sector][: chance.randint(0, 2)]),
        pathway=pathway,
        goes_to_orientation=plan is not None or (met and chance.random() < ORIENTED),
        goes_to_training=plan is not None or (wants_business and chance.random() < TRAINED_WITHOUT_PLAN),
    )


def _pathway(chance: random.Random, plan: Plan | None) -> str:
    if plan is None:
        return chance.choices(tuple(PATHWAYS), tuple(PATHWAYS.values()))[0]
    return "collective_business" if len(plan.members) > 1 else "own_business"


def _followed_up(chance: random.Random, person: Person) -> date | None:
    if not person.vulnerability or chance.random() < FOLLOW_UP_MISSED:
        return None
    delay = chance.randint(20, 60) if chance.random() < FOLLOW_UP_LATE else chance.randint(2, 12)
    return person.in_commune_on + timedelta(delay)
