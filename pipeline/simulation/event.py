"""One thing that happens: a form filled, opened again, deleted, or damaged on its way."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Literal

Answers = dict[str, Any]
Commune = tuple[str, str, str]
"""Region, province and commune as places.csv names them."""


@dataclass(frozen=True, slots=True)
class Event:
    """One form filled, or opened again, by one enumerator.

    Attributes:
        key: names the submission among the events; an edit or deletion speaks of an earlier key.
        at: UTC instant on the tablet.
        answers: what the story is about; for an edit those that change; none for a deletion.
        days_on_tablet: until it is sent; 0 the same day.
        damage: what is wrong with a ``damaged`` document: ``version`` or ``number``.
    """

    stage: str
    key: str
    at: datetime
    answers: Mapping[str, Any]
    kind: Literal["filled", "edited", "deleted", "damaged"] = "filled"
    days_on_tablet: int = 0
    damage: str = ""


def at(chance: random.Random, day: date) -> datetime:
    """Some minute of a working day in Burkina Faso, which keeps UTC all year."""
    return datetime.combine(day, time(chance.randint(8, 16), chance.randint(0, 59)), tzinfo=UTC)


def place(commune: Commune, region: str, province: str, name: str) -> Answers:
    """A commune under the three questions that ask for it, by their paths."""
    return {region: commune[0], province: commune[1], name: commune[2]}
