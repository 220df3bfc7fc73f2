"""Answers of a submission, or of one row of a repeat, by the last part of the question's path."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

YES, NO = "yes", "no"


class Asked:
    """The answers; '' or None where a question was not asked or not answered, or where its answer is of another kind.

    A question that moved to another group keeps its name: both paths lead to it.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        """``values`` by path, as in ``Answers``."""
        self._values = values
        self._paths = {path.rpartition("/")[2]: path for path in values}

    def path(self, name: str) -> str:
        """Where it was asked; '' where it was not answered."""
        return self._paths.get(name, "")

    def value(self, name: str) -> Any:
        """The answer as it was typed; None without."""
        path = self._paths.get(name)
        return None if path is None else self._values[path]

    def text(self, name: str) -> str:
        """A text or a choice, without spaces around it; a number as people write it."""
        value = self.value(name)
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return "" if value is None or isinstance(value, tuple) else str(value).strip()

    def whole(self, name: str) -> int | None:
        """A whole number; None for anything else."""
        value = self.value(name)
        if isinstance(value, str):
            return int(value) if value.strip().lstrip("-").isdecimal() else None
        if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
            return None
        return int(value) if int(value) == value else None

    def amount(self, name: str) -> Decimal | None:
        """A number, exact."""
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
            return None
        return value if isinstance(value, Decimal) else Decimal(str(value))

    def day(self, name: str) -> date | None:
        """A date."""
        value = self.value(name)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def instant(self, name: str) -> datetime | None:
        """A moment, UTC."""
        value = self.value(name)
        return value if isinstance(value, datetime) else None

    def clock(self, name: str) -> time | None:
        """A time of day."""
        value = self.value(name)
        return value if isinstance(value, time) else None

    def flag(self, name: str) -> bool | None:
        """Yes or no; None for anything else."""
        value = self.value(name)
        return (
            {YES: True, NO: False}.get(value) if isinstance(value, str) else value if value in (True, False) else None
        )

    def chosen(self, name: str) -> tuple[str, ...]:
        """The choices of a select_multiple, in order."""
        value = self.value(name)
        return value if isinstance(value, tuple) else tuple(str(value).split()) if value else ()
