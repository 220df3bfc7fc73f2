"""Examples for rules about one person: arrival, counselling, orientation, training, surveys, order."""

from dataclasses import replace
from datetime import date
from typing import Any

from pipeline.model.case import PersonCase
from pipeline.model.meeting import Decided
from pipeline.model.steps import Attendance, Counselling, Event, ImmediateFollowUp, Registration, Survey

from ..cases import ARRIVED, COUNSELLED, ORIENTED, TODAY, TRAINED, a_decision, a_journey, a_meeting, a_plan, origin
from ..goods import handed_over
from .example import Examples, by, under

LATER = date(2020, 6, 1)


def person(**changes: Any) -> PersonCase:
    """Somebody whose journey meets every rule, with these changes."""
    return PersonCase(a_journey(**changes))


def holder(*plans: Any, active: tuple[str, ...] = (), **changes: Any) -> PersonCase:
    """The same person with the usual plan, or these."""
    return PersonCase(a_journey(**changes), plans or (a_plan(),), active)


def registered(**changes: Any) -> Registration:
    """One registration, changed."""
    return replace(a_journey().registrations[0], **changes)


def followed_up(on: date | None, outcome: str = "done") -> ImmediateFollowUp:
    """A visit after arrival."""
    return ImmediateFollowUp(origin("immediate_follow_up"), "uuid:immediate_follow_up-1#who", on, outcome)


def talk(**changes: Any) -> Counselling:
    """One talk, changed."""
    return replace(a_journey().counsellings[0], **changes)


def oriented(**changes: Any) -> Attendance:
    """One attendance at an orientation, changed."""
    return a_journey().orientations[0]._replace(**changes)


def trained(days: int = 5, **changes: Any) -> tuple[Attendance, ...]:
    """The first days of the training, each changed."""
    return tuple(day._replace(**changes) for day in a_journey().training_days[:days])


def asked(outcome: str = "done", complaint: str = "", on: date | None = date(2019, 5, 2)) -> Survey:
    """A satisfaction interview."""
    where = origin("satisfaction")
    return Survey(where, f"{where.root_uuid}#who", "satisfaction", on, outcome, "", complaint)


def event(kind: str, on: date) -> Event:
    """Something dated."""
    return Event(kind, on, origin("counselling"))


def receiver(*surveys: Survey) -> PersonCase:
    """Who was handed goods on 28 March."""
    return holder(replace(a_plan(), installations=(handed_over(),)), surveys=surveys)


UNDATED = Decided(a_meeting(held_on=None), a_decision())
FLAGGED = (registered(is_flagged=True, registered_on=ARRIVED),)

EXAMPLES: Examples = {
    "arrival.immediate_follow_up": by(arrival__follow_up_days=14).of(
        met=person(registrations=FLAGGED, follow_ups=(followed_up(date(2019, 1, 20)),)),
        broken=person(registrations=FLAGGED),
        not_applicable=person(),
        unknown=under(person(registrations=FLAGGED), today=ARRIVED, arrival__follow_up_days=14),
    ),
    "arrival.follow_up_of_flagged_only": by().of(
        met=person(registrations=FLAGGED, follow_ups=(followed_up(COUNSELLED),)),
        broken=person(follow_ups=(followed_up(COUNSELLED),)),
        not_applicable=person(),
        unknown=person(registrations=(), follow_ups=(followed_up(COUNSELLED),)),
    ),
    "arrival.first": by().of(
        met=person(events=(event("counselled", COUNSELLED),)),
        broken=person(events=(event("counselled", date(2019, 1, 7)),)),
        not_applicable=person(events=(event("returned", ARRIVED), event("registered", date(2019, 1, 1)))),
        unknown=person(registrations=()),
    ),
    "eligibility.returnee": by().of(met=person(), unknown=person(registrations=())),
    "eligibility.wish": by().of(
        met=person(),
        broken=person(counsellings=(talk(wish="job"),), orientations=()),
        not_applicable=person(training_days=()),
        unknown=person(counsellings=(), orientations=()),
    ),
    "counselling.after_return": by().of(
        met=person(),
        broken=person(counsellings=(talk(counselled_on=date(2019, 1, 7)),)),
        not_applicable=person(counsellings=(talk(outcome="absent"),)),
        unknown=person(counsellings=(talk(counselled_on=None),)),
    ),
    "counselling.content": by().of(
        met=person(),
        broken=person(counsellings=(talk(wish=""),)),
        not_applicable=person(counsellings=(talk(wish="declined"),)),
    ),
    "counselling.skills_before_plan": by().of(
        met=holder(),
        broken=holder(counsellings=(talk(counselled_on=date(2019, 3, 5)),)),
        not_applicable=person(),
        unknown=holder(counsellings=(talk(counselled_on=None),)),
    ),
    "orientation.everybody": by(orientation__latest_days=60).of(
        met=person(),
        broken=person(orientations=()),
        unknown=under(person(orientations=()), today=ORIENTED, orientation__latest_days=60),
    ),
    "orientation.month_after_return": by(orientation__target_days=30, orientation__tolerance_days=15).of(
        met=person(),
        broken=person(orientations=(oriented(held_on=date(2019, 3, 1)),)),
        not_applicable=person(orientations=()),
        unknown=person(registrations=(registered(in_commune_on=None),)),
    ),
    "orientation.once_each": by().of(
        met=person(),
        broken=person(orientations=(oriented(), oriented(mention_id="uuid:orientation-1#late/1"))),
        not_applicable=person(orientations=()),
    ),
    "orientation.own_commune": by().of(
        met=person(),
        broken=person(orientations=(oriented(commune="BF-BLG-beguedo"),)),
        not_applicable=person(orientations=()),
        unknown=person(commune=""),
    ),
    "orientation.pathway": by().of(
        met=person(),
        broken=person(orientations=(oriented(pathway=""),)),
        not_applicable=person(orientations=()),
    ),
    "training.complete": by(training__complete_days=4).of(
        met=person(training_days=trained(4)),
        broken=person(training_days=trained(3)),
        not_applicable=person(training_days=()),
        unknown=under(person(training_days=trained(1)), today=TRAINED, training__complete_days=4),
    ),
    "training.after_orientation": by().of(
        met=person(),
        broken=person(orientations=()),
        not_applicable=person(training_days=()),
        unknown=person(training_days=trained(1, held_on=None)),
    ),
    "training.leads_to_plan": by(training__plan_days=90).of(
        met=holder(),
        broken=under(person(), today=LATER, training__plan_days=90),
        not_applicable=person(training_days=()),
        unknown=person(),
    ),
    "plan.one_active": by().of(
        met=holder(active=(a_plan().code,)),
        broken=holder(a_plan(), replace(a_plan(), code="BOTHER22"), active=(a_plan().code, "BOTHER22")),
        not_applicable=person(),
    ),
    "ceilings.person": by(ceilings__person_xof=165000).of(
        met=holder(),
        broken=under(holder(), ceilings__person_xof=164999),
        not_applicable=holder(replace(a_plan(), decisions=())),
        unknown=holder(replace(a_plan(), decisions=(UNDATED,))),
    ),
    "surveys.satisfaction": by(surveys__satisfaction_days=180).of(
        met=receiver(asked()),
        broken=receiver(asked("absent")),
        not_applicable=holder(),
        unknown=receiver(),
    ),
    "surveys.complaint_closed": by(surveys__complaint_days=30).of(
        met=person(surveys=(asked(complaint="closed"),)),
        broken=under(person(surveys=(asked(complaint="open"),)), today=LATER, surveys__complaint_days=30),
        not_applicable=person(surveys=(asked(),)),
        unknown=person(surveys=(asked(complaint="open"),)),
    ),
    "order.person": by().of(
        met=holder(),
        broken=person(orientations=(oriented(held_on=date(2019, 2, 27)),)),
        not_applicable=person(registrations=(), orientations=(), training_days=()),
    ),
    "order.person_not_in_future": by().of(
        met=person(events=(event("trained", TODAY),)),
        broken=person(events=(event("trained", date(2019, 4, 2)),)),
        not_applicable=person(),
    ),
}
