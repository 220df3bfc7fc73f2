"""One journey for each person: their steps, their plans and every dated event, without anything that names them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ...model.person import Person
from ...model.plan import Plan
from ...model.steps import Journey
from ..nouns import Nouns
from .person_events import person_events
from .steps import Steps, steps_of


def journeys(
    persons: Iterable[Person], nouns: Nouns, plans: Iterable[Plan], linked: Mapping[str, str]
) -> tuple[Journey, ...]:
    """The journey of each person, by person key; each depends only on that person's own steps and plans.

    Args:
        nouns: at least every submission that speaks of these persons, in any order.
        plans: at least every plan whose submissions speak of them.
        linked: person key by mention id; '' or absent for nobody.
    """
    steps = steps_of(nouns, linked)
    spoken_of = _plans_by_person(plans)
    return tuple(
        _journey(person, steps.get(person.person_key, Steps()), spoken_of.get(person.person_key, ()), nouns)
        for person in sorted(persons, key=lambda p: p.person_key)
    )


def _plans_by_person(plans: Iterable[Plan]) -> Mapping[str, Sequence[Plan]]:
    found: dict[str, list[Plan]] = defaultdict(list)
    for plan in sorted(plans, key=lambda p: p.code):
        for key in sorted({key for key in (plan.persons or {}).values() if key}):
            found[key].append(plan)
    return found


def _journey(person: Person, steps: Steps, plans: Sequence[Plan], nouns: Nouns) -> Journey:
    key = person.person_key
    events = person_events(steps, plans, key, nouns.received)
    arrivals = [event.received_at for event in events if event.received_at]
    is_parked = not steps.registrations and person.standing != "registered"
    return Journey(
        person_key=key,
        code=person.code,
        standing=person.standing,
        sex=str(_held(person, "sex") or ""),
        birth_year=_year(_held(person, "birth_date")),
        commune=str(_held(person, "commune") or ""),
        registrations=tuple(steps.registrations),
        follow_ups=tuple(steps.follow_ups),
        counsellings=tuple(steps.counsellings),
        orientations=tuple(steps.orientations),
        training_days=tuple(steps.training_days),
        surveys=tuple(steps.surveys),
        plans=_held_plans(plans, key),
        events=events,
        parked_since=min(arrivals, default=None) if is_parked else None,
        others=tuple(sorted(name for name, known in person.fields.items() if known.others)),
    )


def _held(person: Person, name: str) -> Any:
    known = person.fields.get(name)
    return known.held.value if known else None


def _year(birth_date: Any) -> int | None:
    """Of a date, or of ISO text as precise as it is known; None for what is neither."""
    if isinstance(birth_date, date):
        return birth_date.year
    year = str(birth_date or "")[:4]
    return int(year) if len(year) == 4 and year.isdecimal() else None


def _held_plans(plans: Iterable[Plan], person_key: str) -> tuple[str, ...]:
    """Codes of the plans they are or were a member of, in the order they joined."""
    joined = {
        plan.code: min((one.since or date.max) for one in plan.members if one.person_key == person_key)
        for plan in plans
        if any(one.person_key == person_key for one in plan.members)
    }
    return tuple(sorted(joined, key=lambda code: (joined[code], code)))
