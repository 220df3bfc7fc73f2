"""Cases that meet every rule; a test changes only what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from pipeline.model.answers import Origin
from pipeline.model.case import PlanCase
from pipeline.model.meeting import CommitteeMember, Decided, Decision, Meeting
from pipeline.model.plan import Contribution, Draft, Line, Member, Membership, Plan, Version
from pipeline.model.review import Review, ReviewedLine
from pipeline.model.steps import Attendance, Counselling, Journey, Registration
from pipeline.rules.policy import Item, Policy, Threshold

CODE, MEETING = "BABCDEFG", "C-2019-07"
ARRIVED, COUNSELLED, ORIENTED, TRAINED = date(2019, 1, 8), date(2019, 1, 20), date(2019, 2, 8), date(2019, 2, 25)
DRAFTED, REVIEWED, HELD = date(2019, 3, 4), date(2019, 3, 11), date(2019, 3, 20)
TODAY = date(2019, 4, 1)


def origin(stage: str, number: int = 1) -> Origin:
    """A submission of that stage."""
    return Origin(stage, f"uuid:{stage}-{number}", number, "v1", "burkina")


def policy(today: date = TODAY, **thresholds: Any) -> Policy:
    """A policy of thresholds that always hold; ``committee__quorum=3`` names ``committee.quorum``.

    A list of Threshold is taken as it is.
    """
    versions = {
        name.replace("__", "."): tuple(value)
        if isinstance(value, list)
        else (Threshold(name.replace("__", "."), value),)
        for name, value in thresholds.items()
    }
    items = {"ram": Item("ram", "head", Decimal(55000)), "oxen": Item("oxen", "head", Decimal(225000))}
    parents = {"BF-BLG-garango": "BF-BLG", "BF-BLG-beguedo": "BF-BLG", "BF-BLG": "BF48"}
    return Policy(today, versions, items, parents)


def a_line(**changes: Any) -> Line:
    """Three rams at the catalogue's price."""
    line = Line("ram", "", "Bélier de 12 mois, vacciné", Decimal(3), "head", 55000, Decimal(165000), Decimal(55000))
    return line._replace(**changes)


def a_draft(**changes: Any) -> Draft:
    """One holder's plan, with a contribution."""
    draft = Draft(
        origin("business_plan"), CODE, 1, "", DRAFTED, "individual", "livestock", "BF-BLG-garango",
        drafted_by="holder_with_staff", holder_present=True, uses_skill=True, holder_agrees=True,
        members=(Member("uuid:business_plan-1#members/1", "lead"),), lines=(a_line(),),
        contributions=(Contribution("animals", "2 moutons", 60000, "market_price"),),
        total=Decimal(165000), contribution_total=Decimal(60000),
    )  # fmt: skip
    return replace(draft, **changes)


def a_review(**changes: Any) -> Review:
    """Procurement found everything in order."""
    line = ReviewedLine("ram", "", "ok", Decimal(3), 55000, "ok", 55000, "market", True, 7)
    review = Review(
        origin("procurement_review"), CODE, 1, REVIEWED,
        datetime(2019, 3, 11, 9, tzinfo=UTC), datetime(2019, 3, 11, 10, tzinfo=UTC), "procurement", "conforming",
        lines=(line,), asked_total=Decimal(165000), reviewed_total=Decimal(165000),
    )  # fmt: skip
    return replace(review, **changes)


def a_meeting(**changes: Any) -> Meeting:
    """An authority, civil society and an expert of the sector, who validate."""
    members = (
        CommitteeMember("local_authority", "prefect", role="voting", is_implementer=False, is_local=True, votes=True),
        CommitteeMember("civil_society", role="voting", is_implementer=False, is_local=True, votes=True),
        CommitteeMember("technical_expert", expert_type="livestock", sector="livestock", role="voting",
                        is_implementer=False, is_local=True, votes=True),
    )  # fmt: skip
    meeting = Meeting(
        origin("committee"), MEETING, HELD, time(9), time(12), "BF-BLG-garango", members, (a_decision(),),
        form_started_at=datetime(2019, 3, 20, 9, tzinfo=UTC), form_ended_at=datetime(2019, 3, 20, 12, tzinfo=UTC),
    )  # fmt: skip
    return replace(meeting, **changes)


def a_decision(**changes: Any) -> Decision:
    """Validated, with both criteria scored."""
    decision = Decision(
        origin("committee")._replace(row="decisions/1"), CODE, 1, "validated", 4, 4,
        holder_heard=True, conflict=False, abstentions=0, opinions=("local_authority", "technical_expert"),
    )  # fmt: skip
    return replace(decision, **changes)


def a_version(draft: Draft | None = None, **changes: Any) -> Version:
    """The version a draft makes."""
    one = draft or a_draft()
    version = Version(
        one.version, "drafted", one.origin, one.drafted_on, one.origin, one.lines, one.contributions,
        Decimal(sum((line.total or 0) for line in one.lines)), one.contribution_total or Decimal(0), one.total,
    )  # fmt: skip
    return replace(version, **changes)


def a_plan(draft: Draft | None = None, **changes: Any) -> Plan:
    """Drafted, reviewed, validated."""
    one = draft or a_draft()
    meeting = a_meeting()
    plan = Plan(
        CODE, one.kind, one.sector, one.commune, versions=(a_version(one),), drafts=(one,),
        members=(Membership("person-1", "lead", one.drafted_on, None, one.origin),),
        reviews=(a_review(),), decisions=(Decided(meeting, meeting.decisions[0]),),
    )  # fmt: skip
    return replace(plan, **changes)


def a_journey(**changes: Any) -> Journey:
    """Registered, counselled, oriented a month after the return, trained for five days."""
    journey = Journey(
        "person-1", "PABCDEFG", "registered", "female", 1990, "BF-BLG-garango",
        registrations=(Registration(origin("registration"), "uuid:registration-1#who", ARRIVED, ARRIVED, "V2019-01",
                                    "BF-BLG-garango", True, False, registered_on=ARRIVED),),
        counsellings=(Counselling(origin("counselling"), "uuid:counselling-1#who", COUNSELLED, "done", "own_business",
                                  True, ("sheep_goats",), "livestock"),),
        orientations=(Attendance(origin("orientation"), "uuid:orientation-1#roster/PABCDEFG", "orientation", "O-1",
                                 ORIENTED, "BF-BLG-garango", pathway="own_business", sector="livestock"),),
        training_days=tuple(
            Attendance(origin("training", day), f"uuid:training-{day}#roster/PABCDEFG", "training", "F-1",
                       TRAINED.replace(day=24 + day) if day < 5 else date(2019, 3, 1), "BF-BLG-garango", day)
            for day in range(1, 6)
        ),
        plans=(CODE,),
    )  # fmt: skip
    return replace(journey, **changes)


def a_plan_case(plan: Plan | None = None, **changes: Any) -> PlanCase:
    """A plan with its holder."""
    return replace(PlanCase(plan or a_plan(), {"person-1": a_journey()}), **changes)
