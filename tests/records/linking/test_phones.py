"""Telephone numbers as they are typed; evidence, never a key."""

import pytest

from pipeline.records.linking.phones import read_phones

from .kit import a_record, compared, level, model


@pytest.mark.parametrize(
    "written", ["70123456", "70 12 34 56", "+226 70123456", "0022670123456", "70-12-34-56", "70123456 70123456"]
)
def test_one_number_is_one_however_it_is_grouped(written):
    """Each clerk has a habit of his own."""
    assert read_phones(written) == (70123456, None, None)


@pytest.mark.parametrize("written", ["", "00000000", "7012345", "no", "99999999"])
def test_what_is_no_number_says_nothing(written):
    """A filler shared by hundreds would join them all."""
    assert read_phones(written) == (None, None, None)


def test_up_to_three_numbers_are_read():
    """Somebody with two cards gives one to each clerk."""
    assert read_phones("70123456 / 76543210") == (70123456, 76543210, None)
    assert level("phone", phone="76543210 70123456").level == "same"


def test_one_wrong_digit_is_seen():
    """Typing is faster than checking."""
    assert level("phone", phone="70123956").level == "one_digit"
    assert level("phone", phone="71123956").level == "different"


def test_a_shared_telephone_alone_joins_nobody():
    """A household has one: brother and sister share number, village, surname, parents and flight."""
    sister = a_record(given_names="Mariam", sex="female", birth_date="1996-09-03")
    pair, _ = compared(a_record(), sister)
    assert pair.weight < model().lower
