"""Both sides of every threshold, and of the days on which it holds."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from pipeline.model.case import Case, LocalityCase, PlanCase
from pipeline.model.finding import Outcome
from pipeline.model.plan import Contribution

from ..cases import (
    ARRIVED,
    DRAFTED,
    HELD,
    REVIEWED,
    TODAY,
    TRAINED,
    a_draft,
    a_line,
    a_plan,
    a_plan_case,
    a_review,
    a_version,
)
from ..goods import BOUGHT, HANDED, a_purchase, handed_over, installed
from . import events, people, plans
from .events import MODULES
from .goods import bought, held_up


class Side(NamedTuple):
    """A case on one side of a threshold, judged on a day, and what the rule must say."""

    case: Case
    outcome: Outcome
    today: date = TODAY


class Edge(NamedTuple):
    """One threshold of one rule.

    Attributes:
        on: the day of the event: a version of the threshold that begins after it, or ended before it, does not count.
        kept / beyond: the last case on one side, and the first on the other.
        without: what the rule says about the case ``beyond`` where no version is in force.
        rest: the other thresholds the rule reads.
        word: stands in the reason on the far side only, where the outcome is the same on both.
        by_kept: the days are tried with the case ``kept`` instead: without the threshold it would have gone wrong.
    """

    rule: str
    threshold: str
    value: Any
    on: date
    kept: Side
    beyond: Side
    without: Outcome = "not_applicable"
    rest: dict[str, Any] = {}  # noqa: RUF012 - never changed
    word: str = ""
    by_kept: bool = False


def late(case: Case, last: date = TODAY, kept: Outcome = "unknown") -> tuple[Side, Side]:
    """A time limit: on its last day nothing is late, on the day after it is."""
    return Side(case, kept, last), Side(case, "broken", last + timedelta(1))


def of_total(total: int) -> PlanCase:
    """A plan of this total."""
    return a_plan_case(replace(a_plan(), versions=(a_version(total=Decimal(total)),)))


def priced(price: int) -> Case:
    """A plan whose ram costs this."""
    return a_plan_case(a_plan(a_draft(lines=(a_line(unit_price=price),))))


def with_contribution(kind: str) -> Case:
    """A plan with one contribution of this kind."""
    return plans.drafted(contributions=(Contribution(kind, "x", 1000, "declared"),))


def group(*keys: str) -> Case:
    """A collective plan of these people."""
    return a_plan_case(replace(a_plan(a_draft(kind="collective")), members=plans.members(*keys)))


def oriented(day: date) -> Case:
    """Somebody back in the commune on 8 January and oriented on that day."""
    return people.person(orientations=(people.oriented(held_on=day),))


def followed_up(day: date) -> Case:
    """Somebody flagged on 8 January and visited on that day."""
    return people.person(registrations=people.FLAGGED, follow_ups=(people.followed_up(day),))


def unreviewed(count: int) -> LocalityCase:
    """A commune with so many drafted plans nobody reviewed."""
    return replace(events.place(count), plans=tuple(replace(p, reviews=()) for p in events.place(count).plans))


MONTH = {"orientation.target_days": 30, "orientation.tolerance_days": 15}
OFFERS = {"purchases.quotations_from_xof": 250000, "purchases.quotations": 3}
PLACE = {
    "committee.local_minimum": 4,
    "committee.local_reminder": 5,
    "procurement.review_required": True,
}
OTHER = a_line(item="other", item_other="charrette")
AWAY = events.SEAT._replace(is_local=False)
SMALL = a_purchase(paid=125000, quotations=())
CONTRIBUTED = {"contribution.required": True, "contribution.kinds": ("animals",)}

EDGES = (
    Edge("arrival.immediate_follow_up", "arrival.follow_up_days", 14, ARRIVED,
         Side(followed_up(date(2019, 1, 22)), "met"), Side(followed_up(date(2019, 1, 23)), "broken")),
    Edge("arrival.immediate_follow_up", "arrival.follow_up_days", 14, ARRIVED,
         *late(people.person(registrations=people.FLAGGED), date(2019, 1, 22))),
    Edge("orientation.everybody", "orientation.latest_days", 60, ARRIVED,
         *late(people.person(orientations=()), date(2019, 3, 9)), without="unknown"),
    Edge("orientation.month_after_return", "orientation.target_days", 30, date(2019, 2, 23),
         Side(oriented(date(2019, 2, 22)), "met"), Side(oriented(date(2019, 2, 23)), "broken"), rest=MONTH),
    Edge("orientation.month_after_return", "orientation.tolerance_days", 15, date(2019, 1, 22),
         Side(oriented(date(2019, 1, 23)), "met"), Side(oriented(date(2019, 1, 22)), "broken"), rest=MONTH),
    Edge("training.complete", "training.complete_days", 4, date(2019, 2, 27),
         Side(people.person(training_days=people.trained(4)), "met"),
         Side(people.person(training_days=people.trained(3)), "broken")),
    Edge("training.modules", "training.modules", MODULES, TRAINED,
         Side(events.training(), "met"), Side(events.training(MODULES[1:]), "broken")),
    Edge("training.leads_to_plan", "training.plan_days", 31, date(2019, 3, 1), *late(people.person())),
    Edge("plan.kind", "plan.group_minimum", 2, DRAFTED,
         Side(group("person-1", "person-2"), "met"), Side(group("person-1"), "broken")),
    Edge("contribution.own", "contribution.required", True, DRAFTED,
         Side(with_contribution("animals"), "met"), Side(plans.drafted(contributions=()), "broken"), rest=CONTRIBUTED),
    Edge("contribution.own", "contribution.kinds", ("animals",), DRAFTED,
         Side(with_contribution("animals"), "met"), Side(with_contribution("cash"), "broken"), "met", CONTRIBUTED),
    Edge("contribution.in_kind", "contribution.kinds", ("animals",), DRAFTED,
         Side(with_contribution("animals"), "met"), Side(with_contribution("cash"), "broken")),
    Edge("ceilings.plan", "ceilings.plan_xof", 165000, DRAFTED,
         Side(of_total(165000), "met"), Side(of_total(165001), "broken")),
    Edge("ceilings.plan", "ceilings.person_xof", 165000, DRAFTED,
         Side(of_total(165000), "met"), Side(of_total(165001), "broken")),
    Edge("ceilings.person", "ceilings.person_xof", 165000, HELD,
         Side(people.holder(), "met"), Side(people.holder(of_total(165001).plan), "broken")),
    Edge("procurement.before_committee", "procurement.review_required", True, HELD,
         Side(a_plan_case(), "met"), Side(plans.reviewed(), "broken")),
    Edge("procurement.verdict_heeded", "procurement.review_required", True, HELD,
         Side(a_plan_case(), "met"), Side(plans.reviewed(a_review(verdict="returned")), "broken")),
    Edge("prices.line_near_catalogue", "prices.line_variance", Decimal("0.2"), DRAFTED,
         Side(priced(66000), "met"), Side(priced(66001), "broken")),
    Edge("prices.line_near_catalogue", "prices.line_variance", Decimal("0.2"), DRAFTED,
         Side(priced(44000), "met"), Side(priced(43999), "broken")),
    Edge("prices.plan_variance", "prices.plan_variance", Decimal("0.1"), REVIEWED,
         Side(plans.reviewed(a_review(reviewed_total=Decimal(150000))), "met"),
         Side(plans.reviewed(a_review(reviewed_total=Decimal(149999))), "broken")),
    Edge("purchases.quotations", "purchases.quotations_from_xof", 250000, BOUGHT,
         Side(bought(a_purchase(paid=249999, quotations=())), "not_applicable"),
         Side(bought(a_purchase(paid=250000, quotations=())), "broken"), rest=OFFERS),
    Edge("purchases.quotations", "purchases.quotations", 3, BOUGHT,
         Side(bought(a_purchase()), "met"),
         Side(bought(a_purchase(quotations=a_purchase().quotations[:2])), "broken"), rest=OFFERS),
    Edge("purchases.not_split", "purchases.quotations_from_xof", 250000, BOUGHT,
         Side(bought(SMALL, SMALL._replace(paid=124999)), "met"), Side(bought(SMALL, SMALL), "broken")),
    Edge("purchases.near_budget", "purchases.budget_excess", Decimal("0.1"), BOUGHT,
         Side(bought(a_purchase(paid=181500)), "met"), Side(bought(a_purchase(paid=181501)), "broken")),
    Edge("installation.incidents_solved", "installation.incident_days", 31, date(2019, 3, 1), *late(held_up())),
    Edge("prices.line_near_review", "prices.line_variance", Decimal("0.2"), REVIEWED,
         Side(plans.reviewed(a_review(lines=(plans.seen_at(66000),))), "met"),
         Side(plans.reviewed(a_review(lines=(plans.seen_at(66001),))), "broken")),
    Edge("purchases.from_catalogue", "purchases.catalogue_share", Decimal("0.5"), DRAFTED,
         Side(plans.drafted(lines=(a_line(), OTHER)), "met"),
         Side(plans.drafted(lines=(a_line(), OTHER, OTHER)), "broken")),
    Edge("committee.local_meeting", "committee.local_minimum", 4, TODAY,
         Side(events.place(3), "met"), Side(events.place(4), "broken"), rest=PLACE),
    Edge("committee.local_meeting", "committee.local_reminder", 5, TODAY,
         Side(events.place(4), "broken"), Side(events.place(5), "broken"), "broken", PLACE, "rappel"),
    Edge("committee.local_meeting", "procurement.review_required", True, DRAFTED,
         Side(events.place(4), "broken"), Side(unreviewed(4), "not_applicable"), "broken", PLACE),
    Edge("committee.quorum", "committee.quorum", 3, HELD,
         Side(events.meeting(), "met"), Side(events.meeting(events.AUTHORITY, events.SOCIETY), "broken")),
    Edge("committee.local_share", "committee.local_share", Decimal("0.5"), HELD,
         Side(events.meeting(events.SOCIETY, AWAY), "met"), Side(events.meeting(events.SOCIETY, AWAY, AWAY), "broken")),
    Edge("committee.size", "committee.most_plans", 2, HELD,
         Side(events.meeting(decisions=events.THREE[:2]), "met"),
         Side(events.meeting(decisions=events.THREE), "broken")),
    Edge("amendment.reviewed_again", "amendment.review_above", Decimal("0.1"), date(2019, 3, 22),
         Side(plans.amended(181500), "met"), Side(plans.amended(181501), "unknown")),
    Edge("installation.backlog", "installation.latest_days", 12, HELD, *late(a_plan_case())),
    Edge("visits.due", "visits.months", (3,), HANDED,
         Side(installed(handed_over()), "not_applicable", date(2019, 6, 27)),
         Side(installed(handed_over()), "unknown", date(2019, 6, 28)), rest={"visits.tolerance_months": 1}),
    Edge("visits.due", "visits.tolerance_months", 1, HANDED,
         *late(installed(handed_over()), date(2019, 7, 28)), without="broken", rest={"visits.months": (3,)},
         by_kept=True),
    Edge("surveys.satisfaction", "surveys.satisfaction_days", 4, HANDED, *late(people.receiver())),
    Edge("surveys.complaint_closed", "surveys.complaint_days", 30, date(2019, 3, 2),
         *late(people.person(surveys=(people.asked(complaint="open", on=date(2019, 3, 2)),))), without="unknown"),
)  # fmt: skip

READ_ELSEWHERE = {("committee.local_meeting", "committee.local_level"): "it says which places become cases at all"}
