"""What came after a decision: purchases, hand-over, checks, incidents, and visits to the business."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from .answers import Origin
from .steps import Actor


class Quotation(NamedTuple):
    """A supplier's offer; XOF; ``supplier`` as written."""

    supplier: str
    price: int | None
    days: int | None


class Purchase(NamedTuple):
    """Something bought; ``paid`` XOF in all; ``vendor`` as written; checks as in the form's lists."""

    item: str
    item_other: str
    quantity: Decimal | None
    unit: str
    paid: int | None
    ordered_on: date | None
    vendor: str = ""
    vendor_check: str = ""
    vendor_checked_on: date | None = None
    vendor_declared: str = ""
    quotations: tuple[Quotation, ...] = ()
    has_invoice: bool = False


class Given(NamedTuple):
    """Something handed over; ``value`` XOF."""

    item: str
    item_other: str
    quantity: Decimal | None
    unit: str
    condition: str = ""
    value: int | None = None
    has_tag: bool = False


class Verified(NamedTuple):
    """A contribution looked at: yes, partly, no; ``seen`` XOF."""

    kind: str
    verified: str
    seen: int | None = None


class Incident(NamedTuple):
    """What held the installation up."""

    kind: str
    since: date | None
    solved: bool | None
    solved_on: date | None


@dataclass(frozen=True, slots=True)
class Installation:
    """One submission of the form ``installation``: purchases, hand-over, checks and incidents of a day.

    Attributes:
        steps: which of purchase, hand_over, contribution_check, incident it holds.
        everybody: all members received; else ``receivers`` are the mentions of those who did.
    """

    origin: Origin
    plan_code: str
    version: int | None
    happened_on: date | None
    steps: tuple[str, ...]
    purchases: tuple[Purchase, ...] = ()
    certificate_number: str = ""
    hand_over_state: str = ""
    allocation: str = ""
    items: tuple[Given, ...] = ()
    everybody: bool | None = None
    receivers: tuple[str, ...] = ()
    receipt_proof: str = ""
    witness_category: str = ""
    has_certificate_photo: bool = False
    verified: tuple[Verified, ...] = ()
    incidents: tuple[Incident, ...] = ()
    actors: tuple[Actor, ...] = ()
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One follow-up visit to a business (form ``follow_up``)."""

    origin: Origin
    plan_code: str
    version: int | None
    mention_id: str
    visited_on: date | None
    wave: str
    outcome: str
    business_state: str = ""
    state_since: date | None = None
    group_state: str = ""
    workers: int | None = None
    actors: tuple[Actor, ...] = ()
    received_at: datetime | None = None
