"""The invented population is as hard as the real one: few surnames, shared phones, brothers, twins, namesakes."""

from collections import Counter, defaultdict
from functools import cache
from random import Random

import pytest

from pipeline.simulation.labelled.households import draw_people
from pipeline.simulation.labelled.places import Country
from pipeline.simulation.labelled.surnames import surname_pools


@cache
def people(count=30_000, seed=1):
    return list(draw_people(count, Country(count), Random(seed)))


def by(key):
    found = defaultdict(list)
    for person in people():
        found[key(person)].append(person)
    return found


def siblings():
    """People of the same parents in one village, whatever they share besides."""
    groups = by(lambda p: (p.surname, p.father, p.mother, p.commune.name, p.village, p.flight))
    return [group for group in groups.values() if len(group) > 1]


def test_so_many_people_are_drawn_as_were_asked_for():
    """The last household is cut, not the count."""
    for count in (1, 2, 7, 500):
        assert [p.number for p in people(count, 4)] == list(range(1, count + 1))


def test_almost_a_fifth_bear_one_surname_and_many_are_rare():
    """Sharing Ouédraogo must be weak evidence, sharing a rare name strong."""
    found = Counter(p.surname for p in people())
    assert found.most_common(1)[0][0] == "Ouédraogo"
    assert found["Ouédraogo"] / len(people()) == pytest.approx(0.18, abs=0.03)
    assert found.most_common(2)[1][1] < found["Ouédraogo"] / 2
    assert sum(count <= 5 for count in found.values()) > 200


def test_more_people_bear_more_surnames():
    """A country has about 1,400; a threshold tuned on a village would not hold there."""
    sizes = [
        len({name for pool in surname_pools(count).values() for name in pool.names})
        for count in (1_000, 10_000, 100_000)
    ]
    assert sizes == sorted(set(sizes))
    assert sizes[-1] == pytest.approx(1_400, rel=0.1)


def test_flights_carry_100_to_230_people():
    """So many records share an arrival batch without being the same person."""
    flights = sorted(Counter(p.flight for p in people()).values())
    assert flights[len(flights) // 10] >= 100
    assert flights[-1] <= 280
    assert sum(flights) / len(flights) == pytest.approx(165, abs=25)


def test_phones_have_eight_digits_some_with_a_zero_in_front_and_many_are_shared():
    """A number in a column of numbers loses its zero; a number as a key makes a household one person."""
    assert all(len(p.phone) == 8 and p.phone.isdigit() for p in people())
    assert sum(p.phone[0] == "0" for p in people()) > 0.1 * len(people())
    sharing = sum(len(group) for group in by(lambda p: p.phone).values() if len(group) > 1)
    assert 0.15 < sharing / len(people()) < 0.40


def test_brothers_and_sisters_come_home_on_one_flight():
    """Surname, village, flight and parents agree: everything but the person."""
    together = sum(len(group) for group in siblings())
    assert 0.1 < together / len(people()) < 0.4


def test_twins_are_as_rare_as_in_life_and_share_their_birth_date():
    """About 15 births in a thousand; the hardest pair there is."""
    twins = [g for g in siblings() if len({(p.year, p.month, p.day) for p in g}) < len(g)]
    assert 0.001 < sum(len(group) for group in twins) / len(people()) < 0.02
    assert all(len({p.given for p in group}) > 1 for group in twins)


def test_a_man_may_have_children_of_two_mothers_on_one_flight():
    """Half-brothers share a father's name and not a mother's."""
    fathers = by(lambda p: (p.surname, p.father, p.village, p.commune.name, p.flight, p.year > 2005))
    assert any(key[-1] and len({p.mother for p in group}) > 1 for key, group in fathers.items())


def test_some_sons_bear_their_father_s_name():
    """Only the birth date tells them apart."""
    named = [p for p in people() if p.father == p.given and p.sex == "male"]
    assert 0.01 < len(named) / len(people()) < 0.10


def test_strangers_bear_the_same_name_and_were_born_in_the_same_year():
    """Name and year alone must not link."""
    namesakes = by(lambda p: (p.surname, p.given, p.year)).values()
    assert sum(len(group) for group in namesakes if len(group) > 1) > 0.05 * len(people())


def test_years_of_birth_crowd_on_round_figures():
    """Who does not know it says 1985 or 1990."""
    assert 0.23 < sum(p.year % 5 == 0 for p in people()) / len(people()) < 0.40


def test_villages_of_different_communes_have_the_same_names():
    """A village is only known together with its commune."""
    communes = by(lambda p: p.village)
    assert sum(len({p.commune.name for p in group}) > 1 for group in communes.values()) > 20
