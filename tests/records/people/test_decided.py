"""What people decided: replayed for ever, undone without loss, and never against each other in silence."""

from dataclasses import replace
from itertools import permutations

from .said import DOUBTFUL, START, different, follow_up, keys, mention, pair, person_of, same, together, who_is_who

ABC = [mention("a"), mention("b", day=2), mention("c", day=3)]


def test_the_last_word_about_two_people_counts():
    """Somebody changed their mind; that is no contradiction."""
    united, people, _ = who_is_who(ABC, decisions=[same("a", "b"), different("a", "b", 1)])
    assert ("a",) in together(people)
    assert united.contradictions == ()
    _, people, _ = who_is_who(ABC, decisions=[different("a", "b"), same("a", "b", 1)])
    assert ("a", "b") in together(people)


def test_nothing_is_asked_again_once_it_was_decided():
    """Neither about these two records nor about others of the same two people."""
    said = [*ABC[:2], follow_up("f", surname="Savadogo")]
    united, _, _ = who_is_who(said, [pair("a", "b", DOUBTFUL)], [different("a", "b")])
    assert united.doubts == ()
    united, _, _ = who_is_who(said, [pair("a", "b", DOUBTFUL), pair("a", "f")], [different("b", "f")])
    assert united.doubts == ()


def test_a_cycle_of_decisions_is_found_and_the_latest_hold():
    """A is B and B is C, but A is not C: two of the three can be true, and the oldest gives way."""
    cycle = [same("a", "b"), same("b", "c", 1), different("a", "c", 2)]
    for order in permutations(cycle):
        united, people, _ = who_is_who(ABC, decisions=order)
        assert together(people) == {("a",), ("b", "c")}
        (found,) = united.contradictions
        assert found.refused == cycle[0]
        assert found.against == tuple(cycle[1:])


def test_a_later_same_makes_the_older_different_give_way():
    """The same cycle, decided in another order."""
    cycle = [different("a", "c"), same("a", "b", 1), same("b", "c", 2)]
    united, people, _ = who_is_who(ABC, decisions=cycle)
    assert together(people) == {("a", "b", "c")}
    assert united.contradictions[0].refused == cycle[0]
    assert united.contradictions[0].against == tuple(cycle[1:])


def test_of_decisions_at_one_instant_different_counts_first():
    """A workbook is imported at one instant; a wrong merge harms more than a double."""
    united, people, _ = who_is_who(ABC, decisions=[same("a", "b"), same("b", "c"), different("a", "c")])
    assert ("a", "b", "c") not in together(people)
    assert united.contradictions[0].refused.verdict == "same"


def test_taking_a_decision_of_the_cycle_back_ends_the_contradiction():
    """Whoever is shown the three may take back any of them."""
    undone = replace(same("b", "c", 1), undone_at=START)
    united, people, _ = who_is_who(ABC, decisions=[same("a", "b"), undone, different("a", "c", 2)])
    assert together(people) == {("a", "b"), ("c",)}
    assert united.contradictions == ()


def test_a_decision_about_a_deleted_record_does_no_harm():
    """Neither an error nor a merge of what is left."""
    united, people, _ = who_is_who(ABC, decisions=[same("a", "gone"), same("gone", "b"), different("gone", "c")])
    assert len(people.persons) == 3
    assert united.contradictions == ()


def test_a_decision_survives_the_deletion_of_the_double():
    """The office finds a double, says so, and deletes it; what comes with the double's card must still go right."""
    decided = same("a", "b", left_code="P1", right_code="P2")
    said = [mention("a", code="P1"), mention("b", code="P2"), follow_up("f", "P2")]
    assert together(who_is_who(said, decisions=[decided])[1]) == {("a", "b", "f")}
    assert together(who_is_who([said[0], said[2]], decisions=[decided])[1]) == {("a", "f")}


def test_whoever_used_a_card_wrongly_leaves_it_untouched_when_deleted():
    """The decision was about two records under one card; without the wrong one the card is the other's alone."""
    decided = different("f", "r", left_code="P1", right_code="P1")
    said = [mention("r", code="P1"), follow_up("g", "P1")]
    assert together(who_is_who(said, decisions=[decided])[1]) == {("g", "r")}


def test_undoing_a_merge_gives_both_their_own_back():
    """Keys and codes were given out; nothing may be lost by a wrong click."""
    said = [mention("a", code="P1"), mention("b", code="P2"), follow_up("f", "P2")]
    _, before, given = who_is_who(said)
    _, merged, given = who_is_who(said, decisions=[same("a", "b")], identities=given)
    assert len(merged.persons) == 1
    assert merged.persons[0].aliases == ("P2",)
    _, after, _ = who_is_who(said, identities=given)
    assert after == before


def test_the_oldest_identity_stays_after_a_merge():
    """It stands on the most lists and PDFs."""
    _, first, given = who_is_who([mention("b", code="P2", day=9)])
    _, _, given = who_is_who([mention("a", code="P1"), mention("b", code="P2", day=9)], identities=given)
    _, merged, _ = who_is_who(
        [mention("a", code="P1"), mention("b", code="P2", day=9)], decisions=[same("a", "b")], identities=given
    )
    assert person_of(merged, "a").person_key == keys(first)["b"]
    assert person_of(merged, "a").code == "P2"


def test_of_ids_given_at_one_instant_a_cards_stays():
    """The first linking gives all of them out at once; who holds a card is known by it, not by a code of the office."""
    said = [mention("r", code="P1", day=5), *(follow_up(f"f{n}", surname="Savadogo") for n in range(6))]
    _, _, given = who_is_who(said)
    for n in range(6):
        _, merged, _ = who_is_who(said, decisions=[same("r", f"f{n}")], identities=given)
        assert person_of(merged, "r").code == "P1"


def test_a_deleted_registration_leaves_its_follow_ups_a_person():
    """Somebody was trained and equipped; the deletion of one form does not undo that."""
    said = [mention("r", code="P1"), follow_up("f", "P1")]
    _, before, given = who_is_who(said)
    _, after, _ = who_is_who(said[1:], identities=given)
    assert keys(after)["f"] == keys(before)["f"]
    assert person_of(after, "f").standing == "unregistered"


def test_a_deleted_registration_without_a_card_leaves_them_too():
    """The office's code leads there."""
    _, before, given = who_is_who([mention("r")])
    chosen = follow_up("f", given[0].code, code_from="list")
    _, after, later = who_is_who([chosen], identities=given)
    assert keys(after)["f"] == keys(before)["r"]
    assert later == given
