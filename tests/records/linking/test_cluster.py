"""Pairs become people: surest first, no chains, decisions above all, whatever the order."""

import random
from itertools import product

import pytest

from pipeline.records.linking.cluster import cluster

from .kit import a_pair, model


def grouped(ids, pairs, same=(), different=()):
    return cluster(ids, pairs, same, different, model())


SURE, WEAK, AGAINST = 12.0, 1.0, -3.5


def test_what_is_sure_is_one_person_and_the_rest_stays_alone():
    """A record in no pair is a person too."""
    found = grouped("abc", [a_pair("a", "b", SURE)])
    assert found.groups == (("a", "b"), ("c",))
    assert found.doubtful == ()


def test_one_weak_link_does_not_join_two_clear_people():
    """Connected components chain people together: one wrong pair would merge two families' money."""
    pairs = [a_pair("a", "b", SURE), a_pair("c", "d", SURE), a_pair("b", "c", model().upper + 0.1)]
    found = grouped("abcd", pairs)
    assert found.groups == (("a", "b"), ("c", "d"))
    assert [(pair.left, pair.right) for pair in found.doubtful] == [("b", "c")]


def test_a_doubtful_pair_is_asked_once_for_any_two_people():
    """Four records of two people would otherwise be four questions."""
    links = [a_pair(x, y, WEAK + n / 10) for n, (x, y) in enumerate(product("ab", "cd"))]
    found = grouped("abcd", [a_pair("a", "b", SURE), a_pair("c", "d", SURE), *links])
    assert [(pair.left, pair.right) for pair in found.doubtful] == [("b", "d")]


def test_below_the_lower_threshold_nothing_is_asked():
    """A queue of nonsense is a queue nobody works off."""
    assert grouped("ab", [a_pair("a", "b", model().lower - 0.1)]).doubtful == ()


def test_what_was_decided_holds_against_every_weight():
    """A person looked at both; arithmetic did not."""
    assert grouped("ab", [a_pair("a", "b", SURE)], different=[("b", "a")]).groups == (("a",), ("b",))
    assert grouped("ab", [a_pair("a", "b", AGAINST)], same=[("b", "a")]).groups == (("a", "b"),)


def test_nothing_decided_is_asked_again():
    """Nobody answers the same question twice with the same patience."""
    assert grouped("ab", [a_pair("a", "b", WEAK)], different=[("a", "b")]).doubtful == ()


def test_different_holds_for_the_whole_group():
    """A is b, and b is not c: then a is not c either, however alike they look."""
    found = grouped("abc", [a_pair("a", "b", SURE), a_pair("a", "c", SURE - 1)], different=[("b", "c")])
    assert found.groups == (("a", "b"), ("c",))


def test_decisions_that_exclude_each_other_are_shown():
    """A is b, b is c, a is not c: somebody must know."""
    found = grouped("abc", [], same=[("a", "b"), ("b", "c")], different=[("a", "c")])
    assert found.contradictions == (("a", "c"),)


def test_decisions_about_records_that_are_gone_do_nothing():
    """A registration was deleted; the decision is kept for the day it comes back."""
    assert grouped("a", [], same=[("a", "z")], different=[("y", "z")]).groups == (("a",),)


@pytest.mark.parametrize("seed", range(5))
def test_order_does_not_matter(seed):
    """Tablets come online in any order, and sums of floats depend on theirs."""
    draw = random.Random(seed)
    ids = [f"r{n:02}" for n in range(25)]
    pairs = [a_pair(*draw.sample(ids, 2), draw.uniform(-4, 14)) for _ in range(60)]
    pairs = list({(pair.left, pair.right): pair for pair in pairs}.values())
    same, different = [tuple(draw.sample(ids, 2))], [tuple(draw.sample(ids, 2)) for _ in range(3)]
    expected = grouped(ids, pairs, same, different)
    assert sorted(one for group in expected.groups for one in group) == ids
    for _ in range(3):
        draw.shuffle(pairs)
        assert grouped(draw.sample(ids, len(ids)), pairs, same, different) == expected
