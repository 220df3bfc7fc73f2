"""Stories of versions: what the committee changed, who drafted it again, and what was bought."""

from typing import Any

import pytest

from .forms import bought, decision, drafted, good, installed, met, reviewed
from .story import usual

ONE_LESS = decision(said="validated_amended", total=110000, lines=[("ram", "quantity", 165000, 110000)])
TWO_RAMS = good("ram", 2, 55000)
AGAIN = drafted("2019-08-10", version=2, reason="amended", lines=[TWO_RAMS])
TWO: dict[str, Any] = {"given": [("ram", 2)], "version": 2}


def amended(*more, second=AGAIN, decided=ONE_LESS, **instead):
    """Validated with two rams instead of three, and drafted again."""
    return usual(second, *more, **({"met": met("2019-08-08", decided)} | instead))


def test_the_decision_that_was_inherited():
    """Version 2 needs no new committee: it is what the committee made of version 1."""
    story = amended(installed=installed("2019-08-20", bought("ram", 2, 110000), **TWO))
    assert (story.broken, story.blocked) == (set(), set())


def test_the_old_version_that_was_installed():
    """Three rams were handed over where the committee had allowed two."""
    assert amended().broken == {"installation.after_decision"}


def test_the_amendment_nobody_wrote_down():
    """The committee's own change is the new version; its holders have not drafted it again."""
    story = usual(met=met("2019-08-08", ONE_LESS), without=["installed"])
    assert story.broken == {"amendment.makes_version"}


def test_the_amended_plan_that_was_decided_again():
    """Version 2 comes before a second meeting, which refuses it: the first decision is no more its own."""
    refused = met("2019-08-15", decision(said="rejected", version=2), meeting="C-2019-08-BEGUEDO")
    story = amended(refused, reviewed("2019-08-12", version=2, lines=[("ram", 2, 55000, None)]),
                    installed=installed("2019-08-20", bought("ram", 2, 110000), **TWO))  # fmt: skip
    assert story.broken == {"installation.after_decision"}


def test_the_plan_that_the_holders_changed_by_themselves():
    """After the decision they write a version of their own, and get its goods: nobody decided on it."""
    own = drafted("2019-08-10", version=2, reason="other", lines=[good("ram", 2, 55000)])
    story = usual(own, installed=installed("2019-08-20", bought("ram", 2, 110000), **TWO))
    assert story.broken == {"installation.after_decision"}


def dearer(price, *more, **instead):
    """The committee makes the rams dearer: 181,500 in all is ten per cent more."""
    total = 3 * price
    said = decision(said="validated_amended", total=total, lines=[("ram", "price", 165000, total)])
    second = drafted("2019-08-10", version=2, reason="amended", lines=[good("ram", 3, price)])
    return amended(*more, second=second, decided=said, **instead)


@pytest.mark.parametrize(("price", "outcome"), [(60500, "met"), (60501, "unknown")])
def test_the_amendment_that_cost_ten_per_cent_more(price, outcome):
    """Up to ten per cent it may be bought; above, procurement looks again first, and no new committee is asked."""
    story = dearer(price, without=["installed"])
    assert story.says("amendment.reviewed_again") == {outcome}
    assert story.says("installation.after_decision") == {"not_applicable"}


def test_the_dear_amendment_that_was_bought_at_once():
    """Ordered on the 12th, looked at on the 14th: too late; looked at on the 11th, it is in order."""
    goods = installed("2019-08-20", bought("ram", 3, 190000), version=2)
    lines = [("ram", 3, 63000, None)]
    late = dearer(63000, reviewed("2019-08-14", version=2, lines=lines), installed=goods)
    assert late.broken == {"amendment.reviewed_again"}
    early = dearer(63000, reviewed("2019-08-11", version=2, lines=lines), installed=goods)
    assert (early.broken, early.blocked) == (set(), set())


def test_the_cart_nobody_had_priced():
    """The committee adds a cart to two rams: less money than before, but nobody ever saw a price of it."""
    cart = good("CHARRETTE", 1, 30000, "piece")
    said = decision(said="validated_amended", total=140000, lines=[("ram", "quantity", 165000, 110000),
                                                                   ("other_item", "added", None, 30000)])  # fmt: skip
    second = drafted("2019-08-10", version=2, reason="amended", lines=[TWO_RAMS, cart])
    story = amended(second=second, decided=said, without=["installed"])
    assert (story.broken, story.blocked) == ({"prices.line_compared"}, {"amendment.reviewed_again"})


def test_the_draft_that_was_filled_in_twice():
    """Two tablets sent version 1, the later one with four rams: it is one version, that of the later, and both are kept."""
    four = drafted("2019-07-22", lines=[good("ram", 4, 55000)], tablet="2")
    story = usual(
        four, arrival_tells=True, installed=installed("2019-08-20", bought("ram", 4, 220000), given=[("ram", 4)])
    )
    assert story.says("plan.total") == {"met"}
