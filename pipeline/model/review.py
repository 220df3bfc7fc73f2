"""The procurement review of a plan: each line's specification and price, and a verdict."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from .answers import Origin


class ReviewedLine(NamedTuple):
    """One line as procurement saw it; prices XOF for a unit."""

    item: str
    item_other: str
    specification_state: str
    quantity: Decimal | None
    asked_price: int | None
    price_state: str
    reviewed_price: int | None
    price_source: str
    locally_available: bool | None = None
    delay_days: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One procurement review (form ``procurement_review``).

    Attributes:
        version: of the plan that was reviewed; None where the form does not say.
        ended_at: when the tablet closed the form, UTC.
        verdict: conforming, conforming_corrected, returned, above_ceiling.
    """

    origin: Origin
    plan_code: str
    version: int | None
    reviewed_on: date | None
    started_at: datetime | None
    ended_at: datetime | None
    reviewer_role: str
    verdict: str
    reasons: tuple[str, ...] = ()
    lines: tuple[ReviewedLine, ...] = ()
    asked_total: Decimal | None = None
    reviewed_total: Decimal | None = None
    received_at: datetime | None = None
