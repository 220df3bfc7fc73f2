"""What somebody is asked, and what their answer is recorded about."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.records.people.questions import carried_codes, questions

from .said import DOUBTFUL, decide, different, follow_up, mention, pair, same, who_is_who

TWO = [mention("a", code="P1"), mention("b", code="P1", surname="Ouattara", day=2)]


def asked(mentions, pairs=(), decisions=(), identities=()):
    united, people, _ = who_is_who(mentions, pairs, decisions, identities)
    return questions(united, people, pairs)


def test_a_doubtful_score_is_asked_with_both_people():
    """Whoever decides must see all that is known of each, not the two records alone."""
    (found,) = asked([mention("a"), mention("b")], [pair("a", "b", DOUBTFUL)])
    assert (found.kind, found.ends, found.pair) == ("score", ("a", "b"), pair("a", "b", DOUBTFUL))
    assert [person.mentions for person in found.persons] == [("a",), ("b",)]


def test_one_question_is_asked_about_each_provisional_person():
    """Five training days under one badly written name are five questions, not fifteen; answers settle the rest."""
    said = [mention("r"), *(follow_up(f"f{n}", surname="Savadogo", day=2 + n) for n in range(5))]
    names = [one.mention_id for one in said]
    pairs = [pair(a, b, DOUBTFUL) for a in names for b in names if a < b]
    assert sorted(found.ends for found in asked(said, pairs)) == [("r", f"f{n}") for n in range(5)]


@given(st.data())
def test_answering_one_after_the_other_ends(data):
    """Whatever is answered, nothing is asked twice and in the end nobody is provisional."""
    names = [f"m{n}" for n in range(5)]
    said = [
        mention(name, data.draw(st.sampled_from(["registered", "followed_up"])), day=1 + n)
        for n, name in enumerate(names)
    ]
    pairs = [pair(a, b, DOUBTFUL) for a in names for b in names if a < b and data.draw(st.booleans())]
    decisions: list = []
    keys = set()
    while found := asked(said, pairs, decisions):
        assert found[0].key not in keys
        keys.add(found[0].key)
        verdict = data.draw(st.sampled_from(["same", "different"]))
        decisions.append(decide(found[0].ends[0], found[0].ends[1], verdict, minute=len(decisions)))
    _, people, _ = who_is_who(said, pairs, decisions)
    assert "provisional" not in {person.standing for person in people.persons}


def test_whoever_is_known_stands_first():
    """The newcomer is compared with the known person, not the other way round."""
    (found,) = asked([mention("z"), follow_up("a", surname="Savadogo")], [pair("a", "z", DOUBTFUL)])
    assert found.ends == ("z", "a")


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
    united, _, ids = who_is_who(said)
    office = next(identity.code for identity in ids if identity.handle == "mention:b")
    assert carried_codes(united, ids, "a", "b") == ("P1", office)


def test_a_shared_or_disputed_card_is_not_recorded_with_a_decision():
    """It would speak of both, or of neither."""
    united, _, ids = who_is_who(TWO)
    assert carried_codes(united, ids, "a", "b") == ("", "")
    united, _, ids = who_is_who([*TWO, mention("c", code="P3")])
    assert carried_codes(united, ids, "a", "c") == ("", "P3")
