"""Whom a submission speaks of, and by what."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.records.reading.read import read

from .said import CARD, OTHER, ROOT, answers

WRONG = "P222222Q"


def registration(**changes):
    """A registration with these answers."""
    values = {
        "today": date(2019, 1, 9), "arrival/person_code": CARD, "arrival/returned_on": date(2019, 1, 8),
        "person/identity/surname": "Ouédraogo", "person/identity/given_names": "Awa", "person/identity/sex": "female",
        "person/origin/return_place/commune": "BF-BLG-garango", "person/origin/return_place/village": "Zaba",
    }  # fmt: skip
    return answers("registration", values | changes)


def mention_of(said):
    """The only one."""
    (mention,) = read(said).mentions
    return mention


def counselled(**who):
    """A talk with somebody."""
    return answers("counselling", {f"who/{name}": value for name, value in who.items()})


def test_a_registration_says_who_somebody_is_and_which_question_said_so():
    """Each value in the registry leads back to its question."""
    mention = mention_of(registration())
    assert (mention.role, mention.code, mention.code_from, mention.on) == ("registered", CARD, "card", date(2019, 1, 9))
    assert mention.evidence._asdict() | {"surname": "Ouédraogo", "village": "Zaba"} == mention.evidence._asdict()
    assert {t.field: t.question for t in mention.told}["surname"] == "person/identity/surname"


@pytest.mark.parametrize(
    ("asked", "known", "precision"),
    [
        ({"birth_date": date(1990, 5, 12), "birth_precision": "day"}, "1990-05-12", "day"),
        ({"birth_month": date(1990, 5, 1), "birth_precision": "month"}, "1990-05", "month"),
        ({"birth_year": 1990, "birth_precision": "year"}, "1990", "year"),
        ({"age_years": 29, "birth_year_known": Decimal(1990), "birth_precision": "age"}, "1990", "age"),
        ({"birth_precision": "unknown"}, "", "unknown"),
    ],
)
def test_a_birth_is_known_as_far_as_it_was_told(asked, known, precision):
    """A year told is no first of January."""
    evidence = mention_of(registration(**{f"person/birth/{k}": v for k, v in asked.items()})).evidence
    assert (evidence.birth_date, evidence.birth_precision) == (known, precision)


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ({"birth_date": date(2019, 1, 9)}, ""),
        ({"birth_date": date(2019, 1, 8)}, "2019-01-08"),
        ({"birth_year": 2020}, ""),
        ({"birth_year": 2019}, "2019"),
    ],
)
def test_a_birth_after_the_return_is_kept_and_tells_nobody_apart(asked, known):
    """A mistyped year must not make a stranger of somebody; what was written stays for whoever corrects it."""
    mention = mention_of(registration(**{f"person/birth/{k}": v for k, v in asked.items()}))
    assert mention.evidence.birth_date == known
    assert "birth_date" in {one.field for one in mention.told}


def test_phones_lose_what_is_not_the_number_and_a_neighbours_phone_is_no_evidence():
    """Eight digits, leading zero kept; the country's code, spaces and points are dropped."""
    told = registration()
    phones = [("+226 70 11-22 33", "self"), ("0022605060708", "household"), ("71000000", "neighbour"), ("12", "self")]
    rows = [{"person/phones/phone/phone_number": n, "person/phones/phone/phone_owner": o} for n, o in phones]
    said = answers("registration", told.values, person__phones=rows)
    assert mention_of(said).evidence.phone == "70112233 05060708"


def test_a_pre_printed_card_is_believed_before_the_list():
    """The list may have shown somebody else of the same name."""
    assert mention_of(counselled(person_card=CARD, person_on_list=OTHER)).code == CARD
    assert mention_of(counselled(person_typed=CARD.lower())).code == CARD
    listed = mention_of(counselled(person_on_list=OTHER))
    assert (listed.code, listed.code_from) == (OTHER, "list")


def test_a_code_whose_check_sign_is_wrong_is_nobodys():
    """It could be anybody's; whoever bore it is known by name, or counted as unidentifiable."""
    named = mention_of(counselled(person_typed=WRONG, person_name="Sawadogo Awa"))
    assert (named.code, named.evidence.surname) == ("", "Sawadogo Awa")
    assert mention_of(counselled(person_typed=WRONG, person_on_list=OTHER)).code == OTHER
    nobody = mention_of(counselled(person_typed=WRONG))
    assert (nobody.code, nobody.evidence) == ("", None)
    assert mention_of(registration(**{"arrival/person_code": WRONG})).code == ""


def test_a_form_that_met_nobody_mentions_nobody():
    """A visit in vain to an unknown address."""
    assert read(counselled()).mentions == ()


def test_a_whole_name_stands_as_it_was_written():
    """Nobody knows which part is the surname."""
    evidence = mention_of(
        counselled(person_name="Awa Sawadogo", person_birth_year=1990, person_phone="70112233")
    ).evidence
    assert (evidence.surname, evidence.given_names) == ("Awa Sawadogo", "")
    assert (evidence.birth_date, evidence.birth_precision, evidence.phone) == ("1990", "year", "70112233")


def test_each_one_on_a_roster_is_a_mention_with_a_place_of_its_own():
    """Ticked on the list, late with a card, late by name; a row that says nobody is none."""
    said = answers(
        "training",
        {"session/held_on": date(2019, 2, 25), "session/training_day": "2", "content/roster/attendees": (CARD, WRONG)},
        content__late=[
            {"content/late/late_one/late_card": OTHER},
            {},
            {"content/late/late_one/late_name": "Kaboré Ali"},
        ],
    )
    mentions = read(said).mentions
    assert [(m.mention_id, m.code) for m in mentions] == [
        (f"{ROOT}#attendees/1", CARD),
        (f"{ROOT}#attendees/2", ""),
        (f"{ROOT}#content/late/1", OTHER),
        (f"{ROOT}#content/late/3", ""),
    ]
    assert {m.origin.row for m in mentions} == {"attendees/1", "attendees/2", "content/late/1", "content/late/3"}


def test_a_stage_of_the_offices_own_says_whom_it_met():
    """A stage that only collects is one form and one entry in the settings: it needs no code."""
    assert mention_of(answers("home_visit", {"who/person_card": CARD})).code == CARD
