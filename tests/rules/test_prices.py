"""Specifications and prices of budget lines."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.rules.prices import lines_are_specified, lines_near_catalogue, total_near_review

from .cases import a_draft, a_line, a_plan, a_plan_case, a_review, policy

LIMITS = policy(prices__line_variance=Decimal("0.2"), prices__plan_variance=Decimal("0.15"))
NO_LIMIT = policy(prices__line_variance=None, prices__plan_variance=None)


def judged(rule, case, by=LIMITS):
    """The one verdict."""
    (verdict,) = rule.judge(case, by)
    return verdict


def of(*lines, reviews=()):
    """A plan with these lines."""
    return a_plan_case(replace(a_plan(a_draft(lines=lines)), reviews=reviews))


@pytest.mark.parametrize(
    "lacking", [{"specification": " "}, {"unit": ""}, {"quantity": None}, {"quantity": Decimal(0)}]
)
def test_a_line_without_specification_unit_or_quantity_is_broken(lacking):
    """Procurement cannot ask anybody for a price of it."""
    verdict = judged(lines_are_specified, of(a_line(), a_line(**lacking)))
    assert (verdict.outcome, "2" in verdict.fr) == ("broken", True)


def test_lines_with_all_three_are_specified():
    """What the form asks is enough, as long as procurement asks no more."""
    assert judged(lines_are_specified, of(a_line())).outcome == "met"


def test_what_procurement_wants_specified_is_not_specified():
    """'A good ram' has a text and says nothing."""
    vague = a_review(lines=(a_review().lines[0]._replace(specification_state="to_specify"),))
    assert judged(lines_are_specified, of(a_line(), reviews=(vague,))).outcome == "broken"
    assert judged(lines_are_specified, of(a_line(), reviews=(vague, a_review()))).outcome == "met"


def test_no_lines_and_no_plan_are_unknown():
    """Nothing to look at is not nothing wrong."""
    assert judged(lines_are_specified, of()).outcome == "unknown"
    assert judged(lines_are_specified, a_plan_case(replace(a_plan(), versions=()))).outcome == "unknown"


@pytest.mark.parametrize(
    ("price", "outcome"),
    [(66000, "met"), (66001, "broken"), (44000, "met"), (43999, "broken")],
)
def test_a_price_may_be_the_set_share_above_or_below_the_catalogue(price, outcome):
    """55,000 in the catalogue, 20 % either way, both ends included."""
    assert judged(lines_near_catalogue, of(a_line(unit_price=price))).outcome == outcome


def test_lines_that_the_catalogue_cannot_price_are_unknown():
    """Another good, another unit, no price asked."""
    for line in (
        a_line(item="other", item_other="x", catalogue_price=None),
        a_line(unit="kg"),
        a_line(unit_price=None),
    ):
        assert judged(lines_near_catalogue, of(line)).outcome == "unknown"


def test_without_a_limit_no_price_is_judged():
    """[K]: the office may have set none."""
    assert judged(lines_near_catalogue, of(a_line()), NO_LIMIT).outcome == "not_applicable"
    assert judged(total_near_review, a_plan_case(), NO_LIMIT).outcome == "not_applicable"


@pytest.mark.parametrize(("asked", "outcome"), [(115, "met"), (116, "broken"), (85, "met"), (84, "broken")])
def test_the_plan_total_stays_near_what_the_review_found(asked, outcome):
    """100 reviewed, 15 % either way, both ends included."""
    review = a_review(asked_total=Decimal(asked), reviewed_total=Decimal(100))
    assert judged(total_near_review, of(a_line(), reviews=(review,))).outcome == outcome


def test_a_review_without_totals_is_unknown_and_no_review_is_not_judged():
    """Nothing divides by nothing."""
    for total in (None, Decimal(0)):
        assert judged(total_near_review, of(reviews=(a_review(reviewed_total=total),))).outcome == "unknown"
    assert judged(total_near_review, of()).outcome == "not_applicable"
