"""Installation: decision first, no waiting, goods and receipts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.model.installation import Given
from pipeline.model.meeting import Decided
from pipeline.model.plan import Membership
from pipeline.rules.installation import follows_decision, is_installed_in_time
from pipeline.rules.receipts import certificate_is_complete, delivers_what_was_ordered, every_member_received

from .cases import DRAFTED, HELD, a_decision, a_draft, a_meeting, a_plan, a_version, policy
from .goods import HANDED, a_purchase, handed_over, installed, purchased

LIMIT = policy(installation__latest_days=30)


def judged(rule, case, by=LIMIT):
    """The one outcome."""
    (verdict,) = rule.judge(case, by)
    return verdict.outcome


def test_nothing_installed_is_not_judged():
    """Most plans are on their way."""
    for rule in (follows_decision, delivers_what_was_ordered, certificate_is_complete, every_member_received):
        assert judged(rule, installed()) == "not_applicable"


@pytest.mark.parametrize(("day", "outcome"), [(HELD, "met"), (date(2019, 3, 19), "broken"), (None, "unknown")])
def test_goods_follow_the_decision(day, outcome):
    """The same day is after it; the day before is not."""
    assert judged(follows_decision, installed(handed_over(happened_on=day))) == outcome


def test_a_version_the_committee_did_not_validate_may_not_be_installed():
    """Refused, adjourned, never examined, or another version."""
    refused = Decided(a_meeting(), a_decision(decision="rejected"))
    assert judged(follows_decision, installed(handed_over(), decisions=(refused,))) == "broken"
    assert judged(follows_decision, installed(handed_over(), decisions=())) == "broken"
    assert judged(follows_decision, installed(handed_over(version=2))) == "broken"


def test_goods_of_a_plan_nobody_named_may_have_been_decided_about():
    """Without the code nobody can look for the decision; a named plan without one has none."""
    nameless = installed(handed_over(), decisions=(), code="uuid:installation-2")
    assert judged(follows_decision, nameless) == "unknown"


def test_a_decision_deleted_on_the_server_leaves_the_goods_without_one():
    """What was met is broken from then on, and the hand-over stays visible."""
    before = installed(handed_over())
    after = replace(before, plan=replace(before.plan, decisions=()))
    assert (judged(follows_decision, before), judged(follows_decision, after)) == ("met", "broken")


@pytest.mark.parametrize(("given", "outcome"), [(3, "met"), (4, "broken")])
def test_no_more_is_given_than_was_ordered(given, outcome):
    """Three were ordered."""
    items = (Given("ram", "", Decimal(given), "head"),)
    assert judged(delivers_what_was_ordered, installed(purchased(), handed_over(items=items))) == outcome


def test_two_half_deliveries_count_together():
    """Partial hand-overs are normal; their sum is judged."""
    part = (Given("ram", "", Decimal(2), "head"),)
    case = installed(purchased(), handed_over(items=part), handed_over(items=part))
    assert judged(delivers_what_was_ordered, case) == "broken"


def test_goods_without_any_purchase_are_unknown():
    """The form of the purchases may be on another tablet."""
    assert judged(delivers_what_was_ordered, installed(handed_over())) == "unknown"
    assert (
        judged(delivers_what_was_ordered, installed(purchased(a_purchase(quantity=None)), handed_over())) == "unknown"
    )


@pytest.mark.parametrize(
    "lacking",
    [
        {"certificate_number": ""},
        {"happened_on": None},
        {"items": ()},
        {"receipt_proof": "none"},
        {"witness_category": ""},
    ],
)
def test_a_certificate_lacks_nothing(lacking):
    """Number, day, goods, proof of receipt, witness."""
    assert judged(certificate_is_complete, installed(handed_over())) == "met"
    assert judged(certificate_is_complete, installed(handed_over(**lacking))) == "broken"


def group(*submissions, persons=None):
    """A plan of two people; mentions ``m1`` and ``m2`` are theirs."""
    members = tuple(Membership(f"person-{n}", "member", DRAFTED, None, a_draft().origin) for n in (1, 2))
    known = persons or {"m1": "person-1", "m2": "person-2"}
    return installed(*submissions, members=members, persons=known)


def test_every_member_received():
    """A group's goods are everybody's."""
    assert judged(every_member_received, group(handed_over())) == "met"
    assert judged(every_member_received, group(handed_over(everybody=False, receivers=("m1", "m2")))) == "met"
    assert judged(every_member_received, group(handed_over(everybody=False, receivers=("m1",)))) == "broken"


def test_one_person_who_received_twice_is_one():
    """Two codes of one person do not stand for two members."""
    known = {"m1": "person-1", "m2": "person-1"}
    case = group(handed_over(everybody=False, receivers=("m1", "m2")), persons=known)
    assert judged(every_member_received, case) == "broken"


def test_a_member_nobody_can_identify_leaves_it_unknown():
    """Neither met nor broken can be said of them."""
    case = group(handed_over(everybody=False, receivers=("m1",)))
    nobody = Membership("", "member", DRAFTED, None, a_draft().origin)
    case = replace(case, plan=replace(case.plan, members=(*case.plan.members[:1], nobody)))
    assert judged(every_member_received, case) == "unknown"


def test_who_left_before_the_hand_over_receives_nothing():
    """On the day of leaving they are no member any more; the day after the hand-over they still were."""
    case = group(handed_over(everybody=False, receivers=("m1",)))
    for left, outcome in ((HANDED, "met"), (date(2019, 3, 29), "broken")):
        members = (case.plan.members[0], case.plan.members[1]._replace(until=left))
        assert judged(every_member_received, replace(case, plan=replace(case.plan, members=members))) == outcome


@pytest.mark.parametrize(("today", "outcome"), [(date(2019, 4, 19), "unknown"), (date(2019, 4, 20), "broken")])
def test_a_validated_plan_does_not_wait_longer_than_set(today, outcome):
    """Thirty days after 20 March is 19 April, still in time."""
    by = policy(today, installation__latest_days=30)
    assert judged(is_installed_in_time, installed(), by) == outcome
    assert judged(is_installed_in_time, installed(handed_over(hand_over_state="partial")), by) == outcome


@pytest.mark.parametrize(("day", "outcome"), [(date(2019, 4, 19), "met"), (date(2019, 4, 20), "broken")])
def test_a_complete_hand_over_ends_the_wait(day, outcome):
    """Late stays late."""
    assert (
        judged(
            is_installed_in_time,
            installed(handed_over(happened_on=day)),
            policy(date(2020, 1, 1), installation__latest_days=30),
        )
        == outcome
    )


def test_the_wait_says_from_which_day_it_is_late():
    """So that a run on that day judges it again though nothing was said."""
    (verdict,) = is_installed_in_time.judge(installed(), LIMIT)
    assert (verdict.outcome, verdict.until) == ("unknown", date(2019, 4, 20))


def test_what_was_not_validated_or_has_no_limit_does_not_wait():
    """Nor does anybody know how long, without the day of the decision."""
    assert judged(is_installed_in_time, installed(decisions=())) == "not_applicable"
    assert judged(is_installed_in_time, installed(), policy(installation__latest_days=None)) == "not_applicable"
    undated = (Decided(a_meeting(held_on=None), a_decision()),)
    assert judged(is_installed_in_time, installed(decisions=undated)) == "unknown"
    assert a_plan().decisions


def test_what_the_committee_amended_is_handed_over_as_amended():
    """From the day of the amendment on, the old version is nobody's decision; its heir is installed."""
    decided = (Decided(a_meeting(), a_decision(decision="validated_amended")),)
    heir = a_version(number=2, made_by="committee", on=HELD, inherits=1)
    versions: dict[str, Any] = {"decisions": decided, "versions": (a_version(), heir)}
    assert judged(follows_decision, installed(handed_over(version=2), **versions)) == "met"
    assert judged(follows_decision, installed(handed_over(version=1), **versions)) == "broken"
    priced = replace(heir, made_by="procurement")
    assert judged(follows_decision, installed(handed_over(), versions=(a_version(), priced))) == "met"


def test_a_validation_that_was_taken_back_waits_for_nothing():
    """The last word on a version counts."""
    refused = Decided(a_meeting(meeting_id="C-9"), a_decision(decision="rejected"))
    assert judged(is_installed_in_time, installed(decisions=(*a_plan().decisions, refused))) == "not_applicable"
