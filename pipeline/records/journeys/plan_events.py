"""What happened to a plan: drafted, reviewed, examined, decided, bought, handed over, visited."""

from collections.abc import Iterator

from ...model.installation import Installation, Visit
from ...model.meeting import Decided
from ...model.plan import Plan
from ...model.steps import Event
from ..plans.active import APART, ENDED
from .order import event_order

VERDICTS = {
    "validated": "validated",
    "validated_amended": "validated",
    "rejected": "rejected",
    "adjourned": "adjourned",
}
DONE = frozenset({"done", ""})
"""Outcomes of a visit, talk or interview that took place; '' where the form did not ask."""


def plan_events(plan: Plan) -> tuple[Event, ...]:
    """Everything that happened to a plan, in order.

    Details: the version for ``drafted`` and ``examined``, the verdict for ``reviewed``, the decision for ``validated``,
    ``partial`` or ``complete`` for ``handed_over``, the wave for ``visited``, the state for ``ended``. A draft filled
    in twice is an event twice, and so is a decision written on two tablets: each with its submission.
    """
    events = [
        *(Event("drafted", d.drafted_on, d.origin, str(d.version), plan.code, d.received_at) for d in plan.drafts),
        *(Event("reviewed", r.reviewed_on, r.origin, r.verdict, plan.code, r.received_at) for r in plan.reviews),
        *(event for decided in plan.decisions for event in _decided(decided, plan.code)),
        *(event for one in plan.installations for event in _installed(one, plan.code)),
        *(event for visit in plan.visits for event in _visited(visit, plan.code)),
    ]
    return tuple(sorted(events, key=event_order))


def _decided(decided: Decided, code: str) -> Iterator[Event]:
    meeting, decision = decided.meeting, decided.decision
    version = "" if decision.version is None else str(decision.version)
    yield Event("examined", meeting.held_on, decision.origin, version, code, meeting.received_at)
    if (kind := VERDICTS.get(decision.decision)) is not None:
        yield Event(kind, meeting.held_on, decision.origin, decision.decision, code, meeting.received_at)


def _installed(one: Installation, code: str) -> Iterator[Event]:
    at = one.received_at
    if one.purchases or "purchase" in one.steps:
        yield Event("purchased", one.happened_on, one.origin, "", code, at)
    if one.verified or "contribution_check" in one.steps:
        yield Event("contribution_checked", one.happened_on, one.origin, "", code, at)
    for number, incident in enumerate(one.incidents, 1):
        # Two incidents of one kind on one day are two: the row tells them apart.
        origin = one.origin._replace(row=f"incidents/{number}")
        yield Event("incident", incident.since or one.happened_on, origin, incident.kind, code, at)
    if one.hand_over_state or one.items or "hand_over" in one.steps:
        yield Event("handed_over", one.happened_on, one.origin, one.hand_over_state, code, at)


def _visited(visit: Visit, code: str) -> Iterator[Event]:
    at = visit.received_at
    if visit.outcome not in DONE:
        yield Event("missed", visit.visited_on, visit.origin, visit.outcome, code, at)
        return
    yield Event("visited", visit.visited_on, visit.origin, visit.wave, code, at)
    if visit.group_state in APART:
        yield Event("group_apart", visit.visited_on, visit.origin, visit.group_state, code, at)
    if visit.business_state in ENDED:
        yield Event("ended", visit.state_since or visit.visited_on, visit.origin, visit.business_state, code, at)
