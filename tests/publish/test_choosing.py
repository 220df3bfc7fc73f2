"""Which cases a tablet carries: of one zone, waiting for its form's step, and no more than allowed."""

from datetime import date

from pipeline.publish.choosing import Reach, Waiting, choose, holders


def a_case(number=1, **changes):
    """A plan that waits for the committee since a day of March."""
    known = {
        "key": f"B{number:05}",
        "zones": frozenset({"boulgou"}),
        "places": ("BF-BLG-garango", "BF-BLG", "BF48"),
        "steps": {"committee": date(2019, 3, 1 + number % 28)},
    }
    return Waiting(**(known | changes))


def keys(chosen):
    return [case.key for case in chosen.kept]


def test_a_list_holds_what_waits_for_its_step():
    """A plan that waits for goods is nothing to a committee."""
    cases = [a_case(1), a_case(2, steps={"installation": None}), a_case(3, steps={})]
    assert keys(choose(cases, "committee", Reach("boulgou"))) == ["B00001"]
    assert keys(choose(cases, "", Reach("boulgou"))) == ["B00001", "B00002", "B00003"]


def test_a_list_holds_one_zone():
    """The tablet stolen in one commune says nothing of the others."""
    cases = [a_case(1), a_case(2, zones=frozenset({"kouritenga"})), a_case(3, zones=frozenset({"boulgou", "x"}))]
    assert keys(choose(cases, "committee", Reach("boulgou"))) == ["B00001", "B00003"]
    assert len(choose(cases, "committee", Reach("")).kept) == 3


def test_places_decide_where_a_deployment_names_some():
    """People are registered at the airport: only where they live says whose they are."""
    reach = Reach("boulgou", ("BF-BLG",))
    assert reach.covers(a_case(zones=frozenset({"airport"})))
    assert not reach.covers(a_case(places=("BF-KOT-pouytenga", "BF-KOT", "BF48")))
    assert reach.covers(a_case(places=()))
    assert not reach.covers(a_case(places=(), zones=frozenset({"airport"})))


def test_the_longest_waiting_stay_and_the_rest_is_counted():
    """What was left out must be said: a list that is silently short looks complete."""
    chosen = choose([a_case(n) for n in range(28)], "committee", Reach("boulgou", most=10))
    assert (len(chosen.kept), chosen.left_out) == (10, 18)
    assert [case.steps["committee"] for case in chosen.kept] == [date(2019, 3, day) for day in range(1, 11)]


def test_a_case_without_a_day_comes_last():
    """It may be the newest; nobody knows."""
    cases = [a_case(1, steps={"committee": None}), a_case(2)]
    assert keys(choose(cases, "committee", Reach("boulgou"))) == ["B00002", "B00001"]


def test_holders_are_listed_once_and_only_if_they_may_be():
    """Who did not agree stays off every list, also as somebody's partner."""
    people = {key: Waiting(key, steps={"any": None}) for key in ("p1", "p2")}
    plans = [a_case(1, people=("p2", "p3")), a_case(2, people=("p1", "p2"))]
    assert keys(holders(plans, people, 10)) == ["p2", "p1"]
    assert holders(plans, people, 1).left_out == 1


def test_twenty_thousand_cases_are_as_many_as_are_allowed():
    """The largest list anybody may ask for."""
    chosen = choose((a_case(n) for n in range(25_000)), "committee", Reach("boulgou", most=20_000))
    assert (len(chosen.kept), chosen.left_out) == (20_000, 5_000)
