"""Examples for rules about sessions, meetings and localities."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.model.answers import Origin
from pipeline.model.case import LocalityCase, MeetingCase, SessionCase
from pipeline.model.steps import Actor, Need, PlannedSession, Session

from ..cases import CODE, MEETING, ORIENTED, TODAY, TRAINED, a_decision, a_meeting, a_plan, origin
from .example import Examples, by, under

EXPERT = Actor("technical_expert", "livestock", "livestock", is_local=True, invited=True, invited_for="needs")
AUTHORITY, SOCIETY, SEAT = a_meeting().members
MODULES = ("bookkeeping", "management", "spirit", "business_plan")


def session(**changes: Any) -> Session:
    """An orientation of one day with an opportunity and a local expert."""
    held = Session(
        origin("orientation"), "orientation", "O-1", ORIENTED, ORIENTED, "BF-BLG-garango", "held",
        attendees=("m1",), actors=(EXPERT,), opportunities=("livestock",),
    )  # fmt: skip
    return replace(held, **changes)


def orientation(*held: Session, needs: tuple[Need, ...] = (), planned: PlannedSession | None = None) -> SessionCase:
    """The case of these submissions, with needs told in counselling."""
    told: dict[Need, tuple[Origin, ...]] = {need: (origin("counselling"),) for need in needs}
    return SessionCase("O-1", "orientation", held or (session(),), planned, told)


def training(modules: tuple[str, ...] = MODULES) -> SessionCase:
    """The first day of a training with these modules."""
    day = session(origin=origin("training"), kind="training", held_on=TRAINED, day=1, modules=modules)
    return SessionCase("F-1", "training", (day,))


def meeting(*members: Any, plans: Any = None, **changes: Any) -> MeetingCase:
    """A meeting of these members."""
    held = a_meeting(**({"members": members or (AUTHORITY, SOCIETY, SEAT)} | changes))
    return MeetingCase(MEETING, (held,), {CODE: a_plan()} if plans is None else plans)


def place(count: int) -> LocalityCase:
    """A commune where so many plans wait."""
    waiting = tuple(replace(a_plan(), code=f"B{n}", decisions=()) for n in range(count))
    return LocalityCase("BF-BLG-garango", "commune", waiting)


LIVESTOCK = Need("livestock", "livestock")
THREE = tuple(a_decision(plan_code=code) for code in ("B1", "B2", "B3"))
LOCAL: dict[str, Any] = {
    "committee__local_minimum": 4,
    "committee__local_reminder": 5,
    "procurement__review_required": True,
}

EXAMPLES: Examples = {
    "orientation.one_day": by().of(
        met=orientation(),
        broken=orientation(session(ended_on=date(2019, 2, 9))),
        not_applicable=orientation(session(outcome="postponed")),
        unknown=orientation(session(ended_on=None)),
    ),
    "orientation.opportunities": by().of(
        met=orientation(),
        broken=orientation(session(opportunities=())),
        not_applicable=training(),
    ),
    "orientation.local_experts": by().of(
        met=orientation(),
        broken=orientation(session(actors=(EXPERT._replace(is_local=False),))),
        not_applicable=training(),
        unknown=orientation(session(actors=(EXPERT._replace(is_local=None),))),
    ),
    "orientation.invitations_from_needs": by().of(
        met=orientation(needs=(LIVESTOCK,)),
        broken=orientation(),
        not_applicable=orientation(session(actors=())),
        unknown=orientation(session(actors=(EXPERT._replace(invited_for=""),))),
    ),
    "training.modules": by(training__modules=MODULES).of(
        met=training(),
        broken=training(MODULES[:3]),
        not_applicable=orientation(),
        unknown=under(training(MODULES[:1]), today=TRAINED, training__modules=MODULES),
    ),
    "committee.composition": by().of(
        met=meeting(),
        broken=meeting(AUTHORITY, SEAT),
        unknown=meeting(members=()),
    ),
    "committee.expert_of_sector": by().of(
        met=meeting(),
        broken=meeting(AUTHORITY, SOCIETY, SEAT._replace(sector="crafts")),
        not_applicable=meeting(decisions=()),
        unknown=meeting(plans={}),
    ),
    "committee.quorum": by(committee__quorum=3).of(
        met=meeting(),
        broken=meeting(AUTHORITY, SOCIETY),
        not_applicable=under(meeting(), committee__quorum=None),
        unknown=meeting(members=()),
    ),
    "committee.local_share": by(committee__local_share=Decimal("0.5")).of(
        met=meeting(),
        broken=meeting(*(seat._replace(is_local=False) for seat in (AUTHORITY, SOCIETY, SEAT))),
        not_applicable=meeting(members=()),
        unknown=meeting(*(seat._replace(is_local=None) for seat in (AUTHORITY, SOCIETY, SEAT))),
    ),
    "committee.outside_opinion": by().of(
        met=meeting(),
        broken=meeting(AUTHORITY._replace(is_implementer=True)),
        unknown=meeting(AUTHORITY._replace(is_implementer=None)),
    ),
    "committee.size": by(committee__most_plans=2).of(
        met=meeting(),
        broken=meeting(decisions=THREE),
        not_applicable=meeting(decisions=()),
    ),
    "committee.not_in_future": by().of(
        met=meeting(held_on=TODAY),
        broken=meeting(held_on=date(2019, 4, 2)),
        unknown=meeting(held_on=None),
    ),
    "committee.one_day": by().of(
        met=meeting(),
        broken=MeetingCase(MEETING, (a_meeting(), a_meeting(held_on=date(2019, 3, 22)))),
        unknown=meeting(held_on=None),
    ),
    "committee.local_meeting": by(**LOCAL).of(met=place(3), broken=place(4), not_applicable=place(0)),
}
