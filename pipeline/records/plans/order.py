"""The one order of everything said about a plan: by date, then by arrival, then by root uuid and row."""

from datetime import date, datetime

from ...model.answers import Origin

Place = tuple[bool, date, bool, float, str, str, int]
Day = tuple[date, tuple[float, Place]]


def in_order(on: date | None, received_at: datetime | None, origin: Origin) -> Place:
    """A key to sort by; what has no date, or no arrival, comes after what has."""
    arrival = received_at.timestamp() if received_at else 0.0
    return (on is None, on or date.min, received_at is None, arrival, origin.root_uuid, origin.row, origin.edition_id)


def by_arrival(on: date | None, received_at: datetime | None, origin: Origin) -> tuple[float, Place]:
    """A key whose greatest is the latest received; what arrived nobody knows when is the earliest."""
    return (received_at.timestamp() if received_at else float("-inf"), in_order(on, received_at, origin))


def by_day(on: date | None, received_at: datetime | None, origin: Origin) -> Day:
    """A key whose greatest is the latest day, then the latest received; without a day is the earliest."""
    return (on or date.min, by_arrival(on, received_at, origin))
