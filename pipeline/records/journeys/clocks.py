"""How long each step took: from one dated event to another, for a person and for a plan.

Two starting points are told apart, the flight and the return to the commune (practice sheet: about a month after the
return to the community of origin, not after the flight). Every clock is closed, open or silent:

- closed: both days are known; ``days`` may be negative where events are dated out of order, which is a finding, not
  something to hide;
- open: it began, its end has not happened and no later step has either; ``days`` so far, until the day asked for
  (censored, never dropped: see the Kaplan-Meier use in the reports);
- silent: it never began, or its end was skipped because a later step happened; ``days`` is None.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ...model.plan import Plan
from ...model.steps import Event, Journey
from ..plans.active import is_over
from .plan_events import plan_events

BUSINESS = frozenset({"own_business", "collective_business", ""})
"""Pathways after which a training is expected; '' where none was written down."""


class Clock(NamedTuple):
    """One clock; ``end`` and ``days`` as told in the module's text."""

    name: str
    start: date | None
    end: date | None
    days: int | None
    is_open: bool


JOURNEY_CLOCKS = (
    "flight_to_commune",
    "flight_to_counselling",
    "commune_to_counselling",
    "flight_to_orientation",
    "commune_to_orientation",
    "orientation_to_training",
    "training_to_plan",
)
PLAN_CLOCKS = (
    "plan_to_review",
    "review_to_decision",
    "decision_to_first_delivery",
    "first_to_complete_delivery",
    "delivery_to_visit_6",
    "delivery_to_visit_12",
)


def journey_clocks(journey: Journey, as_of: date) -> tuple[Clock, ...]:
    """The clocks of a person, named and in the order of ``JOURNEY_CLOCKS``.

    Of several flights, returns, talks or sessions the first counts, and of training days the last before the first
    plan. The training clock is open only for those who chose a business, or whose choice was not written down.

    Args:
        as_of: the day up to which open clocks have run; later events are not looked at.
    """
    events = _until(journey.events, as_of)
    flight, commune = _first(events, "returned"), _first(events, "in_commune")
    counselled, oriented = _first(events, "counselled"), _first(events, "oriented")
    trained, drafted = _first(events, "trained"), _first(events, "drafted")
    last_day = _last(events, lambda e: e.kind == "trained" and (drafted is None or _day(e) <= drafted))
    last_day = last_day or trained
    wants = any(e.kind == "oriented" and e.detail in BUSINESS for e in events)
    after_orientation = (trained, drafted)
    clock = _Clocks(as_of)
    return (
        clock("flight_to_commune", flight, commune, (counselled, oriented, *after_orientation)),
        clock("flight_to_counselling", flight, counselled, (oriented, *after_orientation)),
        clock("commune_to_counselling", commune, counselled, (oriented, *after_orientation)),
        clock("flight_to_orientation", flight, oriented, after_orientation),
        clock("commune_to_orientation", commune, oriented, after_orientation),
        clock("orientation_to_training", oriented, trained, (drafted,), may_still=wants),
        clock("training_to_plan", last_day, drafted, ()),
    )


def plan_clocks(plan: Plan, as_of: date) -> tuple[Clock, ...]:
    """The clocks of a plan, named and in the order of ``PLAN_CLOCKS``.

    The review that counts is the first for the first clock, and for the second the last one on or before the first
    decision. Deliveries count from the first validation. Visits count from the complete hand-over; while none is
    complete, from the last one there was, and then no clock is open. Nothing is open of a plan that is over.
    """
    events = _until(plan_events(plan), as_of)
    goes_on = not is_over(_as_it_stood(plan, as_of))
    drafted, reviewed = _first(events, "drafted"), _first(events, "reviewed")
    examined, validated = _first(events, "examined"), _first(events, "validated")
    last_review = _last(events, lambda e: e.kind == "reviewed" and (examined is None or _day(e) <= examined))
    given = _first(events, "handed_over")
    complete = _first([e for e in events if e.detail == "complete"], "handed_over")
    handed = complete or _last(events, lambda e: e.kind == "handed_over")
    visits = {wave: _first([e for e in events if e.detail == wave], "visited") for wave in ("6", "12")}
    clock = _Clocks(as_of)
    return (
        clock("plan_to_review", drafted, reviewed, (examined, given), may_still=goes_on),
        clock("review_to_decision", last_review or reviewed, examined, (given,), may_still=goes_on),
        clock("decision_to_first_delivery", validated, given, (*visits.values(),), may_still=goes_on),
        clock("first_to_complete_delivery", given, complete, (), may_still=goes_on),
        clock("delivery_to_visit_6", handed, visits["6"], (visits["12"],), may_still=goes_on and complete is not None),
        clock("delivery_to_visit_12", handed, visits["12"], (), may_still=goes_on and complete is not None),
    )


class _Clocks(NamedTuple):
    """Makes clocks that run up to one day."""

    as_of: date

    def __call__(
        self, name: str, start: date | None, end: date | None, later: Iterable[date | None], *, may_still: bool = True
    ) -> Clock:
        is_open = start is not None and end is None and may_still and not any(later)
        until = self.as_of if is_open else end
        days = (until - start).days if start and until else None
        return Clock(name, start, end, days, is_open)


def _as_it_stood(plan: Plan, as_of: date) -> Plan:
    """Without what came later, so that a table as of a day stays the same afterwards."""
    return replace(
        plan,
        versions=tuple(one for one in plan.versions if (one.on or as_of) <= as_of),
        drafts=tuple(one for one in plan.drafts if (one.drafted_on or as_of) <= as_of),
        decisions=tuple(one for one in plan.decisions if (one.meeting.held_on or as_of) <= as_of),
        visits=tuple(one for one in plan.visits if (one.visited_on or as_of) <= as_of),
    )


def _until(events: Iterable[Event], as_of: date) -> Sequence[Event]:
    """Dated events up to a day, in order."""
    return [event for event in events if event.on is not None and event.on <= as_of]


def _day(event: Event) -> date:
    return event.on or date.max


def _first(events: Iterable[Event], kind: str) -> date | None:
    return next((event.on for event in events if event.kind == kind), None)


def _last(events: Sequence[Event], counts: Callable[[Event], bool]) -> date | None:
    return next((event.on for event in reversed(events) if counts(event)), None)
