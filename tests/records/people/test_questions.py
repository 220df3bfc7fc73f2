"""What somebody is asked, and what their answer is recorded about."""

from pipeline.records.people.questions import carried_codes, questions

from .said import DOUBTFUL, different, follow_up, mention, pair, same, who_is_who

TWO = [mention("a", code="P1"), mention("b", code="P1", surname="Ouattara", day=2)]


def asked(mentions, pairs=(), decisions=(), identities=()):
    united, people, _ = who_is_who(mentions, pairs, decisions, identities)
    return questions(united, people, pairs)


def test_a_doubtful_score_is_asked_with_both_people():
    """Whoever decides must see all that is known of each, not the two records alone."""
    (found,) = asked([mention("a"), mention("b")], [pair("a", "b", DOUBTFUL)])
    assert (found.kind, found.ends, found.pair) == ("score", ("a", "b"), pair("a", "b", DOUBTFUL))
    assert [person.mentions for person in found.persons] == [("a",), ("b",)]


def test_a_card_of_two_people_is_asked_until_somebody_decides():
    """Then only what came with the card alone is left to ask."""
    said = [*TWO, follow_up("f", "P1")]
    (found,) = asked(said)
    assert (found.kind, found.ends, found.claim) == ("card", ("a", "b"), "code:P1")
    (found,) = asked(said, decisions=[different("a", "b")])
    assert (found.kind, found.ends, found.unsettled) == ("whose", ("a", "b"), ("f",))
    assert asked(said, decisions=[different("a", "b"), same("a", "code:P1")]) == ()
    assert asked(said, decisions=[same("a", "b")]) == ()


def test_nothing_waits_where_nothing_came_with_the_card_alone():
    """Both are known by their names."""
    assert asked(TWO, decisions=[different("a", "b")]) == ()


def test_a_decision_is_recorded_with_the_cards_of_both():
    """It outlives the deletion of the double."""
    said = [mention("a", code="P1"), mention("b")]
    united, _, given = who_is_who(said)
    office = next(identity.code for identity in given if identity.handle == "mention:b")
    assert carried_codes(united, given, "a", "b") == ("P1", office)


def test_a_shared_or_disputed_card_is_not_recorded_with_a_decision():
    """It would speak of both, or of neither."""
    united, _, given = who_is_who(TWO)
    assert carried_codes(united, given, "a", "b") == ("", "")
    united, _, given = who_is_who([*TWO, mention("c", code="P3")])
    assert carried_codes(united, given, "a", "c") == ("", "P3")
