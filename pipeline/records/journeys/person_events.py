"""What happened to a person: their own steps, and those of their plans while they were in them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from ...model.answers import Origin
from ...model.plan import Membership, Plan
from ...model.steps import Event
from .order import event_order
from .plan_events import DONE, plan_events
from .steps import Steps

Received = Mapping[str, datetime | None]
Happening = tuple[str, date | None, Origin, str]


def person_events(steps: Steps, plans: Iterable[Plan], person_key: str, received: Received) -> tuple[Event, ...]:
    """Everything that happened to a person, each thing once, in order.

    Details: the day for ``trained``, the pathway chosen for ``oriented``, the wave for ``asked`` (the kind of interview
    where no wave is told), the outcome for ``missed``; of plans as in ``plan_events``.

    Args:
        received: when the server got each submission of the person's own steps, by root uuid.
    """
    own = (Event(*happening, "", received.get(happening[2].root_uuid)) for happening in _own(steps))
    of_plans = (event for plan in plans for event in _of_plan(plan, person_key))
    return tuple(sorted({*own, *of_plans}, key=event_order))


def _own(steps: Steps) -> Iterator[Happening]:
    for r in steps.registrations:
        if r.returned_on:
            yield ("returned", r.returned_on, r.origin, "")
        if r.in_commune_on:
            yield ("in_commune", r.in_commune_on, r.origin, "")
        yield ("registered", r.registered_on, r.origin, "")
    for f in steps.follow_ups:
        yield _met("followed_up", f.outcome, f.visited_on, f.origin)
    for c in steps.counsellings:
        yield _met("counselled", c.outcome, c.counselled_on, c.origin)
    for a in steps.orientations:
        yield ("oriented", a.held_on, a.origin, a.pathway)
    for a in steps.training_days:
        yield ("trained", a.held_on, a.origin, str(a.day) if a.day else "")
    for s in steps.surveys:
        yield _met("asked", s.outcome, s.asked_on, s.origin, s.wave or s.kind)


def _met(kind: str, outcome: str, on: date | None, origin: Origin, detail: str = "") -> Happening:
    return (kind, on, origin, detail) if outcome in DONE else ("missed", on, origin, outcome)


def _of_plan(plan: Plan, person_key: str) -> Iterator[Event]:
    """What the plan's submissions say of this person, and what happened to the plan while they were in it.

    What has no date happened to every member. What is dated before the first draft happened to those who were in it:
    a decision dated too early must not disappear.
    """
    told = {mention.partition("#")[0] for mention, key in (plan.persons or {}).items() if key == person_key}
    stays = [one for one in plan.members if one.person_key == person_key]
    first = min((one.since for one in plan.members if one.since), default=None)
    for event in plan_events(plan):
        if event.origin.root_uuid in told or any(_covers(one, first, event.on) for one in stays):
            yield event
    for one in plan.installations:
        if any((plan.persons or {}).get(receiver) == person_key for receiver in one.receivers):
            state = one.hand_over_state
            yield Event("received", one.happened_on, one.origin, state, plan.code, one.received_at)


def _covers(stay: Membership, first: date | None, on: date | None) -> bool:
    if on is None:
        return True
    since = stay.since or first
    was_in_first = since is None or first is None or since <= first
    return (was_in_first or since is None or since <= on) and (stay.until is None or on <= stay.until)
