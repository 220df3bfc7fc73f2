"""Amended plans: a new version, the old decision, and procurement again where it costs more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.model.meeting import Decided
from pipeline.rules.amendment import is_reviewed_again, makes_a_version, validating

from .cases import a_decision, a_draft, a_line, a_meeting, a_plan, a_plan_case, a_review, a_version, origin, policy
from .goods import a_purchase, purchased

LIMIT = policy(amendment__review_above=Decimal("0.1"))
AMENDED = Decided(a_meeting(), a_decision(decision="validated_amended"))
NEXT_DAY = date(2019, 3, 22)


def amended(total=165000, lines=None, drafted=True, reviews=(), bought=(), decided=(AMENDED,)):
    """A plan of 165,000 validated with an amendment, whose second version has this total."""
    second = a_draft(version=2, origin=origin("business_plan", 2), drafted_on=NEXT_DAY, lines=lines or (a_line(),))
    heir = a_version(second, inherits=1, total=Decimal(total))
    heir = heir if drafted else replace(heir, draft=None)
    plan = a_plan(versions=(a_version(), heir), decisions=decided, reviews=reviews, installations=bought)
    return a_plan_case(plan)


def judged(rule, case, by=LIMIT):
    """The one outcome."""
    (verdict,) = rule.judge(case, by)
    return verdict.outcome


def test_the_amended_plan_is_drafted_again():
    """The old version stays readable, the new one is what will be bought."""
    assert judged(makes_a_version, amended()) == "met"
    assert judged(makes_a_version, amended(drafted=False)) == "broken"


def test_a_plan_that_was_not_amended_needs_no_new_version():
    """Validated as it stood."""
    assert judged(makes_a_version, a_plan_case()) == "not_applicable"
    assert judged(is_reviewed_again, a_plan_case()) == "not_applicable"


def test_an_amendment_of_an_unnamed_version_is_unknown():
    """Nobody can say which version would inherit."""
    unnamed = Decided(a_meeting(), a_decision(decision="validated_amended", version=None))
    assert judged(makes_a_version, a_plan_case(replace(a_plan(), decisions=(unnamed,)))) == "unknown"


@pytest.mark.parametrize(("total", "outcome"), [(181500, "met"), (181501, "unknown")])
def test_more_than_the_set_share_above_goes_to_procurement_again(total, outcome):
    """Both sides of +10 %; before any purchase it is asked for, not broken."""
    assert judged(is_reviewed_again, amended(total)) == outcome


def test_a_new_line_that_nobody_priced_goes_to_procurement_again():
    """However small the total."""
    unpriced = a_line(item="other", item_other="charrette", catalogue_price=None)
    assert judged(is_reviewed_again, amended(lines=(a_line(), unpriced))) == "unknown"
    assert judged(is_reviewed_again, amended(lines=(a_line(), a_line(item="oxen")))) == "met"


def test_bought_without_that_review_is_broken_and_bought_after_it_is_met():
    """On the day of the order it is still in time; the day after it is not."""
    order = date(2019, 3, 25)
    bought = (purchased(a_purchase(ordered_on=order)),)
    assert judged(is_reviewed_again, amended(200000, bought=bought)) == "broken"
    for day, outcome in ((order, "met"), (date(2019, 3, 26), "broken")):
        review = a_review(version=2, reviewed_on=day)
        assert judged(is_reviewed_again, amended(200000, reviews=(review,), bought=bought)) == outcome


def test_a_review_that_sent_the_plan_back_allows_no_purchase():
    """Asked again and answered 'no' is not reviewed again."""
    bought = (purchased(a_purchase(ordered_on=date(2019, 3, 25))),)
    returned = a_review(version=2, reviewed_on=date(2019, 3, 23), verdict="returned")
    assert judged(is_reviewed_again, amended(200000, reviews=(returned,), bought=bought)) == "broken"


def test_what_procurement_had_corrected_is_where_the_growth_is_counted_from():
    """It saw 180,000 in July: the committee's 190,000 is no surprise, 200,000 is."""
    seen = a_review(verdict="conforming_corrected", reviewed_total=Decimal(180000))
    for total, outcome in ((198000, "met"), (198001, "unknown")):
        assert judged(is_reviewed_again, amended(total, reviews=(seen,))) == outcome
    late = replace(seen, reviewed_on=date(2019, 3, 23))
    assert judged(is_reviewed_again, amended(190000, reviews=(late,))) == "unknown"


def test_prices_that_procurement_itself_corrected_need_no_second_look():
    """What made the version dearer is the review."""
    review = a_review(verdict="conforming_corrected", version=1)
    case = amended(200000, reviews=(review,), bought=(purchased(),), drafted=False)
    corrected = replace(case.plan.versions[1], made_by="procurement", origin=review.origin)
    plan = replace(case.plan, versions=(case.plan.versions[0], corrected))
    assert judged(is_reviewed_again, replace(case, plan=plan)) == "met"


def test_without_a_limit_or_without_a_total_before_nothing_can_be_judged():
    """[K]: the office sets the share."""
    assert judged(is_reviewed_again, amended(200000), policy(amendment__review_above=None)) == "not_applicable"
    case = amended(200000)
    nothing = replace(case.plan.versions[0], total=Decimal(0))
    case = replace(case, plan=replace(case.plan, versions=(nothing, case.plan.versions[1])))
    assert judged(is_reviewed_again, case) == "unknown"


def test_a_version_inherits_the_decision_it_was_made_by():
    """No new committee, unless the committee asked for one."""
    plan = amended().plan
    assert validating(plan, 2) == AMENDED
    assert validating(plan, 3) is None


def test_a_later_refusal_of_that_version_takes_the_decision_away():
    """The last word counts."""
    refused = Decided(a_meeting(meeting_id="C-9"), a_decision(decision="rejected", version=2))
    assert validating(amended(decided=(AMENDED, refused)).plan, 2) is None
