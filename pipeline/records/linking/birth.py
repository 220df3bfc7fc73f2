"""A birth date as the field knows it: often only a year, and 1 January or 31 December where only a year was known."""

import re

_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ].*)?")
_YEAR_ONLY = frozenset({"01-01", "12-31"})
ROUGH, YEAR, MONTH, DAY = 1, 2, 3, 4
_FINEST = {"day": DAY, "month": MONTH, "year": YEAR, "age": ROUGH, "estimated": ROUGH}


def read_birth(written: str, precision: str) -> tuple[int | None, int | None, str | None, str | None, int | None]:
    """Year, month, ``MM-DD``, ``DD-MM`` and 1 rough, 2 year, 3 month or 4 day; None beyond what is known.

    Args:
        written: ISO, as far as known; anything else says nothing.
        precision: as Evidence has it; empty and unknown ones are read off the date.
    """
    found = _ISO.fullmatch(written.strip())
    if not found or not 1880 <= int(found[1]) <= 2100:
        return None, None, None, None, None
    year, month, day = int(found[1]), found[2], found[3]
    fine = DAY if day else MONTH if month else YEAR
    if month and day and f"{month}-{day}" in _YEAR_ONLY:
        fine = YEAR
    fine = min(fine, _FINEST.get(precision.strip().casefold(), DAY))
    if fine < MONTH:
        return year, None, None, None, fine
    if fine == MONTH:
        return year, int(month), None, None, fine
    return year, int(month), f"{month}-{day}", f"{day}-{month}", fine
