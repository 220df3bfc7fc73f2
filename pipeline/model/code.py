"""Pre-printed codes: a prefix, six random signs and one that checks the others; made of no name, date or place."""

from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs, a prime number of them, without 0/O, 1/I/L: what a tired reader mixes up."""

LENGTH = 8
PERSON, PLAN = "P", "B"


def make_code(prefix: str, draw: Callable[[str], str]) -> str:
    """A fresh code.

    Args:
        prefix: ``PERSON`` or ``PLAN``.
        draw: gives one sign of a text at random (``random.Random(7).choice``, ``secrets.choice``).
    """
    body = prefix + "".join(draw(ALPHABET) for _ in range(LENGTH - 2))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The last sign of a code. Weights differ from place to place modulo a prime: one wrong sign, or two swapped, show.

    The forms compute the same in XPath, so that a wrong code is refused on the tablet.
    """
    return ALPHABET[sum(place * ALPHABET.index(sign) for place, sign in enumerate(body, 1)) % len(ALPHABET)]


def is_code(text: str, prefix: str) -> bool:
    """Whether it is a whole code of that prefix with the right check sign."""
    if len(text) != LENGTH or not text.startswith(prefix) or any(sign not in ALPHABET for sign in text):
        return False
    return check_sign(text[:-1]) == text[-1]
