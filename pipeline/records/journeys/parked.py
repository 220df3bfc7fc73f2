"""What arrived before what it belongs to: people nobody registered, plans nobody drafted, with their age."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple

from ...model.plan import Plan
from ...model.steps import Event, Journey
from .plan_events import plan_events


class Parked(NamedTuple):
    """Something that waits, and resolves itself when what it waits for arrives.

    Attributes:
        subject: person key or plan code.
        stages: the stages it was heard of in, sorted.
        since: when the first of them was received, UTC; None where no server said.
        days: whole days since then, by the UTC date; None where ``since`` is.
    """

    kind: Literal["person", "plan"]
    subject: str
    stages: tuple[str, ...]
    since: datetime | None
    days: int | None


def parked(journeys: Iterable[Journey], plans: Iterable[Plan], today: date) -> tuple[Parked, ...]:
    """Everybody and everything that waits, the longest first; what waits since nobody knows when comes first of all."""
    people = [
        _waits("person", one.person_key, one.events, one.parked_since, today)
        for one in journeys
        if not one.registrations and one.standing != "registered"
    ]
    undrafted = [
        _waits("plan", plan.code, plan_events(plan), plan.parked_since, today) for plan in plans if not plan.drafts
    ]
    return tuple(sorted([*people, *undrafted], key=_longest_first))


def _waits(
    kind: Literal["person", "plan"], subject: str, events: Iterable[Event], since: datetime | None, today: date
) -> Parked:
    stages = tuple(sorted({event.origin.stage for event in events}))
    return Parked(kind, subject, stages, since, (today - since.date()).days if since else None)


def _longest_first(one: Parked) -> tuple[bool, float, str, str]:
    return (one.since is not None, one.since.timestamp() if one.since else 0.0, one.kind, one.subject)
