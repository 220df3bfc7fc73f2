"""The code on a card is proved by the form itself, without a network: one wrong sign is always seen."""

from random import Random

import pytest

from .forms import ALPHABET, FRENCH, draw_code, engine_of

TYPED_MESSAGE = (
    "Ce code n'est pas juste. Relisez les 8 signes sur la {}, en majuscules : il n'y a ni 0, ni 1, ni I, ni L, ni O."
)
PAPER = {"P": "carte", "B": "fiche"}
FORM = {"P": ("protection", "who/person_typed"), "B": ("procurement_review", "plan_ref/plan_typed")}


def is_taken(code, prefix):
    """Whether the form takes it; a refusal says what to do, in French."""
    stage, path = FORM[prefix]
    refused = [r for r in engine_of(stage).fill({path: code}, language=FRENCH).refused if r.path == path]
    assert all(r.message == TYPED_MESSAGE.format(PAPER[prefix]) for r in refused)
    return not refused


@pytest.mark.parametrize("prefix", FORM)
def test_right_codes_are_taken(prefix):
    """A printed card must never be turned away."""
    dice = Random(prefix)
    assert all(is_taken(draw_code(prefix, dice), prefix) for _ in range(100))


@pytest.mark.parametrize("prefix", FORM)
def test_one_wrong_sign_is_refused_wherever_it_is(prefix):
    """The most usual slip; it would give one person's goods to another."""
    dice = Random(prefix)
    for place in range(1, 8):
        for _ in range(12):
            code = draw_code(prefix, dice)
            other = dice.choice([sign for sign in ALPHABET if sign != code[place]])
            assert not is_taken(code[:place] + other + code[place + 1 :], prefix), place


@pytest.mark.parametrize("prefix", FORM)
def test_two_neighbours_swapped_are_refused(prefix):
    """The second most usual slip; the check character itself included."""
    dice = Random(prefix)
    for place in range(1, 7):
        for _ in range(12):
            code = draw_code(prefix, dice)
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert swapped == code or not is_taken(swapped, prefix), place


@pytest.mark.parametrize("code", ["", "P", "P234567", "P23456789", "O2345678", "P2345 78"])
def test_what_is_no_code_is_refused(code):
    """Too short, too long, a letter the cards don't use; a blank one is just no card."""
    assert is_taken(code, "P") == (code == "")


def test_a_plans_card_is_no_persons_card():
    """Both lie on the same table."""
    assert not is_taken(draw_code("B", Random(1)), "P")
    assert not is_taken(draw_code("P", Random(1)), "B")
