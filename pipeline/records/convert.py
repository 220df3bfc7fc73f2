"""One answer to one value: what each kind accepts, and the words for what it refuses."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache

from pipeline.model.table import Kind

from .places import read_line, read_point, read_shape

_WHOLE = re.compile(r"([+-]?[0-9]{1,30})(?:\.0*)?")
_EXACT = re.compile(r"[+-]?(?:[0-9]{1,60}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})(?:[eE][+-]?[0-9]{1,2})?")
_CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
_OFFSET = r"Z|[+-][0-9]{2}(?::?[0-9]{2})?"
_TIME = re.compile(f"({_CLOCK})({_OFFSET})?")
# Years 1000 to 2999: in UTC too such an instant is one that Python and PostgreSQL both know.
_INSTANT = re.compile(f"[12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}[T ]{_CLOCK}(?:{_OFFSET})?")
_BIGINT = 2**63
_FARTHEST_OFFSET = 16 * 60
"""Minutes; PostgreSQL refuses such an offset, and with it the whole batch."""
_YES = frozenset({"ok", "true", "1", "yes"})
_NO = frozenset({"false", "0", "no"})
_NO_NUMBER = frozenset({"NaN", "Infinity", "-Infinity"})


def read_whole(answer: str) -> int:
    """A whole number that fits PostgreSQL's bigint; ``12.0`` is 12, as spreadsheets write it.

    Raises:
        ValueError: with words for the data manager, as every function here; never with the answer.
    """
    if answer.isdigit() and answer.isascii() and len(answer) < 19:
        return int(answer)
    found = _WHOLE.fullmatch(answer)
    if not found:
        raise ValueError("is not a whole number")
    number = int(found[1])
    if not -_BIGINT <= number < _BIGINT:
        raise ValueError("is a whole number too large to store")
    return number


def read_exact(answer: str) -> str:
    """A decimal number without an exponent, every digit kept: ``12.50``; ``1.0E7`` is ``10000000``.

    Java writes numbers of ten million and more with an exponent, so budgets in XOF arrive like that.
    """
    digits = answer.replace(".", "", 1)
    if digits.isdigit() and digits.isascii() and len(digits) <= 60:
        return answer
    if not _EXACT.fullmatch(answer):
        raise ValueError("is not a number")
    if "e" not in answer and "E" not in answer:
        return answer
    return format(Decimal(answer), "f")


def read_date(answer: str) -> str:
    """A day of the calendar, ``2026-11-20``."""
    if len(answer) != 10 or answer[4] != "-" or answer[7] != "-":
        raise ValueError("is not a date")
    try:
        date.fromisoformat(answer)
    except ValueError:
        raise ValueError("is a date that does not exist") from None
    return answer


def read_time(answer: str) -> tuple[str, str | None]:
    """A time of day as the clock on the wall showed it, and the offset the tablet added (``+03:00``), None if none."""
    found = _TIME.fullmatch(answer)
    if not found:
        raise ValueError("is not a time of day")
    try:
        clock = time.fromisoformat(found[1]).isoformat()
    except ValueError:
        raise ValueError("is a time of day that does not exist") from None
    return clock, found[2]


def read_instant(answer: str) -> tuple[str, int | None]:
    """An instant with its offset, as written, and the minutes its writer's clock was ahead of UTC.

    An instant without an offset is taken as UTC and its minutes are None, so that the doubtful ones can be found.
    """
    if not _INSTANT.fullmatch(answer):
        raise ValueError("is not a date with a time")
    try:
        ahead = datetime.fromisoformat(answer).utcoffset()
    except ValueError:
        raise ValueError("is a date with a time that does not exist") from None
    if ahead is None:
        return f"{answer}+00:00", None
    minutes = ahead.days * 1440 + ahead.seconds // 60
    if abs(minutes) >= _FARTHEST_OFFSET:
        raise ValueError("has an offset from UTC that no place on earth has")
    return answer, minutes


def read_tick(answer: str) -> bool:
    """True for the ``OK`` of an acknowledge question."""
    if answer.casefold() in _YES:
        return True
    if answer.casefold() in _NO:
        return False
    raise ValueError("is not a tick")


def read_choices(answer: str) -> str:
    """Chosen answers with one space between them, each once, in the order given."""
    return " ".join(dict.fromkeys(answer.split()))


@cache
def calculated(convert: Callable[[str], object] | None) -> Callable[[str], object]:
    """The same converter for a calculation: JavaRosa writes NaN or Infinity where an input was blank or zero.

    That is no value, and nobody typed it: the submission must not be set aside for it.
    """

    def read(answer: str) -> object:
        if answer in _NO_NUMBER:
            return None
        return convert(answer) if convert else answer

    return read


RARELY_REPEATED: frozenset[Callable[[str], object]] = frozenset({read_exact, read_instant, read_point})
"""Converters whose answers hardly come twice: remembering them costs more than converting them."""


def converter_of(question_type: str, kind: Kind, parts: int) -> Callable[[str], object] | None:
    """What turns a stripped answer into its value, or into a tuple of ``parts`` values; None where text stays as it is.

    Args:
        question_type: the XLSForm type.
        kind: of the question's (first) column, which the plan decided.
        parts: number of columns.
    """
    if parts == 4:
        return read_point
    if kind == "json":
        return read_shape if question_type == "geoshape" else read_line
    if question_type in {"select_multiple", "rank"}:
        return read_choices
    by_kind: dict[Kind, Callable[[str], object]] = {
        "integer": read_whole,
        "decimal": read_exact,
        "date": read_date,
        "time": read_time,
        "instant": read_instant,
        "boolean": read_tick,
    }
    return by_kind.get(kind)
