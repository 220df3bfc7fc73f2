"""The check sign, and what the message says of a code that cannot be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cards.replacing import read_code
from pipeline.errors import SetupError
from pipeline.model.code import ALPHABET, LENGTH, is_code, make_code


def code_of(prefix, signs):
    """The code these six signs make."""
    left = iter(signs)
    return make_code(prefix, lambda alphabet: next(left))


SIX = st.lists(st.sampled_from(ALPHABET), min_size=LENGTH - 2, max_size=LENGTH - 2)
CODES = st.builds(code_of, st.sampled_from("PB"), SIX)


@given(CODES)
def test_one_wrong_sign_always_shows(code):
    """Whichever sign is misread, and as whatever: the form refuses it, so nobody becomes somebody else."""
    for place in range(LENGTH):
        for sign in set(ALPHABET) - {code[place]}:
            wrong = code[:place] + sign + code[place + 1 :]
            assert not is_code(wrong, wrong[0])


@given(CODES)
def test_two_swapped_neighbours_always_show(code):
    """The commonest slip of whoever types: the check sign and the prefix are no exception."""
    for place in range(LENGTH - 1):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or not is_code(swapped, swapped[0])


@given(CODES, st.sampled_from(["{} {}", " {}{}\n", "{}-{}", "{}\N{NO-BREAK SPACE}{}"]))
def test_a_code_is_read_however_it_was_typed(code, gap):
    """The card shows two groups of four, and people copy what they see."""
    assert read_code(gap.format(code[:4], code[4:]).lower()) == code


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "it has 0 signs"),
        ("P7KM42Q", "it has 7 signs"),
        ("P7KM42QXX", "it has 9 signs"),
        ("P0KM42QX", "no card has the sign '0'"),
        ("PÉKM42QX", "no card has the sign 'É'"),
        ("X7KM42QX", "begins with neither P"),
        ("P7KM42QX", "check sign does not fit"),
    ],
)
def test_what_is_no_code_is_told_why(typed, says):
    """'Invalid code' sends nobody back to the right sign; and the code itself stays out of every log."""
    with pytest.raises(SetupError, match=says) as told:
        read_code(typed)
    assert not typed or typed not in str(told.value)
