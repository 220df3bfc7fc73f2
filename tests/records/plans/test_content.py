"""Golden numbers: what versions cost and what changed, checked by hand."""

from decimal import Decimal

import pytest

from pipeline.model.meeting import AmendedLine
from pipeline.model.plan import Change, Contribution

from .said import decided, draft, line, plan_of, review, reviewed


def amended(*lines, total=None):
    return decided(
        decision="validated_amended", amended_lines=tuple(AmendedLine(*one) for one in lines), amended_total=total
    )


def second(*said):
    plan = plan_of(*said)
    return plan.versions[1]


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        ([line("goat", 3, 20_000), line("wire", "2.5", 1_001)], 62_503),  # 60 000 + 2 502.5 → 2 503
        ([line("wire", "0.5", 1), line("wire", "0.5", 1)], 2),  # each line is rounded, not the sum
        ([line(quantity=None), line(price=None), line("wire", 1, 10)], 10),
        ([line(quantity=-3), line("wire", 1, 10_000)], -50_000),
        ([line("wire", "0.5", -1)], -1),
        ([], 0),
    ],
)
def test_totals_are_recomputed_from_the_lines(lines, total):
    """Whatever the tablet said, and however odd the lines."""
    plan = plan_of(draft(lines=lines, total=Decimal(7)))
    assert plan.versions[0].total == total
    assert plan.versions[0].tablet_total == 7


def test_contributions_are_summed_and_one_without_a_value_counts_nothing():
    """Valued by the committee later."""
    brought = (Contribution("labour", "", 15_000, ""), Contribution("land", "", None, ""))
    assert plan_of(draft(contributions=brought)).versions[0].contribution_total == 15_000


def test_reviewed_prices_replace_those_of_the_same_items():
    """3 goats at 25 000 instead of 20 000; the fence, another item, by what is written; the sheep was never planned."""
    lines = [line("goat", 3, 20_000), line("other", 2, 4_000, item_other="Clôture  grillagée")]
    prices = [
        reviewed("other", 2, 4_000, 3_500, item_other="cloture grillagee"),
        reviewed(price=25_000),
        reviewed("sheep", price=1),
    ]
    made = second(
        draft(lines=lines), review(verdict="conforming_corrected", lines=prices, reviewed_total=Decimal(82_000))
    )
    assert [one.unit_price for one in made.lines] == [25_000, 3_500]
    assert (made.total, made.tablet_total) == (82_000, 82_000)
    assert [one.total for one in made.lines] == [75_000, 7_000]


def test_two_lines_of_one_item_get_the_price_that_was_asked_of_them():
    """Written in another order by procurement."""
    lines = [line("goat", 3, 20_000), line("goat", 1, 30_000)]
    prices = [reviewed("goat", 1, 30_000, 28_000), reviewed("goat", 3, 20_000, 22_000)]
    made = second(draft(lines=lines), review(verdict="conforming_corrected", lines=prices))
    assert [one.unit_price for one in made.lines] == [22_000, 28_000]


def test_the_committee_changes_a_quantity():
    """60 000 for 3 goats becomes 40 000: 2 goats."""
    made = second(draft(), amended(("goat", "quantity", 60_000, 40_000), total=40_000))
    assert (made.lines[0].quantity, made.lines[0].unit_price, made.total) == (2, 20_000, 40_000)
    assert made.changes == (Change("goat", "quantity", "3", "2"), Change("", "total", "60000", "40000"))


def test_the_committee_changes_a_price_and_its_amount_stands_to_the_franc():
    """50 000 for 3 goats is 16 667 each, and still 50 000."""
    made = second(draft(), amended(("goat", "price", 60_000, 50_000)))
    assert (made.lines[0].unit_price, made.lines[0].total, made.total) == (16_667, 50_000, 50_000)


def test_the_committee_adds_removes_and_specifies():
    """60 000 − 60 000 + 35 000 + 5 000."""
    lines = [line("goat"), line("wire", 1, 5_000)]
    changes = [
        ("goat", "removed", 60_000, None),
        ("pump", "added", None, 35_000, "2 CV"),
        ("wire", "specification", None, None, "2 mm"),
    ]
    made = second(draft(lines=lines), amended(*changes, total=40_000))
    assert [(one.item, one.specification, one.total) for one in made.lines] == [
        ("wire", "2 mm", 5_000),
        ("pump", "2 CV", 35_000),
    ]
    assert made.total == 40_000
    assert [(c.line, c.field, c.after) for c in made.changes] == [
        ("goat", "removed", ""),
        ("wire", "specification", "2 mm"),
        ("pump", "added", "35000"),
        ("", "total", "40000"),
    ]


def test_an_amended_total_without_lines_is_the_total():
    """The lines are not told yet; the ceiling is."""
    made = second(draft(), amended(total=45_000))
    assert (made.total, made.tablet_total, made.lines[0].quantity) == (45_000, 45_000, 3)


def test_an_amendment_of_a_line_that_is_not_there_shows_in_the_totals():
    """The lines make 60 000 and the minutes say 50 000: a rule asks why."""
    made = second(draft(), amended(("sheep", "price", 20_000, 10_000), total=50_000))
    assert (made.total, made.tablet_total) == (60_000, 50_000)


def test_another_item_is_known_to_the_committee_by_its_amount():
    """Two lines say 'other'; the form asks no more of the committee than the item and the amount."""
    lines = [line("other", 1, 4_000, item_other="fence"), line("other", 1, 9_000, item_other="pump")]
    made = second(draft(lines=lines), amended(("other", "price", 9_000, 8_000)))
    assert [one.unit_price for one in made.lines] == [4_000, 8_000]


def test_the_difference_between_two_drafts_is_told_in_full():
    """Every kind of change once."""
    before = draft(lines=[line("goat"), line("wire", "1.50", 5_000), line("feed", 2, 100)], who="ab", kind="collective")
    after = draft(
        "draft2",
        2,
        9,
        [
            line("wire", "2", 5_500, specification="2 mm", supplier="S1", unit="roll"),
            line("goat"),
            line("pump", 1, 90_000),
        ],
        who="ac",
        kind="individual",
        sector="crops",
        contributions=(Contribution("labour", "Fence", 20_000, "stated"), Contribution("land", "", 1_000, "stated")),
    )
    plan = plan_of(before, after, draft1="ab", draft2="ac")
    assert plan.versions[1].changes == (
        Change("wire", "quantity", "1.5", "2"),
        Change("wire", "unit", "piece", "roll"),
        Change("wire", "unit_price", "5000", "5500"),
        Change("wire", "specification", "", "2 mm"),
        Change("wire", "supplier", "", "S1"),
        Change("feed", "removed", "2 × 100", ""),
        Change("pump", "added", "", "1 × 90000"),
        Change("labour fence", "contribution_value", "15000", "20000"),
        Change("labour fence", "contribution_valuation", "market", "stated"),
        Change("land", "contribution_added", "", "1000"),
        Change("", "member", "b", ""),
        Change("", "member", "", "c"),
        Change("", "kind", "collective", "individual"),
        Change("", "sector", "livestock", "crops"),
        Change("", "total", "67700", "161000"),
        Change("", "contribution_total", "15000", "21000"),
    )


def test_nothing_changed_is_nothing():
    """A plan drafted again as it was."""
    assert plan_of(draft(), draft("draft2", 2, 3), draft1="a", draft2="a").versions[1].changes == ()


def test_the_example_of_the_documentation():
    """docs/records.md: 60 000, then 75 000, then 50 000 by the committee, under the number the paper has."""
    corrected = review(verdict="conforming_corrected", lines=[reviewed(price=25_000)])
    assert [v.total for v in plan_of(draft(), corrected).versions] == [60_000, 75_000]
    plan = plan_of(draft(), corrected, amended(("goat", "quantity", 75_000, 50_000), total=50_000))
    told = [(v.number, v.made_by, v.total, v.inherits) for v in plan.versions]
    assert told == [(1, "drafted", 60_000, None), (2, "committee", 50_000, 1)]
    assert plan.versions[1].lines[0].quantity == 2
