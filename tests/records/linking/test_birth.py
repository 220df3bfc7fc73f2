"""A birth date is believed as far as it is known, and compared at what both sides know."""

import pytest

from pipeline.records.linking.birth import DAY, MONTH, ROUGH, YEAR, read_birth

from .kit import a_record, compared


@pytest.mark.parametrize(
    ("written", "precision", "read"),
    [
        ("1990-05-12", "day", (1990, 5, 512, DAY)),
        ("1990-05-12", "", (1990, 5, 512, DAY)),
        ("1990-01-01", "day", (1990, None, None, YEAR)),
        ("1990-12-31", "", (1990, None, None, YEAR)),
        ("1990-05-12", "year", (1990, None, None, YEAR)),
        ("1990-05-12", "age", (1990, None, None, ROUGH)),
        ("1990-05", "", (1990, 5, None, MONTH)),
        ("1990", "estimated", (1990, None, None, ROUGH)),
        ("", "day", (None,) * 4),
        ("12/05/1990", "day", (None,) * 4),
        ("0090-05-12", "day", (None,) * 4),
        ("1990-13-40", "day", (1990, None, None, YEAR)),
    ],
)
def test_a_date_says_no_more_than_was_known(written, precision, read):
    """1 January and 31 December are what a clerk writes for 'that year'; taken for days they would join everybody."""
    assert read_birth(written, precision) == read


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1990-05-12", "1990-05-12", "date_same"),
        ("1990-05-12", "1990-12-05", "date_day_month_swapped"),
        ("1990-05-12", "1991-05-12", "date_year_near"),
        ("1990-05-12", "1980-05-12", "date_year_mistyped"),
        ("1990-05-12", "1990-05-21", "date_day_or_month"),
        ("1990-05-12", "1990-08-21", "date_other_day"),
        ("1990-05-12", "1971-08-21", "date_far"),
        ("1990-05-12", "1990-01-01", "year_same"),
        ("1990", "1991", "year_one_off"),
        ("1990", "1992", "year_two_off"),
        ("1990", "1994", "year_near"),
        ("1990", "1970", "year_far"),
        ("1990-05", "1990-05-12", "month_same"),
    ],
)
def test_two_dates_are_compared_at_what_both_know(one, other, level):
    """A year beside a full date agrees as a year: neither as strongly as a day, nor against."""
    for left, right in ((one, other), (other, one)):
        _, parts = compared(
            a_record(birth_date=left, birth_precision=""), a_record(birth_date=right, birth_precision="")
        )
        assert parts["birth"].level == level


def test_the_more_precise_an_agreement_the_more_it_says():
    """Half of the country is born on 1 January."""
    day, year, rough = (
        compared(*[a_record(birth_date="1990-05-12", birth_precision=precision)] * 2)[1]["birth"].weight
        for precision in ("day", "year", "age")
    )
    assert day > year > rough > 0


def test_a_missing_date_says_nothing():
    """Silence is no evidence either way."""
    assert "birth" not in compared(a_record(), a_record(birth_date="", birth_precision=""))[1]
