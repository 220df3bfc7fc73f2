"""The phone numbers of one record, however their digits were grouped."""

import re

_GROUPS = re.compile(r"\d+")
_DIGITS = 8


def read_phones(written: str) -> tuple[str | None, str | None, str | None]:
    """Up to three national numbers of 8 digits; a number of one repeated digit is a filler and is none.

    ``70 12 34 56``, ``+226 70123456`` and ``70123456`` are the same number.
    """
    if not written:
        return None, None, None
    groups = _GROUPS.findall(written)
    if not all(len(group) == _DIGITS for group in groups):
        digits = "".join(groups)
        for country_code in ("00226", "226"):
            if len(digits) % _DIGITS == len(country_code) % _DIGITS and digits.startswith(country_code):
                digits = digits[len(country_code) :]
        groups = [digits[at : at + _DIGITS] for at in range(0, len(digits) - _DIGITS + 1, _DIGITS)] or [digits]
    numbers = [number for number in dict.fromkeys(groups) if len(set(number)) > 1][:3]
    first, second, third = [*numbers, None, None, None][:3]
    return first, second, third
