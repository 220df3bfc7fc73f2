"""Random enumerators are seeded, stay inside the form's rules, and find every question."""

from datetime import datetime

from pipeline.engine.plausible import coverage, random_fill

from .forms import answers_in, engine

NOW = datetime(2018, 3, 1, 9)


def test_one_seed_gives_one_document(household):
    """A test that fails on seed 17 must fail on it tomorrow."""
    assert random_fill(household, 17, now=NOW).xml == random_fill(household, 17, now=NOW).xml
    assert random_fill(household, 17, now=NOW).xml != random_fill(household, 18, now=NOW).xml


def test_random_fills_keep_the_rules_and_reach_every_question(household):
    """Constraints, required questions and filters are met without knowing them."""
    report = coverage(household, 60, now=NOW)
    assert report.never == ()
    assert report.refused == {}
    assert all(random_fill(household, seed, now=NOW).complete for seed in range(20))


def test_repeats_have_none_to_six_rows(household):
    """Empty groups and large ones both occur in the field."""
    counts = {int(answers_in(random_fill(household, seed, now=NOW))["member_count"][0]) for seed in range(80)}
    assert counts == set(range(7))


def test_phones_are_eight_digits_and_some_begin_with_zero(household):
    """A leading zero is the first thing a spreadsheet loses: synthetic data must have some."""
    found = [answers_in(random_fill(household, seed, now=NOW)).get("phone", [""])[0] for seed in range(120)]
    phones = [phone for phone in found if phone]
    assert all(len(phone) == 8 and phone.isdigit() for phone in phones)
    assert any(phone.startswith("0") for phone in phones)


def test_given_answers_go_before_the_dice(household):
    """A demo's codes come from its own list, drawn or fixed."""
    given = {"identity/surname": "TEST", "identity/age": lambda dice: dice.choice((20, 21))}
    found = answers_in(random_fill(household, 3, now=NOW, given=given))
    assert found["identity/surname"] == ["TEST"]
    assert found["identity/age"][0] in {"20", "21"}


def test_a_question_that_can_never_be_shown_is_reported():
    """Its relevance names a choice that does not exist: the form looks fine and never asks."""
    form = engine(
        """
        | survey | | | | |
        | | type | name | label | relevant |
        | | select_one yn | works | W | |
        | | text | trade | T | ${works} = 'oui' |
        | choices | | | |
        | | list_name | name | label |
        | | yn | yes | Oui |
        | | yn | no | Non |
        """
    )
    assert coverage(form, 20).never == ("trade",)
