"""Groups only grow, and never across what must stay apart."""

from pipeline.records.people.bonds import Bonds


def test_what_must_stay_apart_is_never_joined_not_even_by_others():
    """If a is not b, whoever is a cannot become whoever is b."""
    bonds = Bonds()
    assert bonds.part("a", "b")
    assert bonds.tie("a", "c")
    assert bonds.tie("b", "d")
    assert not bonds.tie("c", "d")
    assert bonds.are_apart("c", "d")
    assert sorted(bonds.members("c")) == ["a", "c"]


def test_what_is_one_cannot_be_parted():
    """The caller learns of the contradiction."""
    bonds = Bonds()
    bonds.tie("a", "b")
    bonds.tie("b", "c")
    assert not bonds.part("a", "c")


def test_each_two_groups_that_stay_apart_are_listed_once():
    """The score must respect them."""
    bonds = Bonds()
    bonds.part("a", "b")
    bonds.part("b", "a")
    bonds.tie("a", "c")
    assert [sorted(map(bonds.root, pair)) for pair in bonds.apart()] == [sorted([bonds.root("a"), bonds.root("b")])]


def test_groups_are_named_once():
    """One person per group."""
    bonds = Bonds()
    bonds.tie("a", "b")
    assert sorted(map(sorted, bonds.groups(["a", "b", "c"]))) == [["a", "b"], ["c"]]
