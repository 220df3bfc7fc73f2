"""What a mention says of somebody, as text in the database that gives back the very same values."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pipeline.model.mention import Told

_READ: dict[str, Callable[[str], Any]] = {
    "text": str,
    "number": int,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "instant": datetime.fromisoformat,
    "flag": lambda text: text == "true",
    "choices": lambda text: tuple(text.split()),
    "nothing": lambda _: None,
}


def write_told(told: Iterable[Told]) -> str:
    """A JSON list of [field, kind, value, question]; '' for nothing."""
    rows = [[one.field, *write_value(one.value), one.question] for one in told]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def read_told(text: str) -> tuple[Told, ...]:
    """What ``write_told`` was given."""
    if not text:
        return ()
    return tuple(Told(field, read_value(kind, value), question) for field, kind, value, question in json.loads(text))


def write_value(value: Any) -> tuple[str, str]:
    """Its kind, and the value as people read it: dates in ISO, choices with spaces between."""
    match value:
        case None:
            return "nothing", ""
        # A bool is a number too, and a datetime a date: they come first.
        case bool():
            return "flag", "true" if value else "false"
        case datetime():
            return "instant", value.isoformat()
        case date():
            return "date", value.isoformat()
        case int() | Decimal():
            return "number" if isinstance(value, int) else "decimal", str(value)
        case tuple() | list():
            return "choices", " ".join(map(str, value))
    return "text", str(value)


def read_value(kind: str, text: str) -> Any:
    """What ``write_value`` was given."""
    return _READ[kind](text)
