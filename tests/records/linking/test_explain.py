"""A weight in words: every part of every pair, in both languages, and never a name."""

import pytest

from pipeline.records.linking.comparisons import COMPARISONS, SILENT
from pipeline.records.linking.explain import explain
from pipeline.records.linking.sentences import FIELDS, LEVELS

from .kit import a_pair, a_record, compared


def test_every_level_has_words_in_both_languages():
    """A level without words would stop the review of whoever met it first."""
    for field, conditions in COMPARISONS.items():
        for condition in conditions:
            if condition.level != SILENT:
                assert all(LEVELS[field, condition.level])
                assert all(FIELDS[field])


def test_the_weightiest_comes_first_after_the_start():
    """Nobody reads eleven sentences; the first three must be the reason."""
    pair = a_pair(
        "a",
        "b",
        3.0,
        ("sex", "same", 0.3),
        ("prior", "records", -12.0),
        ("phone", "same", 10.8),
        ("family", "relative", -1.0),
    )
    assert [sentence.field for sentence in explain(pair)] == ["prior", "phone", "family", "sex"]


def test_a_sentence_says_what_agrees_how_much_and_for_which_side():
    """Words for the data manager, bits for whoever wants to add up."""
    _, phone, sex = explain(
        a_pair("a", "b", 0, ("prior", "records", -1), ("phone", "same", 10.8), ("sex", "different", -2.4))
    )
    assert phone.fr == "Téléphone : le même — très fort pour (+10,8)."
    assert phone.en == "Phone: the same — very strongly for (+10.8)."
    assert sex.fr == "Sexe : différent — plutôt contre (−2,4)."


def test_sentences_add_up_to_the_weight():
    """A sum that differs from the total is trusted by nobody."""
    pair, _ = compared(a_record(), a_record(given_names="Issaka", phone=""))
    assert sum(sentence.weight for sentence in explain(pair)) == pytest.approx(pair.weight)


def test_no_answer_of_a_person_stands_in_an_explanation():
    """Explanations are printed, mailed and filed."""
    record = a_record(given_names="Rasmata", phone="70998877", village="Bogandé")
    words = " ".join(f"{one.fr} {one.en}" for one in explain(compared(record, record)[0]))
    assert not any(said and said in words for said in record[1:] if len(said) > 3)
