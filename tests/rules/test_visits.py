"""Follow-up of installed businesses, and groups that come apart."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.model.meeting import Decided
from pipeline.model.plan import Membership
from pipeline.rules.visits import is_visited_when_due, months_after, stays_together

from .cases import DRAFTED, HELD, a_decision, a_draft, a_meeting, policy
from .goods import a_visit, handed_over, installed


def waves(today, *visits, installations=None):
    """Outcome of each wave."""
    by = policy(today, visits__months=(3, 6), visits__tolerance_months=1)
    case = installed(*(installations or (handed_over(),)), visits=visits)
    return {v.about: v.outcome for v in is_visited_when_due.judge(case, by)}


@pytest.mark.parametrize(
    ("today", "outcome"),
    [
        (date(2019, 6, 27), "not_applicable"),
        (date(2019, 6, 28), "unknown"),
        (date(2019, 7, 28), "unknown"),
        (date(2019, 7, 29), "broken"),
    ],
)
def test_a_visit_is_due_three_months_after_the_hand_over_and_late_a_month_later(today, outcome):
    """Handed over on 28 March; both sides of both days."""
    assert waves(today)["3 mois"] == outcome


def test_a_visit_answers_its_own_wave():
    """The one of three months says nothing of six."""
    assert waves(date(2019, 12, 1), a_visit("3")) == {"3 mois": "met", "6 mois": "broken"}


def test_a_visit_in_vain_is_a_non_response_and_said_as_one():
    """Unreachable is not the same as never tried."""
    by = policy(date(2019, 12, 1), visits__months=(3,), visits__tolerance_months=1)
    (verdict,) = is_visited_when_due.judge(installed(handed_over(), visits=(a_visit("3", "unreachable"),)), by)
    assert (verdict.outcome, "Non-réponse" in verdict.fr) == ("broken", True)


def test_nothing_handed_over_and_no_months_set_mean_no_visit():
    """Nothing is due."""
    by = policy(visits__months=(3,), visits__tolerance_months=1)
    assert [v.outcome for v in is_visited_when_due.judge(installed(), by)] == ["not_applicable"]
    none = policy(visits__months=None, visits__tolerance_months=1)
    assert [v.outcome for v in is_visited_when_due.judge(installed(handed_over()), none)] == ["not_applicable"]


def test_the_complete_hand_over_starts_the_clock():
    """A partial one before it does not, where a complete one follows."""
    part = handed_over(happened_on=date(2019, 1, 1), hand_over_state="partial")
    assert waves(date(2019, 6, 27), installations=(part, handed_over()))["3 mois"] == "not_applicable"
    assert waves(date(2019, 6, 27), installations=(part,))["3 mois"] == "broken"


def test_months_end_on_the_last_day_of_a_shorter_one():
    """30 November and three months is 28 February."""
    assert months_after(date(2018, 11, 30), 3) == date(2019, 2, 28)
    assert months_after(date(2018, 12, 31), 12) == date(2019, 12, 31)


def group(*members, visits=(), **changes):
    """A collective plan validated on 20 March."""
    joined = tuple(
        Membership(f"person-{n}", "member", DRAFTED, until, a_draft().origin) for n, until in enumerate(members)
    )
    return installed(visits=visits, **({"kind": "collective", "members": joined} | changes))


def outcome(case):
    """The one outcome."""
    (verdict,) = stays_together.judge(case, policy())
    return verdict.outcome


def test_a_group_that_is_the_same_stays_together():
    """Two at the decision, two now."""
    assert outcome(group(None, None)) == "met"


def test_a_member_who_left_after_the_decision_breaks_it():
    """Who left on the day of the decision or before was not validated with the group."""
    assert outcome(group(None, None, date(2019, 3, 21))) == "broken"
    assert outcome(group(None, None, HELD)) == "met"


@pytest.mark.parametrize(("seen", "expected"), [("split", "broken"), ("some_left", "broken"), ("together", "met")])
def test_a_visit_that_saw_the_group_come_apart_breaks_it(seen, expected):
    """Nobody may have drafted the plan again."""
    assert outcome(group(None, None, visits=(a_visit(group_state=seen),))) == expected


def test_individuals_and_groups_nobody_validated_are_not_judged():
    """Nor can anybody say who was there on an unknown day."""
    assert outcome(group(None, kind="individual")) == "not_applicable"
    assert outcome(group(None, None, decisions=())) == "not_applicable"
    undated = (Decided(a_meeting(held_on=None), a_decision()),)
    assert outcome(group(None, None, decisions=undated)) == "unknown"
    assert outcome(replace(group(), holders={})) == "unknown"
