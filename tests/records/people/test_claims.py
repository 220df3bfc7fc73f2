"""A card used by two people: found, shown, and never silently shared."""

from .said import DOUBTFUL, by_mention, different, follow_up, keys, mention, pair, person_of, same, together, who_is_who

TWO = [mention("a", code="P1"), mention("b", code="P1", surname="Ouattara", day=2)]


def test_one_card_on_two_clearly_different_people_is_a_dispute():
    """A couple was registered with one card; their histories must not flow together."""
    united, people, _ = who_is_who(TWO)
    assert together(people) == {("a",), ("b",)}
    (dispute,) = united.disputes
    assert (dispute.claim, dispute.parties) == ("code:P1", (("a",), ("b",)))


def test_two_registrations_under_one_card_that_agree_are_one_person():
    """The same person was registered twice; a doubtful score is enough where the card is the same."""
    united, people, _ = who_is_who(TWO, [pair("a", "b", DOUBTFUL)])
    assert together(people) == {("a", "b")}
    assert united.disputes == ()
    assert united.doubts == ()


def test_what_came_with_a_disputed_card_alone_waits_for_somebody():
    """Nothing tells whose it is."""
    united, people, _ = who_is_who([*TWO, follow_up("f", "P1")])
    assert united.disputes[0].unsettled == ("f",)
    assert by_mention(people)["f"].state == "in_review"
    assert person_of(people, "f").doubts == ("f",)


def test_a_name_beside_a_disputed_card_settles_whose_it_is():
    """It agrees with one of the two and not with the other."""
    _, people, _ = who_is_who([*TWO, follow_up("f", "P1", "Ouattara")], [pair("b", "f", DOUBTFUL)])
    assert keys(people)["f"] == keys(people)["b"]


def test_whoever_had_the_card_first_keeps_the_key():
    """A second person with the same card must not take over the first one's record, whatever the dates say."""
    _, before, given = who_is_who([TWO[1], follow_up("f", "P1")])
    _, after, _ = who_is_who([*TWO, follow_up("f", "P1")], identities=given)
    assert keys(after)["b"] == keys(before)["b"]
    assert keys(after)["a"] != keys(after)["b"]
    assert keys(after)["f"] not in (keys(after)["a"], keys(after)["b"])


def test_the_card_can_be_given_to_one_of_the_two():
    """One decision about the card settles all that came with it alone."""
    said = [*TWO, follow_up("f", "P1"), follow_up("g", "P1")]
    _, people, _ = who_is_who(said, decisions=[same("a", "code:P1")])
    assert together(people) == {("a", "f", "g"), ("b",)}
    assert person_of(people, "f").standing == "registered"


def test_a_dispute_is_settled_by_saying_they_are_one():
    """A married name."""
    united, people, _ = who_is_who([*TWO, follow_up("f", "P1")], decisions=[same("a", "b")])
    assert together(people) == {("a", "b", "f")}
    assert united.disputes == ()


def test_a_dispute_about_which_somebody_decided_says_so():
    """Nothing is asked twice."""
    assert who_is_who(TWO)[0].disputes[0].undecided == (("a", "b"),)
    assert who_is_who(TWO, decisions=[different("a", "b")])[0].disputes[0].undecided == ()


def test_a_wrongly_scanned_card_leaves_alone():
    """Somebody says that one follow-up is not of the card's holder; the others stay where they are."""
    said = [mention("r", code="P1"), follow_up("f", "P1"), follow_up("g", "P1")]
    united, people, _ = who_is_who(said, decisions=[different("f", "r")])
    assert together(people) == {("g", "r"), ("f",)}
    assert united.disputes == ()


def test_a_code_given_by_the_office_finds_whom_it_was_given_to():
    """Somebody without a card is chosen from the tablet's list by the code the office drew."""
    _, _, given = who_is_who([mention("r")])
    code = given[0].code
    _, people, _ = who_is_who([mention("r"), follow_up("f", code, code_from="list")], identities=given)
    assert together(people) == {("f", "r")}
    assert person_of(people, "f").code == code


def test_a_card_that_comes_later_does_not_cut_off_the_offices_code():
    """Lists sent out before the card was handed over are still in the field."""
    _, before, given = who_is_who([mention("r")])
    said = [mention("r", code="P1"), follow_up("f", given[0].code), follow_up("g", "P1")]
    _, people, _ = who_is_who(said, identities=given)
    assert together(people) == {("f", "g", "r")}
    assert keys(people)["r"] == keys(before)["r"]


def test_a_corrected_card_number_keeps_the_person():
    """The first card was mistyped and corrected on the server: same person, same key, and the new card is shown."""
    _, before, given = who_is_who([mention("r", code="P1")])
    _, after, _ = who_is_who([mention("r", code="P2"), follow_up("f", "P1")], identities=given)
    assert keys(after)["r"] == keys(before)["r"]
    assert person_of(after, "r").code == "P2"
    assert keys(after)["f"] != keys(after)["r"]


def test_an_id_given_to_a_card_does_not_make_a_score_permanent():
    """The earlier mention was joined by score alone: should the score go, it is free again, whatever was given out."""
    said = [mention("later", code="P1", day=2), mention("first")]
    _, _, given = who_is_who(said, [pair("first", "later")])
    _, people, _ = who_is_who(said, identities=given)
    assert together(people) == {("first",), ("later",)}
    assert person_of(people, "later").code == "P1"
