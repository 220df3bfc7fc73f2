"""A data manager says who is who: it holds, is applied at once, is not asked again, and can be taken back."""

import pytest

from .whoiswho import CARDS, a_copy, a_programme

ONE, TWO, THREE, NOBODY = CARDS
DOUBLE = {"card": TWO, "surname": "SAVADOGO", "on": "2026-01-12"}
OTHER = {
    "surname": "OUATTARA", "given": "Moussa", "sex": "male", "birth_date": "1975-01-03", "village": "Bittou",
    "commune": "BF570102", "father_given": "Ali", "mother_given": "Zenabo", "arrival_batch": "VOL-9",
}  # fmt: skip


@pytest.fixture(scope="module")
def programme(tmp_path_factory, database_url, migrated_template):
    """Somebody was registered twice with two cards and counselled with the second, and a neighbour once."""
    folder = tmp_path_factory.mktemp("people") / "programme"
    with a_programme(folder, database_url, migrated_template) as ground:
        ground.register(ONE)
        ground.register(THREE, **(OTHER | {"surname": "KABORE"}))
        ground.run()
        ground.double = ground.register(**DOUBLE)
        ground.counsel(TWO)
        ground.run()
        yield ground


@pytest.fixture
def twice(programme, tmp_path):
    """A copy of it, for one test to decide in."""
    yield from a_copy(programme, tmp_path)


@pytest.fixture(scope="module")
def disputed(tmp_path_factory, database_url, migrated_template):
    """Two clearly different people were registered with one card, and somebody was counselled with that card."""
    folder = tmp_path_factory.mktemp("disputed") / "programme"
    with a_programme(folder, database_url, migrated_template) as ground:
        ground.register(ONE)
        ground.register(ONE, **OTHER, on="2026-01-15")
        ground.counsel(ONE)
        ground.run()
        yield ground


def test_a_pair_is_shown_with_both_people_and_the_reasons(twice):
    """Nobody could decide without the names, nor trust a number without words."""
    shown = twice.typing("link", "review", keys=["Awa K.", "q"]).output
    for expected in ("SAWADOGO", "SAVADOGO", ONE, TWO, "Femme", "Garango", "Nom de famille", "Est-ce la même personne"):
        assert expected in shown, expected


def test_what_was_said_is_kept_applied_and_not_asked_again(twice):
    """Two people became one: one key, the other card an alias, the talk with the second card theirs."""
    assert twice.people()[TWO] == ("provisional", ())
    said = twice.typing("link", "review", keys=["Awa K.", "m", "même père"])
    assert said.exit_code == 0
    assert f"{ONE} : une seule personne à présent. Mènent aussi à elle : {TWO}." in said.output
    assert twice.people()[ONE] == ("registered", (TWO,))
    assert TWO not in twice.people()
    assert twice.rows("SELECT verdict, why, decided_by FROM registry.link_decision") == [
        ("same", "même père", "Awa K.")
    ]
    assert "Rien n'est à décider." in twice.typing("link", "review").output


def test_names_are_on_the_screen_only(twice):
    """The review needs them; the record of runs and the error stream do not."""
    twice.typing("link", "review", keys=["Awa K.", "m", "même père"])
    kept = str(twice.rows("SELECT t::text FROM ops.run t"))
    assert "SAWADOGO" not in kept
    assert "SAVADOGO" not in kept


def test_different_people_stay_two_and_are_confirmed(twice):
    """Nobody is provisional once somebody said that they are two."""
    twice.typing("link", "review", keys=["Awa K.", "d", ""])
    assert {standing for standing, _ in twice.people().values()} == {"registered"}
    assert len(twice.people()) == 3
    assert twice.typing("link", "review").output == "Rien n'est à décider.\n"


def test_later_asks_the_next_and_writes_nothing(twice):
    """Somebody must be called first."""
    said = twice.typing("link", "review", "--by", "Awa K.", keys=["p"])
    assert "Laissé pour plus tard : 1." in said.output
    assert twice.rows("SELECT * FROM registry.link_decision") == []


def test_a_letter_that_means_nothing_is_asked_again(twice):
    """A slip of the finger must not decide about a person."""
    twice.typing("link", "review", "--by", "Awa K.", keys=["x", "d", ""])
    assert twice.rows("SELECT verdict FROM registry.link_decision") == [("different",)]


def test_a_decision_is_made_with_the_codes(twice):
    """The office knows from the field that two cards are one person."""
    said = twice.done("link", "decide", TWO, ONE, "same", "--why", "vue ensemble", "--by", "Awa K.")
    assert said.out == f"{ONE}: one person now. These lead there too: {TWO}.\n"
    assert twice.people()[ONE] == ("registered", (TWO,))


def test_deciding_the_same_twice_writes_once(twice):
    """A command that is repeated is no second decision."""
    for _ in range(2):
        said = twice.done("link", "decide", ONE, TWO, "different", "--why", "deux sœurs")
    assert said.out == "That was decided already; nothing was written.\n"
    assert len(twice.rows("SELECT * FROM registry.link_decision")) == 1


def test_undo_gives_both_their_own_back(twice):
    """Keys, codes and standings are what they were."""
    before = twice.rows("SELECT person_key, code, standing FROM registry.person ORDER BY 1")
    twice.done("link", "decide", ONE, TWO, "same", "--why", "vue ensemble")
    said = twice.done("link", "undo", "--why", "erreur")
    assert "Taken back: 'same'" in said.out
    assert {f"{ONE} and {TWO}: two people now.", f"{TWO} and {ONE}: two people now."} & set(said.out.splitlines())
    assert twice.rows("SELECT person_key, code, standing FROM registry.person ORDER BY 1") == before
    assert twice.retour("link", "undo").code == 3


def test_undo_finds_the_decision_about_two_codes(twice):
    """The last one was about others."""
    twice.done("link", "decide", ONE, TWO, "same", "--why", "vue ensemble")
    twice.done("link", "decide", ONE, THREE, "different", "--why", "deux voisins")
    assert "'same'" in twice.done("link", "undo", TWO, ONE).out
    assert len(twice.people()) == 3
    assert [one["undone_at"] is None for one in twice.done("link", "decisions", "--json").document] == [False, True]


def test_a_rebuild_replays_what_was_decided(twice):
    """Decisions are facts that no rebuild may lose."""
    twice.done("link", "decide", ONE, TWO, "same", "--why", "vue ensemble")
    before = twice.rows("SELECT * FROM registry.person ORDER BY 1")
    twice.done("build", "--rebuild")
    assert twice.rows("SELECT * FROM registry.person ORDER BY 1") == before


def test_contradictions_are_shown_with_all_that_make_them(twice):
    """A is B and B is C, but A is not C: the oldest no longer counts, and says so."""
    twice.done("link", "decide", ONE, TWO, "same", "--why", "vue ensemble")
    twice.done("link", "decide", TWO, THREE, "same", "--why", "vue ensemble")
    said = twice.done("link", "decide", ONE, THREE, "different", "--why", "deux voisins")
    assert "contradicts an older decision" in said.out
    (found,) = twice.done("link", "contradictions", "--json").document
    assert (found["refused"]["left_code"], found["refused"]["right_code"]) in ((ONE, TWO), (TWO, ONE))
    assert len(found["against"]) == 2
    assert "does not count" in twice.done("link", "contradictions").out
    twice.done("link", "undo", TWO, THREE)
    assert twice.done("link", "contradictions").out == "No decision contradicts another.\n"


def test_a_card_of_two_people_is_asked_and_then_whose_it_is(disputed):
    """First whether they are one, then to whom belongs what came with the card alone."""
    said = disputed.typing("link", "review", "--by", "Awa K.", keys=["d", "", "A", "sa carte"]).output
    assert "sert à deux fiches" in said
    assert f"Plusieurs personnes ont la carte {ONE}" in said
    assert [standing for standing, _ in disputed.people().values()] == ["registered", "registered"]
    holder = "SELECT count(DISTINCT person_key) FROM registry.mention WHERE stage = 'counselling' OR surname = '{}'"
    of_one, of_other = (disputed.rows(holder.format(name)) for name in ("SAWADOGO", "OUATTARA"))
    assert sorted([*of_one, *of_other]) == [(1,), (2,)]
    assert disputed.typing("link", "review").output == "Rien n'est à décider.\n"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ((ONE, "P22222"), "it has 6 signs"),
        ((ONE, ONE), "both are the same record"),
        ((ONE, NOBODY), "nobody is known by one of the codes"),
        ((ONE, "uuid:none#person"), "nobody is spoken of there"),
        ((ONE, "uuid:none"), "0 people are spoken of there"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_words(twice, typed, expected):
    """And nothing is written."""
    said = twice.retour("link", "decide", *typed, "same", "--why", "vue ensemble")
    assert (said.code, twice.rows("SELECT * FROM registry.link_decision")) == (3, [])
    assert expected in said.err


def test_a_reason_is_needed(twice):
    """Whoever reads the decision in a year must understand it."""
    said = twice.retour("link", "decide", ONE, TWO, "same", "--why", " x ")
    assert (said.code, "the reason is missing" in said.err) == (3, True)


def test_the_history_of_decisions_is_listed_without_names(twice):
    """Also what was taken back."""
    twice.done("link", "decide", ONE, TWO, "same", "--why", "vue ensemble", "--by", "Awa K.")
    twice.done("link", "undo")
    (found,) = twice.done("link", "decisions", "--json").document
    assert (found["verdict"], found["decided_by"]) == ("same", "Awa K.")
    assert found["undone_at"]
    assert "SAWADOGO" not in twice.done("link", "decisions").out


def test_a_decision_outlives_the_double_it_was_about(programme):
    """The office says it is a double and deletes it; the talk with the second card stays with the person."""
    programme.done("link", "decide", ONE, TWO, "same", "--why", "vue ensemble")
    programme.delete(programme.double, zone="registration")
    programme.run()
    assert programme.people()[ONE] == ("registered", (TWO,))
    assert TWO not in programme.people()
