"""The procurement review before the committee."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from pipeline.model.meeting import Decided
from pipeline.rules.policy import Threshold
from pipeline.rules.procurement import is_reviewed_first, reviewer_is_entitled, verdict_is_heeded

from .cases import HELD, a_decision, a_draft, a_meeting, a_plan, a_plan_case, a_review, a_version, policy

REQUIRED = policy(procurement__review_required=True)
SINCE = policy(procurement__review_required=[Threshold("procurement.review_required", True, HELD)])


def judged(rule, case, by=REQUIRED):
    """The one verdict."""
    (verdict,) = rule.judge(case, by)
    return verdict


def case(*reviews, decision=None, **meeting):
    """A plan with these reviews and one decision, in a meeting with these changes."""
    held = a_meeting(**meeting)
    return a_plan_case(replace(a_plan(), reviews=reviews, decisions=(Decided(held, decision or a_decision()),)))


def test_a_review_before_the_day_of_the_decision_meets_the_rule():
    """Prices and specifications are put right before anybody decides."""
    assert judged(is_reviewed_first, case(a_review())).outcome == "met"


def test_a_review_after_the_decision_is_broken():
    """It can no longer mend what was validated."""
    assert judged(is_reviewed_first, case(a_review(reviewed_on=date(2019, 3, 21)))).outcome == "broken"


def test_no_review_of_that_version_is_broken_and_another_version_does_not_help():
    """What was reviewed is not what was decided."""
    assert judged(is_reviewed_first, case()).outcome == "broken"
    assert judged(is_reviewed_first, case(a_review(version=2))).outcome == "broken"


def test_a_review_that_names_no_version_speaks_of_the_one_decided():
    """Old editions of the form had no such question."""
    assert judged(is_reviewed_first, case(a_review(version=None))).outcome == "met"


def test_decisions_before_the_recommendation_are_not_judged_by_it():
    """The sheet of 2019 recommends the review: older plans legitimately lack it."""
    assert judged(is_reviewed_first, case(held_on=date(2019, 3, 19)), SINCE).outcome == "not_applicable"
    assert judged(is_reviewed_first, case(), SINCE).outcome == "broken"


def test_without_a_decision_there_is_nothing_to_precede():
    """The rule is about the order of two events."""
    assert judged(is_reviewed_first, a_plan_case(replace(a_plan(), decisions=()))).outcome == "not_applicable"


def test_without_the_days_nobody_can_say_which_came_first():
    """A missing day is asked for, not guessed."""
    assert judged(is_reviewed_first, case(a_review(reviewed_on=None))).outcome == "unknown"
    assert judged(is_reviewed_first, case(a_review(), held_on=None)).outcome == "unknown"


def same_day(hour, minute=0, **changes):
    """A review on the day of the meeting (9 to 12 o'clock) whose form was closed then."""
    return a_review(reviewed_on=HELD, ended_at=datetime(2019, 3, 20, hour, minute, tzinfo=UTC), **changes)


def test_on_the_same_day_the_clock_decides_up_to_the_minute_the_meeting_began():
    """Review and decision on one day are met when the review ends before the decision."""
    assert judged(is_reviewed_first, case(same_day(9, 0))).outcome == "met"
    assert judged(is_reviewed_first, case(same_day(9, 1))).outcome == "unknown"


def test_on_the_same_day_a_review_after_the_meeting_closed_is_broken():
    """Both sides of the end of the meeting."""
    assert judged(is_reviewed_first, case(same_day(12, 0))).outcome == "unknown"
    assert judged(is_reviewed_first, case(same_day(12, 1))).outcome == "broken"


def test_clocks_that_contradict_the_days_decide_nothing():
    """A tablet that thinks it is another day knows no hour either."""
    wrong = same_day(8, 0, started_at=None)
    wrong = replace(wrong, ended_at=datetime(2019, 3, 22, 8, tzinfo=UTC))
    assert judged(is_reviewed_first, case(wrong)).outcome == "unknown"
    assert judged(is_reviewed_first, case(same_day(8), started_at=None)).outcome == "unknown"


def test_each_decision_gets_its_own_verdict():
    """A plan adjourned without a review and validated after one shows both."""
    first = Decided(a_meeting(held_on=date(2019, 3, 1), meeting_id="C-1"), a_decision(decision="adjourned"))
    second = Decided(a_meeting(started_at=time(9)), a_decision())
    plan = replace(a_plan(), decisions=(first, second))
    assert [v.outcome for v in is_reviewed_first.judge(a_plan_case(plan), REQUIRED)] == ["broken", "met"]


def test_procurement_and_administration_may_review_and_nobody_else():
    """The sheet names these two."""
    outcomes = {role: judged(reviewer_is_entitled, case(a_review(reviewer_role=role))).outcome
                for role in ("procurement", "administration", "driver", "")}  # fmt: skip
    assert outcomes == {"procurement": "met", "administration": "met", "driver": "broken", "": "unknown"}


def test_without_a_review_nobody_reviewed():
    """Whether one is missing is another rule's word."""
    assert judged(reviewer_is_entitled, case()).outcome == "not_applicable"


def test_a_validated_plan_had_a_conforming_review():
    """Corrected counts as conforming; returned and above the ceiling do not."""
    found = {said: judged(verdict_is_heeded, case(a_review(verdict=said))).outcome
             for said in ("conforming", "conforming_corrected", "returned", "above_ceiling")}  # fmt: skip
    assert found == {
        "conforming": "met",
        "conforming_corrected": "met",
        "returned": "broken",
        "above_ceiling": "broken",
    }


def test_the_last_review_by_the_day_of_the_decision_counts():
    """Returned, then conforming, is conforming; what came after the decision does not count."""
    returned = a_review(verdict="returned", reviewed_on=date(2019, 3, 6))
    late = a_review(verdict="returned", reviewed_on=date(2019, 3, 21))
    assert judged(verdict_is_heeded, case(returned, a_review(), late)).outcome == "met"
    assert judged(verdict_is_heeded, case(late)).outcome == "unknown"


def test_a_refused_plan_heeds_any_verdict():
    """Nothing is bought."""
    refused = case(a_review(verdict="returned"), decision=a_decision(decision="rejected"))
    assert judged(verdict_is_heeded, refused).outcome == "not_applicable"
    assert judged(verdict_is_heeded, case(held_on=date(2019, 3, 19)), SINCE).outcome == "not_applicable"


def test_the_version_that_a_review_made_is_reviewed_by_it_until_somebody_drafts_it_again():
    """The committee decides on procurement's own prices; prices that the holders wrote since nobody has seen."""
    review = a_review(verdict="conforming_corrected")
    made = replace(a_version(number=2, made_by="procurement", origin=review.origin), draft=None)
    decided = (Decided(a_meeting(), a_decision(version=2)),)
    for version, outcome in ((made, "met"), (replace(made, draft=a_draft().origin), "broken")):
        plan = replace(a_plan(), versions=(a_version(), version), reviews=(review,), decisions=decided)
        assert judged(is_reviewed_first, a_plan_case(plan)).outcome == outcome


def test_a_review_dated_before_the_meeting_and_opened_after_it_is_doubted():
    """Nobody may make up for a missing review by dating it back; nobody is accused of it either: paper can be typed later."""
    for opened, outcome in (((2019, 3, 20), "met"), ((2019, 3, 21), "unknown")):
        review = a_review(started_at=datetime(*opened, 15, tzinfo=UTC))
        assert judged(is_reviewed_first, case(review)).outcome == outcome
    honest = a_review(started_at=None, reviewed_on=date(2019, 3, 12))
    late = a_review(started_at=datetime(2019, 3, 25, tzinfo=UTC))
    assert judged(is_reviewed_first, case(late, honest)).outcome == "met"


def test_the_same_plan_decided_on_two_tablets_has_two_verdicts_with_two_names():
    """Findings are kept by name: one would overwrite the other."""
    twin = a_decision(origin=a_decision().origin._replace(root_uuid="uuid:committee-2"))
    plan = replace(a_plan(), decisions=(*a_plan().decisions, Decided(a_meeting(), twin)))
    assert len({v.about for v in is_reviewed_first.judge(a_plan_case(plan), REQUIRED)}) == 2
