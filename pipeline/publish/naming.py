"""How a case is called on a tablet: enough to be recognised at the table, too little to find somebody in a crowd."""

import unicodedata
from collections.abc import Sequence

MOST_NAMES = 2
MOST_DIGITS = 3


def short_name(given_names: str, surname: str) -> str:
    """Given names and the initial of the surname: ``Awa S.``.

    What stands in both fields is the surname, written twice. Where only one field was filled it may hold both names:
    then initials are all that is shown. A word with a digit in it (a phone typed into the wrong field) is left out.
    """
    family = _words(surname)
    known = {_plain(word) for word in family}
    given = [word for word in _words(given_names) if _plain(word) not in known][:MOST_NAMES]
    if given:
        return " ".join((*given, *(f"{word[0].upper()}." for word in family[:1])))
    return " ".join(f"{word[0].upper()}." for word in family)


def _words(written: str) -> list[str]:
    """Words of letters only."""
    return [word for word in written.split() if word[0].isalpha() and not any(sign.isdigit() for sign in word)]


def _plain(word: str) -> str:
    """Without case and accents."""
    parted = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def free_of_numbers(written: str) -> str:
    """What somebody wrote, without any word of more than three digits: no phone travels in a village's name."""
    words = written.split()
    return " ".join(word for word in words if sum(sign.isdigit() for sign in word) <= MOST_DIGITS)


def label(*parts: str) -> str:
    """The parts that are there, for one line of a list."""
    return " · ".join(part for part in parts if part)


def group_label(names: Sequence[str], count: int) -> str:
    """One holder, and how many more there are: ``Awa S. + 2``; where nobody may be named, how many they are."""
    if not names:
        return f"{count} porteur{'s' if count > 1 else ''}" if count else ""
    return names[0] if count == 1 else f"{names[0]} + {count - 1}"
