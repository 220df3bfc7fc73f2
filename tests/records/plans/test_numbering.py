"""Which versions a plan has, who made them, and whose decision each inherits."""

import pytest

from pipeline.model.meeting import AmendedLine

from .said import decided, draft, line, plan_of, review, reviewed

FEWER = AmendedLine("goat", "quantity", 60_000, 40_000)


def corrected(root="review1", version=1, on=5, price=25_000):
    return review(root, version, on, "conforming_corrected", [reviewed(price=price)])


def amended(root="meeting1", version=1, on=10, lines=(FEWER,), total=40_000, **changes):
    return decided(root, version, on, "validated_amended", amended_lines=tuple(lines), amended_total=total, **changes)


def told(plan):
    return [(v.number, v.made_by, v.draft is not None, v.inherits) for v in plan.versions]


def test_an_amended_version_is_there_before_anybody_drafts_it_again():
    """The committee's word counts from the day of the meeting, not from the day of the paperwork."""
    plan = plan_of(draft(), amended())
    assert told(plan) == [(1, "drafted", True, None), (2, "committee", False, 1)]
    assert (plan.versions[1].total, plan.versions[1].tablet_total) == (40_000, 40_000)


def test_its_draft_becomes_that_version_and_still_inherits():
    """No second meeting for what the committee itself asked for."""
    again = draft("draft2", 2, 15, [line(quantity=2, price=21_000)], reason="amended")
    plan = plan_of(draft(), amended(), again)
    assert told(plan) == [(1, "drafted", True, None), (2, "committee", True, 1)]
    assert plan.versions[1].total == 42_000
    assert plan.versions[1].draft == again.origin
    assert plan.versions[1].origin.stage == "committee"


def test_the_next_number_without_a_reason_is_the_amended_version_if_it_is_not_older():
    """The form does not insist on the reason."""
    assert told(plan_of(draft(), amended(on=10), draft("draft2", 2, 10)))[1] == (2, "committee", True, 1)
    assert told(plan_of(draft(), amended(on=10), draft("draft2", 2, 9)))[1:] == [
        (2, "drafted", True, None),
        (3, "committee", False, 1),
    ]


@pytest.mark.parametrize("reason", ["members", "adjourned", "rejected", "other", "procurement"])
def test_a_draft_for_another_reason_does_not_inherit_the_amendment(reason):
    """Otherwise new members, or another project, would enter behind a decision that was not about them."""
    plan = plan_of(draft(), amended(), draft("draft2", 2, 15, reason=reason))
    assert told(plan)[1:] == [(2, "drafted", True, None), (3, "committee", False, 1)]


def test_a_corrected_version_waits_for_its_decision():
    """Nobody decided yet."""
    plan = plan_of(draft(), corrected())
    assert told(plan) == [(1, "drafted", True, None), (2, "procurement", False, None)]
    assert plan.versions[1].total == 75_000


def test_a_corrected_version_inherits_the_validation_of_what_it_corrects():
    """On paper the number is still 1 when the committee validates the corrected plan."""
    assert told(plan_of(draft(), corrected(), decided()))[1] == (2, "procurement", False, 1)


def test_prices_corrected_after_the_validation_need_no_new_committee():
    """The review may follow an amendment; only the committee can ask to see the plan again."""
    assert told(plan_of(draft(), decided(on=3), corrected(on=5)))[1] == (2, "procurement", False, 1)


@pytest.mark.parametrize(("day", "inherits"), [(4, None), (5, 1), (6, 1)])
def test_a_refusal_is_inherited_only_if_the_committee_knew_the_correction(day, inherits):
    """What is corrected after a refusal has yet to be looked at."""
    plan = plan_of(draft(), corrected(on=5), decided(on=day, decision="rejected"))
    assert told(plan)[1] == (2, "procurement", False, inherits)


def test_a_correction_of_an_amended_version_inherits_through_it():
    """Version 3 stands on the decision about version 1."""
    plan = plan_of(draft(), amended(), corrected(version=2, on=12))
    assert told(plan) == [(1, "drafted", True, None), (2, "committee", False, 1), (3, "procurement", False, 1)]


def test_an_amendment_starts_from_the_prices_the_committee_knew():
    """The paper keeps number 1 through the review, so the committee's version is 2 and contains both."""
    plan = plan_of(
        draft(lines=[line(), line("wire", 1, 5_000)]),
        corrected(),
        amended(lines=[AmendedLine("wire", "removed", 5_000, None)], total=75_000),
    )
    assert told(plan) == [(1, "drafted", True, None), (2, "committee", False, 1)]
    assert plan.versions[1].total == 75_000
    assert {c.field for c in plan.versions[1].changes} == {"unit_price", "removed", "total"}


def test_a_decision_on_the_corrected_number_is_about_the_corrected_version():
    """Where the lists on tablets already say version 2."""
    plan = plan_of(
        draft(), corrected(), amended(version=2, lines=[AmendedLine("goat", "quantity", 75_000, 50_000)], total=50_000)
    )
    assert told(plan) == [(1, "drafted", True, None), (2, "procurement", False, None), (3, "committee", False, 2)]
    assert plan.versions[2].total == 50_000


def test_a_correction_that_was_drafted_again_is_that_draft():
    """Reason procurement."""
    plan = plan_of(draft(), corrected(), draft("draft2", 2, 8, [line(price=26_000)], reason="procurement"), decided())
    assert told(plan)[1] == (2, "procurement", True, 1)


def test_a_draft_after_a_plain_return_needs_its_own_decision():
    """Procurement corrected nothing: the holders did."""
    plan = plan_of(draft(), review(verdict="returned"), draft("draft2", 2, 8, reason="procurement"))
    assert told(plan)[1] == (2, "drafted", True, None)


def test_a_correction_without_a_price_is_no_version():
    """There is nothing to correct with."""
    assert len(plan_of(draft(), review(verdict="conforming_corrected", lines=[reviewed()])).versions) == 1


def test_the_last_review_of_a_version_counts():
    """Corrected, then returned: nothing was corrected in the end."""
    assert len(plan_of(draft(), corrected(on=5), review("review2", 1, 6, "returned")).versions) == 1


def test_an_amendment_on_two_tablets_makes_one_version():
    """A meeting written in two submissions is one meeting; both rows stay, for the rule about them."""
    plan = plan_of(draft(), amended("meeting1"), amended("meeting2"))
    assert told(plan)[1:] == [(2, "committee", False, 1)]
    assert len(plan.decisions) == 2


def test_two_amendments_in_turn_make_two_versions():
    """Validated with amendment, drafted again, amended again."""
    more = AmendedLine("goat", "price", 40_000, 30_000)
    plan = plan_of(
        draft(),
        amended(),
        draft("draft2", 2, 12, [line(quantity=2)], reason="amended"),
        amended("meeting2", 2, 20, [more], 30_000),
    )
    assert told(plan)[1:] == [(2, "committee", True, 1), (3, "committee", False, 2)]


def test_a_deleted_decision_takes_its_version_along():
    """Nothing remains of what was unsaid, and the draft stands on its own."""
    again = draft("draft2", 2, 15, reason="amended")
    assert told(plan_of(draft(), again))[1] == (2, "drafted", True, None)
    assert len(plan_of(draft()).versions) == 1


def test_a_decision_on_an_unknown_version_waits_and_is_kept():
    """The draft may still be on a tablet."""
    plan = plan_of(draft(), amended(version=5))
    assert told(plan) == [(1, "drafted", True, None)]
    assert len(plan.decisions) == 1
    assert told(plan_of(draft(), amended(version=5), draft("draft5", 5, 8)))[1:] == [
        (5, "drafted", True, None),
        (6, "committee", False, 5),
    ]


def test_a_decision_without_a_version_means_the_only_one_there_is():
    """Where there are several, nobody guesses."""
    assert told(plan_of(draft(), amended(version=None)))[1] == (2, "committee", False, 1)
    assert len(plan_of(draft(), draft("draft2", 2, 3), amended(version=None)).versions) == 2


def test_numbers_that_skip_are_kept():
    """Reviews and hand-overs refer to what is written on the paper."""
    assert [v.number for v in plan_of(draft(), draft("draft7", 7, 9)).versions] == [1, 7]


def test_a_correction_fills_the_number_the_holders_left_free_for_it():
    """They counted it."""
    plan = plan_of(draft(), corrected(), draft("draft3", 3, 9, reason="members"))
    assert told(plan)[1:] == [(2, "procurement", False, None), (3, "drafted", True, None)]


def test_a_number_used_twice_is_one_version_of_the_latest_received():
    """Filled in twice; both drafts stay readable."""
    late = draft("draft2", 1, 1, [line(quantity=4)], received_at=None)
    plan = plan_of(draft(), late)
    assert len(plan.drafts) == 2
    assert [v.total for v in plan.versions] == [60_000]


def test_a_huge_version_number_costs_no_time():
    """A damaged number must not be counted up to."""
    plan = plan_of(draft(), draft("draft2", 10**12, 3), amended(version=10**12))
    assert [v.number for v in plan.versions] == [1, 10**12, 10**12 + 1]
