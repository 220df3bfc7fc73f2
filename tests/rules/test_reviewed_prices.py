"""Every price is compared with something, and stays near what the review found."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.rules.reviewed_prices import every_line_is_compared, lines_near_review

from .cases import a_draft, a_line, a_plan, a_plan_case, a_review, policy

FIFTH = Decimal("0.20")
PLOUGH = a_line(item="other", item_other="Charrue", catalogue_price=None)
SEEN = a_review().lines[0]._replace(item="other", item_other=" charrue ", price_state="ok")


def compared(*lines, reviews=()):
    """The outcome for a plan with these lines and reviews."""
    plan = replace(a_plan(a_draft(lines=lines)), reviews=tuple(reviews))
    (verdict,) = every_line_is_compared.judge(a_plan_case(plan), policy())
    return verdict.outcome


def test_the_catalogue_or_the_review_compares_every_price():
    """A price nobody compared with anything is how budgets go wrong."""
    assert compared(a_line()) == "met"
    assert compared(a_line(), PLOUGH, reviews=[a_review(lines=(SEEN,))]) == "met"
    assert compared(a_line(), PLOUGH, reviews=[a_review()]) == "broken"
    assert compared(a_line(), PLOUGH) == "unknown"
    assert compared() == "unknown"


def test_a_plan_that_never_came_cannot_be_compared():
    """Reviewed or decided, and still on a tablet."""
    (verdict,) = every_line_is_compared.judge(a_plan_case(replace(a_plan(), versions=(), drafts=())), policy())
    assert verdict.outcome == "unknown"


def near(limit: Decimal | None = FIFTH, **changes):
    """The outcome for one reviewed line."""
    line = a_review().lines[0]._replace(**changes)
    plan = replace(a_plan(), reviews=(a_review(lines=(line,)),))
    (verdict,) = lines_near_review.judge(a_plan_case(plan), policy(prices__line_variance=limit))
    return verdict.outcome


@pytest.mark.parametrize(
    ("asked", "found", "outcome"),
    [
        (60000, 50000, "met"),
        (60001, 50000, "broken"),
        (40000, 50000, "met"),
        (39999, 50000, "broken"),
        (None, 50000, "unknown"),
        (60000, None, "unknown"),
    ],
)
def test_what_was_asked_stays_within_a_fifth_of_what_was_found(asked, found, outcome):
    """Too low a price fails the plan as surely as too high a one."""
    assert near(price_state="too_high", asked_price=asked, reviewed_price=found) == outcome


def test_a_price_found_right_is_the_price_asked():
    """The form asks for another one only where it is wrong."""
    assert near(price_state="ok", reviewed_price=None) == "met"


def test_without_review_or_limit_there_is_nothing_to_keep():
    """Older plans were never reviewed."""
    assert near(limit=None) == "not_applicable"
    (verdict,) = lines_near_review.judge(a_plan_case(replace(a_plan(), reviews=())), policy())
    assert verdict.outcome == "not_applicable"
