"""Which stages are missing before a later one that took place: kept as they are, and reported.

A stage that took place and is dated after the next one is not missing: that is an event out of order, for the rules.
The immediate follow-up is no stage here, since only flagged people need it. Reviews before the day procurement's review
became the practice are told as missing too: the office knows that day, and the rules have it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from ...model.answers import Origin
from ...model.plan import Plan
from ...model.steps import Event, Journey
from .plan_events import plan_events

PERSON_STAGES = ("registered", "counselled", "oriented", "trained", "drafted")
PLAN_STAGES = ("drafted", "reviewed", "examined", "validated", "handed_over", "visited")


class Skip(NamedTuple):
    """A stage that is missing, and the next one that took place.

    Attributes:
        person_key: '' for what is missing of a plan.
        plan_code: '' for what is missing of a person.
        on / origin: of the first event of ``before``.
    """

    person_key: str
    plan_code: str
    missing: str
    before: str
    on: date | None
    origin: Origin


def skips(journey: Journey, plans: Iterable[Plan]) -> tuple[Skip, ...]:
    """What is missing of a person's own stages, and of those of their plans, in the order of the practice.

    Args:
        plans: any plans; those the person does not and did not hold are left out.
    """
    own = tuple(Skip(journey.person_key, "", *rest) for rest in _missing(PERSON_STAGES, _firsts(journey.events)))
    held = sorted((plan for plan in plans if plan.code in journey.plans), key=lambda plan: plan.code)
    return own + tuple(skip for plan in held for skip in plan_skips(plan))


def plan_skips(plan: Plan) -> tuple[Skip, ...]:
    """What is missing of a plan's stages, in the order of the practice."""
    return tuple(Skip("", plan.code, *rest) for rest in _missing(PLAN_STAGES, _firsts(plan_events(plan))))


def _firsts(events: Iterable[Event]) -> Mapping[str, Event]:
    found: dict[str, Event] = {}
    for event in events:
        found.setdefault(event.kind, event)
    return found


def _missing(stages: tuple[str, ...], firsts: Mapping[str, Event]) -> Iterable[tuple[str, str, date | None, Origin]]:
    for place, stage in enumerate(stages):
        reached = next((later for later in stages[place + 1 :] if later in firsts), None)
        if stage not in firsts and reached is not None:
            yield (stage, reached, firsts[reached].on, firsts[reached].origin)
