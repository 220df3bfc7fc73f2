"""Who is in a plan on a day."""

from datetime import date

import pytest

from pipeline.model.plan import Membership
from tests.rules.cases import origin

FROM, TO = date(2019, 3, 1), date(2019, 6, 1)


@pytest.mark.parametrize(
    ("since", "until", "day", "holds"),
    [
        (FROM, TO, date(2019, 2, 28), False),
        (FROM, TO, FROM, True),
        (FROM, TO, date(2019, 5, 31), True),
        (FROM, TO, TO, False),
        (None, TO, date(2010, 1, 1), True),
        (FROM, None, date(2030, 1, 1), True),
        (FROM, TO, None, False),
        (FROM, None, None, True),
    ],
)
def test_a_member_is_in_the_plan_from_the_first_day_until_the_day_of_leaving(since, until, day, holds):
    """Goods go to those who are in it on the day of the hand-over; without a day, to those who are in it now."""
    assert Membership("person-1", "lead", since, until, origin("business_plan")).holds_on(day) is holds
