"""A birth date as the field knows it: often only a year, and 1 January or 31 December where only a year was known."""

import re

_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ].*)?")
ROUGH, YEAR, MONTH, DAY = 1, 2, 3, 4
_FINEST = {"day": DAY, "month": MONTH, "year": YEAR, "age": ROUGH, "estimated": ROUGH}
_YEAR_ONLY = frozenset({101, 1231})


def read_birth(written: str, precision: str) -> tuple[int | None, int | None, int | None, int | None]:
    """Year, month, month × 100 + day, and 1 rough, 2 year, 3 month or 4 day; None beyond what is known.

    Args:
        written: ISO, as far as known; anything else says nothing.
        precision: as Evidence has it; empty and unknown ones are read off the date.
    """
    found = _ISO.fullmatch(written.strip())
    if not found or not 1880 <= int(found[1]) <= 2100:
        return None, None, None, None
    year, month, day = (int(part or 0) for part in found.groups())
    fine = DAY if day else MONTH if month else YEAR
    if month * 100 + day in _YEAR_ONLY:
        fine = YEAR
    fine = min(fine, _FINEST.get(precision.strip().casefold(), DAY))
    if not 1 <= month <= 12 or fine < MONTH:
        return year, None, None, min(fine, YEAR)
    return year, month, month * 100 + day if fine == DAY else None, fine
