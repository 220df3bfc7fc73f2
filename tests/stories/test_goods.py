"""Stories of money and goods: contributions, offers, orders, hand-overs."""

import pytest

from .forms import bought, drafted, good, installed
from .sent import PLAN
from .story import usual

KIND = ("contributions", 1, "contributions/contribution/contribution_type")


def test_the_contribution_that_was_money_alone():
    """An older form still had cash among its kinds: the plan has no contribution of her own."""
    story = usual(drafted=drafted(older={KIND: "cash"}))
    assert story.broken == {"contribution.own", "contribution.in_kind"}
    assert story.blocked == {"contribution.own", "contribution.in_kind"}


NOTHING = {"contributions": None, "totals/contribution_waiver": "disability"}


def test_the_waiver_that_gave_no_reason():
    """Nothing is brought and nobody says why; with a reason the plan is in order."""
    silent = drafted(changes=NOTHING, older={"totals/contribution_waiver": None})
    assert usual(drafted=silent).broken == {"contribution.own"}
    assert usual(drafted=drafted(changes=NOTHING)).broken == set()


def test_the_shed_that_was_never_there():
    """Promised in the plan, not found on the day of the goods."""
    assert usual(installed=installed(seen="no")).broken == {"contribution.verified"}


@pytest.mark.parametrize(
    ("price", "offers", "outcome"),
    [(83333, 2, "not_applicable"), (83334, 2, "broken"), (83334, 3, "met")],
)
def test_the_third_offer_that_was_missing(price, offers, outcome):
    """From 250,000 on three suppliers are asked; two are one too few."""
    goods = installed("2019-08-20", bought("ram", 3, 3 * price, offers=offers))
    assert usual(installed=goods).says("purchases.quotations") == {outcome}


@pytest.mark.parametrize(("second", "outcome"), [("2019-08-16", "broken"), ("2019-08-19", "met")])
def test_the_purchase_that_was_cut_in_two(second, outcome):
    """125,000 on Monday and on Friday at the same shop are 250,000 without an offer; the Monday after is another week."""
    half = [bought("ram", 2, 125000, on=day, offers=1) for day in ("2019-08-12", second)]
    story = usual(
        drafted=drafted(lines=[good("ram", 4, 62500)]),
        installed=installed("2019-08-20", *half, given=[("ram", 4)]),
    )
    assert story.says("purchases.not_split") == {outcome}
    assert story.says("purchases.quotations") == {"not_applicable"}


def test_the_fourth_ram():
    """Three were ordered, four are on the certificate; and two hand-overs of two are four as well."""
    assert usual(installed=installed(given=[("ram", 4)])).broken == {"installation.not_more_than_ordered"}
    half = bought("ram", 1, 55000)
    twice = (installed("2019-08-20", half, given=[("ram", 2)]), installed("2019-08-21", half, given=[("ram", 2)]))
    assert usual(installed=twice).broken == {"installation.not_more_than_ordered"}


def test_the_rams_that_were_faster_than_the_committee():
    """Ordered and handed over on the 7th, decided on the 8th."""
    early = installed("2019-08-07", bought("ram", 3, 165000, on="2019-08-06", checked="2019-08-05"))
    assert usual(installed=early).broken == {"installation.after_decision", "order.plan"}


def test_the_goods_of_a_plan_nobody_decided_about():
    """No meeting ever wrote its name down."""
    assert usual(without=["met"]).broken == {"installation.after_decision"}


def test_the_supplier_who_was_looked_at_afterwards():
    """Ordered on the 9th, checked on the 10th."""
    goods = installed("2019-08-20", bought("ram", 3, 165000, on="2019-08-09"))
    assert usual(installed=goods).broken == {"purchases.supplier_checked"}


def test_the_plan_that_waited_too_long():
    """Validated on 8 August: on 6 December the goods may still come, on the 7th the wait is late."""
    for today, outcome in (("2019-12-06", "unknown"), ("2019-12-07", "broken")):
        story = usual(without=["installed"], today=today)
        assert story.says("installation.backlog") == {outcome}


def test_the_visit_nobody_made():
    """Handed over on 20 August: due on 20 November, late from 21 December on."""
    for today, outcome in (("2019-11-19", "not_applicable"), ("2019-12-20", "unknown"), ("2019-12-21", "broken")):
        waves = usual(today=today).outcomes("visits.due", subject=PLAN)
        assert waves["3 mois"] == outcome
