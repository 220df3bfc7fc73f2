"""What plans and people wait for; the lists on tablets are made of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.model.case import PersonCase, PlanCase
from pipeline.model.installation import Installation
from pipeline.model.meeting import Decided
from pipeline.rules.policy import Threshold
from pipeline.rules.standing import person_waits_for, plan_waits_for
from pipeline.rules.trigger import ready_since

from .cases import (
    DRAFTED,
    HELD,
    REVIEWED,
    a_decision,
    a_draft,
    a_journey,
    a_line,
    a_meeting,
    a_plan,
    a_review,
    a_version,
    origin,
    policy,
)

BY = policy(
    procurement__review_required=[Threshold("procurement.review_required", True, DRAFTED)],
    amendment__review_above=Decimal("0.2"),
    training__complete_days=4,
    surveys__satisfaction_days=90,
)
HANDED = Installation(
    origin("installation"), "BABCDEFG", 1, date(2019, 3, 28), ("hand_over",), hand_over_state="complete"
)


def waits(plan, by=BY):
    """Steps the plan waits for."""
    return plan_waits_for(PlanCase(plan), by)


def decided(**changes):
    return (Decided(a_meeting(), a_decision(**changes)),)


def test_a_drafted_plan_waits_for_procurement_then_for_the_committee_then_for_goods_then_for_visits():
    """One list at a time: who opens the form sees what is theirs to do."""
    drafted = a_plan(reviews=(), decisions=())
    assert waits(drafted) == {"review": DRAFTED}
    assert waits(replace(drafted, reviews=(a_review(),))) == {"committee": REVIEWED}
    assert waits(a_plan()) == {"installation": HELD}
    assert waits(a_plan(installations=(replace(HANDED, hand_over_state="partial"),))) == {"installation": HELD}
    assert waits(a_plan(installations=(HANDED,))) == {"visit": HANDED.happened_on}


def test_before_the_reviews_day_a_draft_goes_straight_to_the_committee():
    """The sheet of 2019 recommends the review; older plans had none."""
    old = a_plan(a_draft(drafted_on=date(2019, 3, 3)), reviews=(), decisions=())
    assert waits(old) == {"committee": date(2019, 3, 3)}


@pytest.mark.parametrize("verdict", ["returned", "above_ceiling"])
def test_a_returned_plan_waits_for_its_holders(verdict):
    """It comes back as a new version; until then neither procurement nor the committee has anything to do."""
    assert waits(a_plan(reviews=(a_review(verdict=verdict),), decisions=())) == {}


@pytest.mark.parametrize(
    ("decision", "expected"),
    [("adjourned", {"committee"}), ("rejected", set()), ("validated", {"installation"})],
)
def test_what_a_decision_leaves_to_do(decision, expected):
    """An adjournment is no answer; a refusal ends the plan."""
    assert set(waits(a_plan(decisions=decided(decision=decision)))) == expected


def test_another_version_than_the_validated_one_is_not_bought():
    """The holders' own second version needs its own review and decision."""
    second = a_draft(version=2, reason="other", origin=origin("business_plan", 2))
    plan = a_plan(second, drafts=(a_draft(), second), versions=(a_version(), a_version(second)))
    assert set(waits(plan)) == {"review"}


def test_an_amended_plan_that_costs_much_more_is_reviewed_before_it_is_bought():
    """The rule on amended versions sends it to procurement, not to a new committee."""
    dear = a_line(unit_price=90000, total=Decimal(270000))
    heir = a_version(number=2, made_by="committee", draft=None, lines=(dear,), total=Decimal(270000), inherits=1)
    plan = a_plan(versions=(a_version(), heir), decisions=decided(decision="validated_amended"))
    assert set(waits(plan)) == {"review"}
    assert set(waits(replace(plan, reviews=(a_review(), a_review(version=2))))) == {"installation"}


def test_the_committees_list_is_what_the_meeting_trigger_counts():
    """If the two disagreed, a meeting would be called for plans that its tablet does not show."""
    for plan in (a_plan(), a_plan(decisions=()), a_plan(reviews=(), decisions=()), a_plan(drafts=(), decisions=())):
        assert ("committee" in waits(plan)) == (ready_since(plan, BY) is not None)


def person(*plans, **changes):
    """Steps a person waits for."""
    active = tuple(p.code for p in plans)
    return set(person_waits_for(PersonCase(a_journey(**changes), plans, active), BY))


def test_a_person_moves_from_list_to_list():
    """Nobody is shown to a team that is done with them."""
    assert person(counsellings=(), orientations=(), training_days=()) == {"counselling", "orientation"}
    assert person(orientations=(), training_days=()) == {"orientation", "sustainability"}
    assert person(training_days=()) == {"training", "sustainability"}
    assert person(training_days=a_journey().training_days[:3]) == {"training", "sustainability"}
    assert person() == {"plan", "sustainability"}
    assert person(a_plan(decisions=())) == {"plan", "sustainability"}
    assert person(a_plan()) == {"sustainability"}
    assert person(a_plan(installations=(HANDED,))) == {"satisfaction", "sustainability"}


def test_who_chose_another_way_is_not_called_to_the_training():
    """A list that shows everybody is a list that nobody reads, and a larger loss if it is stolen."""
    (one,) = a_journey().orientations
    assert person(training_days=(), orientations=(one._replace(pathway="job"),)) == {"sustainability"}


def test_only_who_was_flagged_is_followed_up_at_once():
    """The list of this form says by itself that its people are vulnerable: it holds nobody longer than needed."""
    (one,) = a_journey().registrations
    flagged = replace(one, is_flagged=True)
    assert "immediate_follow_up" in person(registrations=(flagged,))
    assert "immediate_follow_up" not in person()


@pytest.mark.parametrize("registrations", [(), (replace(a_journey().registrations[0], has_consented=False),)])
def test_who_was_never_registered_or_did_not_agree_is_on_no_list(registrations):
    """Without consent there is no ground to carry anybody's name about."""
    assert person(registrations=registrations, counsellings=(), orientations=(), training_days=()) == set()
