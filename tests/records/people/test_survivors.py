"""Which of several values is held true, and that none is lost."""

from pathlib import Path

import pytest

from pipeline.records.people.persons import fields_of
from pipeline.records.people.survivors import RULES

from .said import follow_up, mention

PAGE = Path(__file__).parents[3] / "docs" / "records.md"


def held(field, *mentions):
    return fields_of(mentions)[field].held.value


def others(field, *mentions):
    return [value.value for value in fields_of(mentions)[field].others]


def test_the_documented_rule_of_each_field_is_the_one_that_runs():
    """Somebody who asks why a value is held finds the answer in the page, not in the code."""
    rows = [line.split("|")[1:3] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    told = {name: says.strip() for names, says in rows for name in names.replace("`", " ").replace(",", " ").split()}
    assert {field: told.get(field) for field in RULES} == {field: rule.says for field, rule in RULES.items()}


def test_the_most_complete_name_of_a_registration_is_held():
    """A follow-up is filled in a hurry; a registration with the person's papers."""
    short = mention("a", told={"given_names": "Awa"})
    full = mention("b", told={"given_names": "Awa Mariam"})
    hurried = follow_up("c", day=9, told={"given_names": "Awa Mariam Fatoumata"})
    assert held("given_names", short, full, hurried) == "Awa Mariam"
    assert others("given_names", short, full, hurried) == ["Awa Mariam Fatoumata", "Awa"]


def test_of_equally_complete_names_the_latest_is_held():
    """It was corrected."""
    assert (
        held("surname", mention("a", told={"surname": "Zango"}), mention("b", day=2, told={"surname": "Zongo"}))
        == "Zongo"
    )


def test_the_most_precise_birth_of_a_registration_is_held():
    """A day says more than a year, however late the year came; the precision goes with its date."""
    day = mention("a", told={"birth_date": "1990-05-12", "birth_precision": "day"})
    year = mention("b", day=5, told={"birth_date": "1991", "birth_precision": "year"})
    assert held("birth_date", year, day) == "1990-05-12"
    assert held("birth_precision", year, day) == "day"


def test_all_phones_are_kept_the_latest_first():
    """Numbers change with the seasons; an older one may still reach a relative."""
    old = mention("a", told={"phone": "70000001"})
    new = follow_up("b", day=8, told={"phone": "70000002"})
    assert (held("phone", old, new), others("phone", old, new)) == ("70000002", ["70000001"])


def test_the_latest_commune_is_held():
    """People move."""
    assert held("commune", mention("a", told={"commune": "x"}), follow_up("b", day=3, told={"commune": "y"})) == "y"


def test_a_sex_that_differs_between_forms_is_the_majoritys_and_shown():
    """One wrong tap must not change how somebody is counted, nor stay unseen."""
    said = [mention("a", told={"sex": "male"}), *(follow_up(n, day=3, told={"sex": "female"}) for n in "bc")]
    assert held("sex", *said) == "female"
    assert others("sex", *said) == ["male"]
    assert held("sex", *said[:2]) == "male"


def test_the_first_card_registration_says_when_somebody_returned():
    """A second registration is a double, or a second flight: the clock of the first runs on."""
    bare = mention("a", day=1, told={"returned_on": "2026-01-01"})
    carded = mention("b", code="P1", day=2, told={"returned_on": "2026-01-02"})
    assert held("returned_on", bare, carded) == "2026-01-02"


def test_a_value_says_which_submission_and_question_gave_it():
    """Whoever doubts it opens that form."""
    known = fields_of([mention("uuid:1#person", told={"surname": "Zongo"})])["surname"].held
    assert (known.origin.root_uuid, known.question) == ("uuid:1", "person/surname")


@pytest.mark.parametrize("written", ["ZONGO", " Zongo", "zongo"])
def test_case_and_spaces_are_no_disagreement(written):
    """Otherwise every second person would seem to have two names."""
    assert others("surname", mention("a", told={"surname": "Zongo"}), mention("b", told={"surname": written})) == []


def test_an_empty_answer_neither_holds_nor_disagrees():
    """Silence is no evidence."""
    said = [mention("a", told={"village": "Tanghin"}), follow_up("b", day=5, told={"village": ""})]
    assert (held("village", *said), others("village", *said)) == ("Tanghin", [])


def test_a_field_without_a_rule_of_its_own_holds_the_latest():
    """A question added tomorrow is kept from the first day."""
    said = [mention("a", told={"shoe_size": 41}), follow_up("b", day=2, told={"shoe_size": 42})]
    assert held("shoe_size", *said) == 42
