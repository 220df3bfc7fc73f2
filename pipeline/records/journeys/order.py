"""Events in order: by date, on one day as the practice goes, then by arrival."""

from datetime import date, datetime

from ...model.answers import Origin
from ...model.steps import Event

KINDS = (
    "returned",
    "in_commune",
    "registered",
    "followed_up",
    "counselled",
    "oriented",
    "trained",
    "drafted",
    "reviewed",
    "examined",
    "validated",
    "rejected",
    "adjourned",
    "purchased",
    "contribution_checked",
    "incident",
    "handed_over",
    "received",
    "visited",
    "group_apart",
    "ended",
    "asked",
    "missed",
)
"""Every kind of event, in the order of the practice.

``missed`` is a visit, talk or interview that did not take place (its detail is the outcome, its stage the form);
``received`` somebody named among those who got goods; ``group_apart`` a visit found a group ``split`` or ``some_left``;
``ended`` a business sold, stopped or never started.
"""

_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
Place = tuple[bool, date, int, bool, float, str, str, str, str]


def event_order(event: Event) -> Place:
    """A key to sort by; what has no date comes last."""
    arrival = event.received_at.timestamp() if event.received_at else 0.0
    when = (event.on is None, event.on or date.min, _RANK[event.kind], event.received_at is None, arrival)
    return (*when, event.origin.root_uuid, event.origin.row, event.plan_code, event.detail)


def step_order(on: date | None, received_at: datetime | None, origin: Origin) -> tuple[bool, date, float, str, str]:
    """A key to sort one person's steps of one kind by: day, arrival, root uuid and row; without a day last."""
    arrival = received_at.timestamp() if received_at else float("inf")
    return (on is None, on or date.min, arrival, origin.root_uuid, origin.row)
