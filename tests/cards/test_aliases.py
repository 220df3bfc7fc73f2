"""Which code an alias stands for now."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cards.replacing import Replacement, newest_codes


def a_replacement(new, old, day=1):
    return Replacement(new, old, "perdue", "awa", datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day))


CHAIN = [a_replacement("B", "A", 1), a_replacement("C", "B", 2), a_replacement("D", "C", 3), a_replacement("Y", "X", 1)]


@given(st.permutations(CHAIN))
def test_a_chain_leads_to_its_end_in_any_order(facts):
    """Decisions are replayed in the order the database gives them."""
    assert newest_codes(facts) == {"A": "D", "B": "D", "C": "D", "X": "Y"}


def test_a_clock_that_was_set_back_changes_nothing():
    """A laptop in the field has any date; a card that was replaced is in nobody's hand."""
    assert newest_codes([a_replacement("B", "A", 9), a_replacement("C", "B", 2)]) == {"A": "C", "B": "C"}


def test_of_two_cards_for_one_lost_card_the_later_holds():
    """Two offices replaced it before their archives met: neither card may become a stranger."""
    facts = [a_replacement("B", "A", 1), a_replacement("C", "A", 2)]
    assert newest_codes(facts) == newest_codes(facts[::-1]) == {"A": "C", "B": "C"}


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), max_size=8))
def test_even_a_ring_ends(pairs):
    """Nobody can record one; a damaged archive must not hang the nightly run."""
    facts = {new: a_replacement(new, old) for new, old in pairs if new != old}
    assert not {alias for alias, newest in newest_codes(facts.values()).items() if alias == newest}


def test_nothing_replaced_means_no_alias():
    """Most programmes on most days."""
    assert newest_codes([]) == {}
