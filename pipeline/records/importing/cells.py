"""One cell of a list becomes the answer its question would have had, or words on what is wrong with it."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pipeline.model.form import Question

from .mapping import Map

_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
WHOLE = {"integer", "range"}


class CellError(ValueError):
    """What is wrong with a cell, in words that do not repeat it."""


def answer_of(cell: Any, question: Question, told: Map) -> Any:
    """The answer: text, int, Decimal, date, or a tuple of choices; None for an empty cell.

    Raises:
        CellError: the cell cannot answer its question.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if question.name in told.choices:
        return _choice(str(cell), question, told)
    if question.type == "date":
        return _day(cell, told.day_first)
    if question.type in WHOLE:
        number = _number(cell)
        if number != number.to_integral_value():
            raise CellError("n'est pas un nombre entier / is not a whole number")
        return int(number)
    if question.type == "decimal":
        return _number(cell)
    if question.type == "calculate" and isinstance(cell, int | float):
        return _number(cell)
    return _text(cell)


def _text(cell: Any) -> str:
    """A number without the point a spreadsheet adds: 70112233.0 is a phone."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def _choice(written: str, question: Question, told: Map) -> Any:
    called, changed = told.choices[question.name], told.values.get(question.name, {})
    parts = re.split(r"[;,|]", written) if question.type == "select_multiple" else [written]
    found = []
    for part in parts:
        word = part.casefold().strip()
        choice = changed.get(word) or called.get(word)
        if choice is None:
            valid = ", ".join(sorted(set(called.values())))
            raise CellError(f"n'est pas un choix du formulaire / is no choice of the form; valid: {valid}")
        found.append(choice)
    return tuple(dict.fromkeys(found)) if question.type == "select_multiple" else found[0]


def _day(cell: Any, day_first: bool) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = str(cell).strip()
    parts = None
    if found := _ISO.fullmatch(written):
        parts = found[1], found[2], found[3]
    elif found := _DAY.fullmatch(written):
        parts = (found[3], found[2], found[1]) if day_first else (found[3], found[1], found[2])
    try:
        return date(*(int(part) for part in parts or ()))
    except (TypeError, ValueError):
        raise CellError("n'est pas une date / is not a day; write 2018-09-01 or 01/09/2018") from None


def _number(cell: Any) -> Decimal:
    if isinstance(cell, bool):
        raise CellError("n'est pas un nombre / is not a number")
    try:
        written = re.sub(r"[\s\u00a0\u202f]", "", str(cell)).replace(",", ".")
        number = Decimal(written)
    except InvalidOperation:
        raise CellError("n'est pas un nombre / is not a number") from None
    if not number.is_finite():
        raise CellError("n'est pas un nombre / is not a number")
    return number
