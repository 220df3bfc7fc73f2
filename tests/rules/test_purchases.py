"""Quotations, split purchases and suppliers."""

from datetime import date

import pytest

from pipeline.model.installation import Quotation
from pipeline.rules.policy import Threshold
from pipeline.rules.purchases import comes_from_catalogue, has_enough_quotations, is_not_split, supplier_is_checked

from .cases import a_draft, a_line, a_plan, a_plan_case, policy
from .goods import BOUGHT, a_purchase, installed, purchased

LIMITS = policy(purchases__quotations_from_xof=250000, purchases__quotations=3, purchases__catalogue_share=0.5)
NONE = policy(purchases__quotations_from_xof=None, purchases__quotations=3, purchases__catalogue_share=None)


def judged(rule, case, by=LIMITS):
    """The one verdict."""
    (verdict,) = rule.judge(case, by)
    return verdict.outcome


def bought(*purchases):
    """A plan with these purchases in one submission."""
    return installed(purchased(*purchases))


def of_one(**changes):
    """A plan with one purchase with these changes."""
    return bought(a_purchase(**changes))


def test_three_suppliers_were_asked():
    """The usual pattern of the procurement manuals."""
    assert judged(has_enough_quotations, of_one()) == "met"


def test_two_offers_of_one_supplier_count_once():
    """Otherwise one trader could file three offers and satisfy the rule alone."""
    offers = (Quotation("Étoile ", 1, 1), Quotation("étoile", 2, 1), Quotation("B", 3, 1))
    assert judged(has_enough_quotations, of_one(quotations=offers)) == "broken"


@pytest.mark.parametrize(("paid", "outcome"), [(249999, "not_applicable"), (250000, "broken"), (None, "unknown")])
def test_quotations_are_asked_from_the_set_amount_on(paid, outcome):
    """Both sides of the amount; without an amount nobody can say."""
    assert judged(has_enough_quotations, of_one(paid=paid, quotations=())) == outcome


def test_a_threshold_counts_from_its_own_day():
    """An order of the day before is judged by the rules of its day."""
    since = [Threshold("purchases.quotations_from_xof", 250000, BOUGHT)]
    by = policy(purchases__quotations_from_xof=since, purchases__quotations=3)
    assert judged(has_enough_quotations, of_one(quotations=(), ordered_on=date(2019, 3, 24)), by) == "not_applicable"
    assert judged(has_enough_quotations, of_one(quotations=()), by) == "broken"


def test_nothing_bought_and_nothing_set_are_not_judged():
    """Most plans, for most of their life."""
    for rule in (has_enough_quotations, is_not_split, supplier_is_checked):
        assert judged(rule, installed()) == "not_applicable"
    assert judged(has_enough_quotations, of_one(), NONE) == "not_applicable"
    assert judged(is_not_split, of_one(), NONE) == "not_applicable"


def small(**changes):
    """A purchase below the amount."""
    return a_purchase(**({"paid": 125000, "quotations": ()} | changes))


def test_two_small_purchases_in_a_week_that_reach_the_amount_together_are_split():
    """Same plan, same supplier, same week."""
    assert judged(is_not_split, bought(small(), small(vendor=" a "))) == "broken"


def test_small_purchases_below_the_amount_together_are_not_split():
    """One franc below."""
    assert judged(is_not_split, bought(small(), small(paid=124999))) == "met"


def test_another_week_or_another_supplier_is_another_purchase():
    """Monday begins a new week."""
    monday = date(2019, 4, 1)
    for other in (small(ordered_on=monday), small(vendor="B")):
        assert {v.outcome for v in is_not_split.judge(bought(small(), other), LIMITS)} == {"met"}


def test_a_purchase_at_the_amount_by_itself_hides_nothing():
    """It has its own quotations."""
    assert judged(is_not_split, bought(a_purchase(), small())) == "met"


def test_purchases_without_day_or_supplier_cannot_be_compared():
    """Both are needed to see a split."""
    assert judged(is_not_split, bought(small(ordered_on=None), small(vendor=" "))) == "unknown"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "met"),
        ({"vendor_checked_on": BOUGHT}, "met"),
        ({"vendor_checked_on": date(2019, 3, 26)}, "broken"),
        ({"vendor_check": "not_done"}, "broken"),
        ({"vendor_check": "not_needed"}, "not_applicable"),
        ({"vendor_check": ""}, "unknown"),
    ],
)
def test_a_supplier_is_checked_by_the_day_of_the_order(changes, outcome):
    """A check the day after comes too late."""
    assert judged(supplier_is_checked, of_one(**changes)) == outcome


def test_half_of_the_lines_come_from_the_catalogue():
    """Both sides of the set share."""
    other = a_line(item="other", item_other="x")
    for lines, outcome in (((a_line(), other), "met"), ((a_line(), other, other), "broken"), ((), "unknown")):
        assert judged(comes_from_catalogue, a_plan_case(a_plan(a_draft(lines=lines)))) == outcome
    assert judged(comes_from_catalogue, a_plan_case(), NONE) == "not_applicable"


def test_a_large_purchase_does_not_hide_two_small_ones_of_that_week():
    """The two still reach the amount by themselves, without a quotation."""
    assert judged(is_not_split, bought(a_purchase(), small(), small())) == "broken"
