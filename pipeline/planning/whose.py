"""Whose a case is: the commune it belongs to, the team that works with it, and what it is called without a name."""

from collections import Counter

from pipeline.model.case import Case, LocalityCase, MeetingCase, PersonCase, PlanCase, SessionCase


def commune_of(case: Case) -> str:
    """Where it is to be done: the commune of return, of the activity, of the session; the place itself.

    Of somebody who was never registered, the commune of a session they came to.
    """
    match case:
        case PersonCase():
            journey = case.journey
            came = (one.commune for one in (*journey.orientations, *journey.training_days) if one.commune)
            return journey.commune or next(came, "")
        case PlanCase():
            return case.plan.commune
        case MeetingCase():
            return next((one.commune for one in case.meetings), "")
        case SessionCase():
            return next((one.commune for one in case.sessions), case.planned.commune if case.planned else "")
        case LocalityCase():
            return case.place


def team_of(case: Case) -> str:
    """The zone that worked with the case last: the plan's drafts, a person's training before earlier steps.

    Of a place, that of most of its plans.
    """
    match case:
        case PersonCase():
            one = case.journey
            steps = (
                one.surveys,
                one.follow_ups,
                one.registrations,
                one.counsellings,
                one.orientations,
                one.training_days,
            )
            zones = [step[-1].origin.zone for step in steps if step]
            return zones[-1] if zones else ""
        case PlanCase():
            return next((draft.origin.zone for draft in reversed(case.plan.drafts)), "")
        case MeetingCase():
            return next((one.origin.zone for one in case.meetings), "")
        case SessionCase():
            return next((one.origin.zone for one in case.sessions), case.planned.origin.zone if case.planned else "")
        case LocalityCase():
            every = Counter(draft.origin.zone for plan in case.plans for draft in plan.drafts[-1:])
            return min(every, key=lambda zone: (-every[zone], zone), default="")


def shown(case: Case) -> str:
    """What a data manager knows the case by; never a name."""
    match case:
        case PersonCase():
            return case.journey.code
        case PlanCase():
            return case.plan.code
        case MeetingCase():
            return case.meeting_id
        case SessionCase():
            return case.session_code
        case LocalityCase():
            return case.place
