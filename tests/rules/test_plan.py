"""The plan: who holds it, what it uses, what it adds up to, and what it may cost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.model.installation import Verified
from pipeline.model.meeting import Decided
from pipeline.model.plan import Contribution
from pipeline.rules.ceilings import person_under_ceiling, plan_under_ceiling
from pipeline.rules.contribution import has_own_contribution, is_in_kind, is_verified
from pipeline.rules.holders import follows_training, holds_one_active_plan, kind_fits_members
from pipeline.rules.plan import involves_holders, latest, total_is_right, uses_a_skill

from .cases import (
    CODE,
    DRAFTED,
    a_decision,
    a_draft,
    a_journey,
    a_meeting,
    a_plan,
    a_plan_case,
    a_version,
    origin,
    policy,
)
from .examples.people import holder, trained
from .examples.plans import drafted, held_by, members, with_plan
from .goods import handed_over, installed

KINDS = ("animals", "labour")
POLICY = policy(plan__group_minimum=2, contribution__required=True, contribution__kinds=KINDS)


def judged(rule, case, by=POLICY):
    """The one outcome."""
    (verdict,) = rule.judge(case, by)
    return verdict.outcome


def test_the_latest_draft_is_the_last_of_the_highest_version():
    """A correction of version 1 that comes late does not replace version 2."""
    first, second = a_draft(drafted_on=date(2019, 3, 30)), a_draft(version=2)
    assert latest(with_plan(drafts=(second, first))) == second


@pytest.mark.parametrize(("day", "outcome"), [(DRAFTED, "met"), (date(2019, 3, 5), "broken")])
def test_a_plan_on_the_first_day_of_training_is_in_time(day, outcome):
    """Drafting is part of the training; the day before it begins is not."""
    assert judged(follows_training, held_by(training_days=trained(1, held_on=day))) == outcome


def test_whoever_joins_a_plan_later_is_trained_by_the_day_of_joining():
    """The others need not wait until everybody who will ever join was trained."""
    joined = date(2019, 3, 22)
    for day, outcome in ((joined, "met"), (date(2019, 3, 23), "broken")):
        both = (a_plan().members[0], members("person-2")[0]._replace(since=joined))
        late = a_journey(person_key="person-2", training_days=trained(1, held_on=day))
        case = with_plan(members=both)
        assert judged(follows_training, replace(case, holders={**case.holders, "person-2": late})) == outcome


def test_a_holder_nobody_can_identify_was_not_trained_as_far_as_anybody_knows():
    """The attendance list is asked for, or the card."""
    assert judged(follows_training, with_plan(members=members("person-1", ""))) == "broken"


def test_a_group_is_two_people_and_not_two_cards():
    """Somebody with two codes is one holder; whoever left does not count; somebody unidentified does."""
    group = a_plan_case(a_plan(a_draft(kind="collective")))

    def of(*members):
        return replace(group, plan=replace(group.plan, members=members))

    one, other = members("person-1", "person-2")
    assert judged(kind_fits_members, of(one, one)) == "broken"
    assert judged(kind_fits_members, of(one, other._replace(until=DRAFTED))) == "broken"
    assert judged(kind_fits_members, of(one, other._replace(person_key=""))) == "met"
    assert judged(kind_fits_members, of()) == "broken"
    assert judged(kind_fits_members, with_plan(members=(one, other))) == "broken"


def test_two_active_plans_are_named_with_their_submissions():
    """Somebody must ask the holders which one goes on."""
    other = replace(a_plan(), code="BOTHER22", drafts=())
    (verdict,) = holds_one_active_plan.judge(holder(a_plan(), other, active=(CODE, "BOTHER22")), POLICY)
    assert (verdict.outcome, [fact.value for fact in verdict.facts]) == ("broken", [CODE, "BOTHER22"])
    assert judged(holds_one_active_plan, holder()) == "met"


@pytest.mark.parametrize("changes", [{"drafted_by": "staff"}, {"holder_present": False}, {"holder_agrees": False}])
def test_a_plan_is_drafted_with_its_holders(changes):
    """By staff alone, in their absence, or against their word, it is somebody else's."""
    assert judged(involves_holders, drafted(**changes)) == "broken"


def test_a_skill_used_is_one_that_was_declared():
    """A plan that claims a skill nobody declared uses none that anybody knows of."""
    nothing = replace(a_journey().counsellings[0], skills=())
    assert judged(uses_a_skill, held_by(counsellings=(nothing,))) == "broken"
    assert judged(uses_a_skill, held_by(counsellings=())) == "unknown"


def test_a_total_that_differs_by_less_than_half_a_franc_is_the_same():
    """Tablets multiply with decimals; the money is whole francs."""
    for total, outcome in (("165000.4", "met"), ("165000.5", "broken"), ("164999.5", "met"), ("164999.4", "broken")):
        assert judged(total_is_right, with_plan(versions=(a_version(tablet_total=Decimal(total)),))) == outcome


def test_money_alone_is_no_contribution_of_ones_own():
    """In kind or in goods; cash beside it is welcome, and a waiver speaks for itself."""
    cash = Contribution("cash", "espèces", 60000, "declared")
    sheep = a_draft().contributions[0]
    for given, own, kind in (((cash,), "broken", "broken"), ((cash, sheep), "met", "met")):
        case = drafted(contributions=given)
        assert (judged(has_own_contribution, case), judged(is_in_kind, case)) == (own, kind)
    assert judged(has_own_contribution, drafted(contributions=(cash,), waiver="disability")) == "met"


def test_every_kind_that_was_promised_is_verified():
    """The last look counts; one that was never looked at is short."""

    def seen(*states):
        return handed_over(verified=tuple(Verified(*one) for one in states))

    assert judged(is_verified, installed(seen(("animals", "no")), seen(("animals", "yes")))) == "met"
    assert judged(is_verified, installed(seen(("animals", "yes")), seen(("animals", "no")))) == "broken"
    assert judged(is_verified, installed(seen(("labour", "yes")))) == "unknown"


def test_without_a_ceiling_for_plans_those_of_the_holders_add_up():
    """Two holders may ask for twice as much; and the ceiling for plans goes before."""
    two = with_plan(members=members("person-1", "person-2"))
    by = policy(ceilings__person_xof=82500)
    assert judged(plan_under_ceiling, two, by) == "met"
    assert judged(plan_under_ceiling, a_plan_case(), by) == "broken"
    assert judged(plan_under_ceiling, two, policy(ceilings__person_xof=82500, ceilings__plan_xof=164999)) == "broken"
    assert judged(plan_under_ceiling, with_plan(members=()), by) == "unknown"


def test_an_old_version_is_judged_by_the_ceiling_of_its_day():
    """Each version has its verdict."""
    second = a_version(a_draft(version=2, origin=origin("business_plan", 2)), total=Decimal(200000))
    case = with_plan(versions=(a_version(), second))
    by = policy(ceilings__plan_xof=165000)
    assert {v.about: v.outcome for v in plan_under_ceiling.judge(case, by)} == {"v1": "met", "v2": "broken"}


def test_a_persons_share_counts_in_plans_that_are_theirs_and_validated_still():
    """Whoever left has no share, and a plan refused since takes none."""
    by = policy(ceilings__person_xof=100000)
    assert judged(person_under_ceiling, holder(), by) == "broken"
    pair = replace(a_plan(), members=members("person-1", "person-2"))
    assert judged(person_under_ceiling, holder(pair), by) == "met"
    assert judged(person_under_ceiling, holder(pair, replace(pair, code="B2")), by) == "broken"
    refused = Decided(a_meeting(meeting_id="C-9"), a_decision(decision="rejected"))
    taken_back = replace(a_plan(), decisions=(*a_plan().decisions, refused))
    assert judged(person_under_ceiling, holder(taken_back), by) == "not_applicable"
    left = replace(a_plan(), members=(a_plan().members[0]._replace(until=DRAFTED),))
    assert judged(person_under_ceiling, holder(left), by) == "not_applicable"
