"""What was paid against the budget, and what held an installation up."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.model.installation import Incident
from pipeline.rules.incidents import incidents_are_solved
from pipeline.rules.spending import stays_near_budget

from .cases import TODAY, policy
from .goods import a_purchase, installed, purchased

TENTH = Decimal("0.10")
SINCE = date(2019, 3, 1)


def spent(*paid, excess=TENTH, **changes):
    """The outcome after these payments for a plan of 165 000 francs."""
    purchases = [a_purchase(paid=amount) for amount in paid]
    case = installed(*([purchased(*purchases)] if purchases else []), **changes)
    (verdict,) = stays_near_budget.judge(case, policy(purchases__budget_excess=excess))
    return verdict.outcome


@pytest.mark.parametrize(
    ("paid", "outcome"),
    [
        ((), "not_applicable"),
        ((100000,), "met"),
        ((165000, 16500), "met"),
        ((165000, 16501), "broken"),
        ((100000, None), "unknown"),
        ((190000, None), "broken"),
    ],
)
def test_all_payments_together_stay_within_ten_percent_of_the_budget(paid, outcome):
    """Both sides of the set share; an amount that is missing cannot make up for an excess."""
    assert spent(*paid) == outcome


def test_without_a_share_or_a_budget_nobody_can_say():
    """The office may set none; a plan that never came has no budget."""
    assert spent(100000, excess=None) == "not_applicable"
    assert spent(100000, versions=()) == "unknown"


def held_up(today=TODAY, days: int | None = 30, **changes):
    """The outcome for one incident since the first of March."""
    told = Incident("price_revised", SINCE, False, None)._replace(**changes)
    (verdict,) = incidents_are_solved.judge(
        installed(purchased(incidents=(told,))), policy(today, installation__incident_days=days)
    )
    return verdict


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"solved": True, "solved_on": date(2019, 3, 31)}, "met"),
        ({"solved": True, "solved_on": date(2019, 4, 1)}, "broken"),
        ({"solved": True}, "unknown"),
        ({"since": None}, "unknown"),
    ],
)
def test_trouble_is_solved_within_thirty_days(changes, outcome):
    """Both sides of the time; a day that is missing is no fault."""
    assert held_up(**changes).outcome == outcome


def test_open_trouble_is_due_until_its_day_and_late_after_it():
    """On the day itself it is still in time."""
    assert held_up(date(2019, 3, 31)).outcome == "unknown"
    assert held_up(date(2019, 3, 31)).until == date(2019, 4, 1)
    assert held_up(date(2019, 4, 1)).outcome == "broken"


def test_no_trouble_and_no_set_time_are_no_case():
    """One verdict for each incident, and one where there is none."""
    assert held_up(days=None).outcome == "not_applicable"
    assert [v.outcome for v in incidents_are_solved.judge(installed(purchased()), policy())] == ["not_applicable"]
