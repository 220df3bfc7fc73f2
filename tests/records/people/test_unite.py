"""In which order a mention finds its person, and what it becomes where it finds nobody."""

import pytest

from .said import DOUBTFUL, SURE, by_mention, follow_up, keys, mention, pair, person_of, same, together, who_is_who


def test_a_card_leads_to_whoever_was_registered_with_it():
    """The pre-printed card is believed before anything else."""
    _, people, _ = who_is_who([mention("r", code="P1"), follow_up("f", "P1")])
    assert by_mention(people)["f"].how == "card"
    assert together(people) == {("f", "r")}
    assert person_of(people, "f").code == "P1"


def test_a_choice_from_the_tablets_list_leads_there_too():
    """And the books tell both ways apart."""
    _, people, _ = who_is_who([mention("r", code="P1"), follow_up("f", "P1", code_from="list")])
    assert by_mention(people)["f"].how == "list"


def test_a_card_that_nobody_registered_yet_is_parked_as_a_person():
    """Tablets come online in any order: the registration may arrive tomorrow."""
    _, people, given = who_is_who([follow_up("f", "P1"), follow_up("g", "P1")])
    assert {one.state for one in people.linked} == {"parked"}
    assert person_of(people, "f").standing == "unregistered"
    _, later, _ = who_is_who([follow_up("f", "P1"), follow_up("g", "P1"), mention("r", code="P1")], identities=given)
    assert {one.state for one in later.linked} == {"linked"}
    assert keys(later)["f"] == keys(people)["f"]


def test_a_name_without_a_card_is_linked_where_the_score_is_sure():
    """Cards are forgotten at home."""
    _, people, _ = who_is_who([mention("r", code="P1"), follow_up("f", surname="Savadogo")], [pair("f", "r")])
    assert by_mention(people)["f"].how == "score"
    assert by_mention(people)["f"].weight == SURE


def test_a_doubtful_name_stands_as_a_provisional_person():
    """It is counted and on the lists until somebody decides; the registered person is not in doubt."""
    united, people, _ = who_is_who([mention("r"), follow_up("f", surname="Savadogo")], [pair("f", "r", DOUBTFUL)])
    assert by_mention(people)["f"].state == "in_review"
    assert person_of(people, "f").standing == "provisional"
    assert person_of(people, "f").doubts == ("f",)
    assert person_of(people, "r").standing == "registered"
    assert united.doubts == (pair("f", "r", DOUBTFUL),)


def test_of_two_doubtful_registrations_the_later_is_provisional():
    """Otherwise one doubt would make two people provisional, and the report would say twice as many."""
    _, people, _ = who_is_who([mention("a", day=2), mention("b", day=1)], [pair("a", "b", DOUBTFUL)])
    assert person_of(people, "a").standing == "provisional"
    assert person_of(people, "b").standing == "registered"


def test_a_name_with_no_candidate_is_parked():
    """Nobody was registered under that name; a registration may still come."""
    _, people, _ = who_is_who([follow_up("f", surname="Savadogo")])
    assert by_mention(people)["f"].state == "parked"


def test_a_registration_founds_a_person():
    """One mention of each registered person is the one that founded it."""
    _, people, _ = who_is_who([mention("a", code="P1"), mention("b", code="P1", day=2), mention("c")], [pair("a", "b")])
    assert sorted(one.mention_id for one in people.linked if one.how == "founded") == ["a", "c"]
    assert by_mention(people)["b"].how == "card"


def test_registrations_with_one_number_of_another_system_are_one_person():
    """The number was given to one person there."""
    said = [mention("a", code="P1", external_id="E7"), mention("b", code="P2", external_id="E7", day=2)]
    _, people, _ = who_is_who(said, [pair("a", "b", DOUBTFUL)])
    assert by_mention(people)["b"].how == "external"
    assert person_of(people, "b").aliases == ("P2",)


def test_a_number_whose_names_clearly_differ_is_shown_and_joins_nobody():
    """A number copied into the wrong row must not give one person another's history."""
    said = [mention("a", external_id="E7"), mention("b", external_id="E7", day=2)]
    united, people, _ = who_is_who(said)
    assert together(people) == {("a",), ("b",)}
    assert [d.claim for d in united.disputes] == ["external:E7"]


def test_a_number_alone_finds_its_person():
    """An import may bring nothing but the number."""
    said = [mention("a", external_id="E7"), follow_up("f", external_id="E7")]
    assert together(who_is_who(said)[1]) == {("a", "f")}


def test_a_decision_links_what_the_score_would_not():
    """Whoever knows both people knows more than a score."""
    _, people, _ = who_is_who([mention("a"), mention("b", day=2)], decisions=[same("a", "b")])
    assert by_mention(people)["b"].how == "decision"


def test_a_code_with_a_wrong_check_sign_is_no_code():
    """Reading passes it on as no code: the name decides, and without a name nothing does."""
    said = [mention("r", code="P1"), follow_up("named", surname="Sawadogo"), follow_up("bare")]
    _, people, _ = who_is_who(said, [pair("r", "named")])
    assert by_mention(people)["named"].state == "linked"
    assert by_mention(people)["bare"].state == "unidentifiable"


@pytest.mark.parametrize("surname", ["", " ", "-"])
def test_an_empty_identity_is_unidentifiable(surname):
    """It speaks of somebody, but nobody can say of whom; it is counted all the same."""
    united, people, _ = who_is_who([mention("r", surname=surname), follow_up("f", surname=surname)])
    assert united.unidentifiable == ("f", "r")
    assert by_mention(people)["r"].person_key == ""


def test_a_registration_without_a_name_still_stands_for_its_card():
    """Who refused consent got a card; what comes with the card belongs to that person."""
    _, people, _ = who_is_who([mention("r", code="P1", surname=""), follow_up("f", "P1")])
    assert together(people) == {("f", "r")}


def test_a_name_of_one_letter_is_never_compared():
    """It fits a thousand people; but whoever was seen and registered under it is a person."""
    said = [mention("r", surname="K"), mention("s", day=2), follow_up("f", surname="K")]
    _, people, _ = who_is_who(said, [pair("r", "s"), pair("f", "s")])
    assert together(people) == {("r",), ("s",)}
    assert by_mention(people)["f"].state == "unidentifiable"


def test_somebody_may_say_whom_an_empty_identity_means():
    """The enumerator remembers."""
    _, people, _ = who_is_who([mention("r"), follow_up("f")], decisions=[same("f", "r")])
    assert by_mention(people)["f"].how == "decision"


def test_a_replaced_card_means_the_same_person():
    """The card was lost, the person was not."""
    said = [mention("r", code="P1"), follow_up("f", "P2")]
    _, people, _ = who_is_who(said, aliases={"P1": "P2"})
    assert together(people) == {("f", "r")}
    assert (person_of(people, "r").code, person_of(people, "r").aliases) == ("P2", ("P1",))


def test_one_weak_link_does_not_chain_clear_people():
    """Plain components would join a and c through b."""
    said = [mention("a"), mention("b", day=2), mention("c", day=3)]
    _, people, _ = who_is_who(said, [pair("a", "b"), pair("b", "c", DOUBTFUL)])
    assert ("c",) in together(people)


def test_five_hundred_people_of_one_name_are_told_apart_in_time():
    """A camp registers many under one name and year; 125,000 doubtful pairs must not stop the morning's run."""
    said = [mention(f"r{n:03}", code=f"P{n:03}") for n in range(500)]
    pairs = [pair(f"r{a:03}", f"r{b:03}", -1.0) for a in range(500) for b in range(a)]
    united, people, _ = who_is_who(said, pairs)
    assert len(people.persons) == 500
    assert united.doubts == ()


def test_doubtful_namesakes_are_provisional_but_the_first():
    """Each of them may be the first again; nobody is lost and nobody is merged."""
    said = [mention(f"r{n:03}", code=f"P{n:03}") for n in range(200)]
    pairs = [pair(f"r{a:03}", f"r{b:03}", DOUBTFUL) for a in range(200) for b in range(a)]
    _, people, _ = who_is_who(said, pairs)
    assert sum(person.standing == "provisional" for person in people.persons) == 199
