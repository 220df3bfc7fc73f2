"""The phone numbers of one record, however their digits were grouped."""

import re

_GROUPS = re.compile(r"\d+")
_DIGITS = 8


def read_phones(written: str) -> tuple[int | None, int | None, int | None]:
    """Up to three national numbers of 8 digits; a number of one repeated digit is a filler and is none.

    ``70 12 34 56``, ``+226 70123456`` and ``70123456`` are the same number. They are compared as numbers: a leading
    zero tells nothing apart, because all have 8 digits.
    """
    groups = [written] if len(written) == _DIGITS and written.isdecimal() else _split(written)
    numbers = [int(group) for group in groups if len(set(group)) > 1]
    first, second, third = [*dict.fromkeys(numbers), None, None, None][:3]
    return first, second, third


def _split(written: str) -> list[str]:
    groups = _GROUPS.findall(written)
    if all(len(group) == _DIGITS for group in groups):
        return groups
    digits = "".join(groups)
    for country_code in ("00226", "226"):
        if digits.startswith(country_code) and len(digits) % _DIGITS == len(country_code) % _DIGITS:
            digits = digits[len(country_code) :]
    return [digits[at : at + _DIGITS] for at in range(0, len(digits) - _DIGITS + 1, _DIGITS)]
