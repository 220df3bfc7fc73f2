"""How a case is called on a tablet: enough to be recognised at the table, too little to find somebody in a crowd."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

MOST_NAMES = 2
MOST_DIGITS = 3
ALIKE = 0.8
"""Two spellings of one surname are at least so alike (Sawadogo, Savadogo: 0.88; Sana, Sanou: 0.67)."""


def short_name(given_names: str, surname: str) -> str:
    """Given names and the initial of the surname: ``Awa S.``.

    A given name that looks like the surname is the surname, written into both fields. Where only one field was filled
    it may hold both names: then initials are all that is shown. A word with a digit in it (a phone typed into the
    wrong field) is left out.
    """
    family, every = _words(surname), _words(given_names)
    if not family:
        return _initials(every)
    given = [word for word in every if not any(_alike(word, one) for one in family)][:MOST_NAMES]
    return " ".join((*given, _initials(family[:1]))) if given else _initials(family)


def _initials(words: Sequence[str]) -> str:
    return " ".join(f"{word[0].upper()}." for word in words)


def _words(written: str) -> list[str]:
    """Words of letters only."""
    words = re.split(r"[\s'’.,;/-]+", written)
    return [word for word in words if word and word[0].isalpha() and not any(sign.isdigit() for sign in word)]


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, _plain(one), _plain(other)).ratio() >= ALIKE


def _plain(word: str) -> str:
    """Without case and accents."""
    parted = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def free_of_numbers(written: str) -> str:
    """What somebody wrote; where it has more digits than a sector's number, every word with a digit is left out.

    No phone travels in a village's name, however it is spaced.
    """
    words = written.split()
    if sum(sign.isdigit() for sign in written) <= MOST_DIGITS:
        return " ".join(words)
    return " ".join(word for word in words if not any(sign.isdigit() for sign in word))


def label(*parts: str) -> str:
    """The parts that are there, for one line of a list."""
    return " · ".join(part for part in parts if part)


def group_label(names: Sequence[str], count: int) -> str:
    """One holder, and how many more there are: ``Awa S. + 2``; where nobody may be named, how many they are."""
    if not names:
        return f"{count} porteur{'s' if count > 1 else ''}" if count else ""
    return names[0] if count == 1 else f"{names[0]} + {count - 1}"
