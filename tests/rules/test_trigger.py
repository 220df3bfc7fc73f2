"""When a locality calls its committee."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.model.case import LocalityCase
from pipeline.model.meeting import Decided
from pipeline.rules.policy import Threshold
from pipeline.rules.trigger import has_enough_plans, ready_since, waiting

from .cases import DRAFTED, REVIEWED, a_decision, a_draft, a_meeting, a_plan, a_review, a_version, origin, policy

REVIEW: dict[str, Any] = {"procurement__review_required": [Threshold("procurement.review_required", True, DRAFTED)]}
LOCAL: dict[str, Any] = {
    "committee__local_level": "commune",
    "committee__local_minimum": 4,
    "committee__local_reminder": 5,
} | REVIEW


def unexamined(number=1, **changes):
    """A reviewed plan that waits for a committee."""
    draft = a_draft(plan_code=f"B{number}", origin=origin("business_plan", number))
    return replace(a_plan(draft), code=f"B{number}", decisions=(), **changes)


def place(count, **changes):
    """A commune with so many plans that wait."""
    return LocalityCase("BF-BLG-garango", "commune", tuple(unexamined(n, **changes) for n in range(count)))


def judged(case, **thresholds):
    """The one verdict."""
    (verdict,) = has_enough_plans.judge(case, policy(**(LOCAL | thresholds)))
    return verdict


@pytest.mark.parametrize(("count", "outcome"), [(0, "not_applicable"), (3, "met"), (4, "broken")])
def test_four_plans_call_a_meeting(count, outcome):
    """Meetings can take place as soon as 4 or 5 plans are there."""
    assert judged(place(count)).outcome == outcome


def test_at_five_it_is_said_again():
    """Four are enough; five have waited for somebody to read the first message."""
    assert ["rappel" in judged(place(count)).fr for count in (4, 5)] == [False, True]


def test_in_the_days_of_large_meetings_fifteen_were_needed():
    """The rule is dated, not hard-coded."""
    versions = [
        Threshold("committee.local_minimum", 15, None, date(2018, 8, 31)),
        Threshold("committee.local_minimum", 4, date(2018, 9, 1)),
    ]
    for today, outcome in ((date(2018, 8, 31), "met"), (date(2018, 9, 1), "broken")):
        by = policy(today, **(LOCAL | {"committee__local_minimum": versions}))
        (verdict,) = has_enough_plans.judge(place(4), by)
        assert verdict.outcome == outcome
    assert judged(place(9), committee__local_minimum=None).outcome == "not_applicable"


def test_before_the_review_was_asked_for_a_plan_is_ready_when_drafted():
    """Both sides of the day from which the review is required."""
    by = policy(**LOCAL)
    old = a_draft(drafted_on=date(2019, 3, 3))
    assert ready_since(replace(a_plan(old), decisions=(), reviews=()), by) == date(2019, 3, 3)
    assert ready_since(unexamined(reviews=()), by) is None
    assert ready_since(unexamined(), by) == REVIEWED


@pytest.mark.parametrize("verdict", ["returned", "above_ceiling"])
def test_a_plan_that_procurement_sent_back_is_not_ready(verdict):
    """It waits for its holders, not for a committee."""
    assert ready_since(unexamined(reviews=(a_review(verdict=verdict),)), policy(**LOCAL)) is None


@pytest.mark.parametrize(
    ("decision", "waits"),
    [("validated", False), ("rejected", False), ("validated_amended", False), ("adjourned", True)],
)
def test_an_examined_plan_waits_no_more_and_an_adjourned_one_does(decision, waits):
    """It disappears from the committee's list with the decision."""
    decided = replace(unexamined(), decisions=(Decided(a_meeting(), a_decision(decision=decision)),))
    assert (ready_since(decided, policy(**LOCAL)) is not None) == waits


def test_a_refused_plan_drafted_again_waits_again_and_an_heir_does_not():
    """A new version needs its own decision, unless it inherits one."""
    second = a_draft(version=2, origin=origin("business_plan", 2))
    refused = (Decided(a_meeting(), a_decision(decision="rejected")),)
    again = replace(a_plan(), drafts=(a_draft(), second), reviews=(a_review(version=2),), decisions=refused)
    assert ready_since(again, policy(**LOCAL)) == REVIEWED
    amended = (Decided(a_meeting(), a_decision(decision="validated_amended")),)
    heir = replace(again, decisions=amended, versions=(a_version(), a_version(second, inherits=1)))
    assert ready_since(heir, policy(**LOCAL)) is None


def test_the_longest_waiting_plan_comes_first():
    """The agenda is fair."""
    late = unexamined(1, reviews=(a_review(reviewed_on=date(2019, 3, 15)),))
    case = LocalityCase("x", "commune", (late, unexamined(2)))
    assert [plan.code for plan in waiting(case, policy(**LOCAL))] == ["B2", "B1"]


def test_a_plan_that_was_sent_back_after_all_is_not_ready():
    """A second look found what the first one missed: the last word of procurement counts."""
    back = a_review(verdict="returned", reviewed_on=date(2019, 3, 14), origin=origin("procurement_review", 2))
    assert ready_since(unexamined(reviews=(a_review(), back)), policy(**LOCAL)) is None
    assert ready_since(unexamined(reviews=(back, a_review())), policy(**LOCAL)) == REVIEWED


def test_a_decision_about_the_version_procurement_made_examines_the_plan():
    """Its paper says version 2 although nobody drafted one: it must not be called to a second committee."""
    corrected = replace(a_version(number=2, made_by="procurement", origin=a_review().origin), draft=None)
    decided = (Decided(a_meeting(), a_decision(version=2)),)
    plan = unexamined(reviews=(a_review(verdict="conforming_corrected"),))
    plan = replace(plan, versions=(a_version(), corrected))
    assert ready_since(plan, policy(**LOCAL)) == REVIEWED
    assert ready_since(replace(plan, decisions=decided), policy(**LOCAL)) is None
