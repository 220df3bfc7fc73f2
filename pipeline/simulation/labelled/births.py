"""How a birth date gets onto a form: to the day, as a year in four disguises, off by a year or two, or not at all."""

import random

from .households import Person
from .levels import Noise

KEEPS_TO_WHAT_IS_KNOWN = 0.7
"""How often a clerk writes what the person knows; else papers, or a relative, say more or less than that."""


def write_birth(chance: random.Random, person: Person, noise: Noise, is_repeat: bool) -> tuple[str, str, bool]:
    """(date, precision, whether the year is off) as one clerk writes them.

    A year that is only known as such is written plainly or as its first or last day, and the precision is said or not.
    """
    drawn = person.knows if chance.random() < KEEPS_TO_WHAT_IS_KNOWN else chance.random()
    if drawn < noise.birth_missing:
        return "", "unknown" if chance.random() < 0.4 else "", False
    is_off = is_repeat and chance.random() < noise.birth_off
    year = _another_year(chance, person.year) if is_off else person.year
    drawn -= noise.birth_missing
    if drawn < noise.birth_year_only:
        return (*_year_only(chance, year), is_off)
    if drawn < noise.birth_year_only + noise.birth_month_only:
        return f"{year}-{person.month:02}", "month" if chance.random() < 0.7 else "", is_off
    return f"{year}-{person.month:02}-{person.day:02}", "day" if chance.random() < 0.7 else "", is_off


def _another_year(chance: random.Random, year: int) -> int:
    """One or two years off; half of the time towards the next round figure, where there is one so near."""
    if year % 5 and chance.random() < 0.5:
        return 5 * round(year / 5)
    return year + chance.choice((-2, -1, -1, 1, 1, 2))


def _year_only(chance: random.Random, year: int) -> tuple[str, str]:
    form = chance.random()
    written = f"{year}-01-01" if form < 0.45 else f"{year}-12-31" if form < 0.65 else f"{year}"
    said = chance.random()
    if said < 0.4:
        return written, "year"
    if said < 0.55:
        return written, "age" if said < 0.48 else "estimated"
    # The date picker of a tablet says "day" until somebody changes it.
    return written, "day" if said < 0.62 and len(written) > 4 else ""
