"""Certificates to call back: the same seed draws the same ones."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.model.installation import Installation
from pipeline.planning.sample import Certificate, certificates, draw
from tests.rules.cases import a_plan, origin

HANDED = Installation(
    origin("installation"), "BABCDEFG", 1, date(2019, 6, 3), ("hand_over",), certificate_number="PV-7", hand_over_state="complete"
)  # fmt: skip


def many(count):
    """So many certificates."""
    return [Certificate(f"B{n}", f"PV-{n}", None, "", "complete", f"uuid:{n}", (), ()) for n in range(count)]


def test_the_same_seed_draws_the_same_ones_whatever_their_order():
    """Somebody else can draw the sample again and see that nobody chose."""
    listed = many(50)
    drawn = draw(listed, Decimal("0.1"), "2019-06")
    assert len(drawn) == 5
    assert draw(reversed(listed), Decimal("0.1"), "2019-06") == drawn
    assert draw(listed, Decimal("0.1"), "2019-07") != drawn


@pytest.mark.parametrize(("share", "count"), [("0.01", 1), ("0.1", 1), ("0.11", 2), ("1", 10)])
def test_a_share_is_rounded_up(share, count):
    """One of ten is promised: of a few certificates at least one is called."""
    assert len(draw(many(10), Decimal(share), "s")) == count
    assert draw([], Decimal(share), "s") == ()


def test_a_larger_share_holds_the_smaller_one():
    """Who wants to call more people goes on where the first list ended."""
    few, more = (set(draw(many(40), Decimal(share), "s")) for share in ("0.1", "0.3"))
    assert few < more


def test_only_hand_overs_are_certificates():
    """A purchase has no receiver."""
    bought = replace(HANDED, steps=("purchase",), origin=origin("installation", 2))
    (one,) = certificates([a_plan(installations=(HANDED, bought))])
    assert (one.number, one.plan_code, one.state, one.receivers) == ("PV-7", "BABCDEFG", "complete", ("person-1",))


def test_receivers_are_those_the_certificate_names():
    """Of a group in which two received, the third has nothing to confirm."""
    named = replace(HANDED, receivers=("m-2", "m-unknown"), everybody=False)
    (one,) = certificates([a_plan(installations=(named,), persons={"m-2": "person-2", "m-unknown": ""})])
    assert one.receivers == ("person-2",)


def test_where_nobody_is_named_the_holders_of_that_day_are_asked():
    """Somebody who left the group afterwards received all the same, and who came later did not."""
    first, *_ = a_plan().members
    left = first._replace(person_key="left", until=date(2019, 9, 1))
    came = first._replace(person_key="came", since=date(2019, 9, 1))
    (one,) = certificates([a_plan(members=(first, left, came), installations=(replace(HANDED, everybody=True),))])
    assert one.receivers == ("left", "person-1")
