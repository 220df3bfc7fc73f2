"""The programme's thresholds, each with the days it holds, why, and where it comes from; and the day of judging."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Threshold:
    """One version of one threshold.

    Attributes:
        name: ``committee.local_minimum``.
        value: whole number, Decimal, text, boolean, or a list of texts; None says that from this day on there is none.
        valid_from / valid_to: first and last day on which it holds; None = without end.
        because / source: why, and the document that says so.
    """

    name: str
    value: Any
    valid_from: date | None = None
    valid_to: date | None = None
    because: str = ""
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day, both ends included."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def version(self) -> str:
        """What findings name it by: the day it began, '' for always."""
        return self.valid_from.isoformat() if self.valid_from else ""


@dataclass(frozen=True, slots=True)
class Item:
    """One good of the catalogue; ``price`` XOF for a ``unit``, None where none is set."""

    code: str
    unit: str
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Policy:
    """What every rule is given beside its case.

    Attributes:
        today: the day of judging; rules never ask the clock.
        thresholds: versions by name, by ``valid_from``.
        catalogue: goods by code.
        parents: the place above each place: commune → province → region.
    """

    today: date
    thresholds: Mapping[str, tuple[Threshold, ...]] = field(default_factory=dict)
    catalogue: Mapping[str, Item] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)

    def at(self, name: str, on: date | None = None) -> Threshold | None:
        """The version in force on the day of the event (``today`` if None); None where none was."""
        day = on or self.today
        return next((t for t in reversed(self.thresholds.get(name, ())) if t.holds_on(day)), None)

    def value(self, name: str, on: date | None = None) -> Any:
        """Its value on that day; None where there was none."""
        threshold = self.at(name, on)
        return threshold.value if threshold else None
