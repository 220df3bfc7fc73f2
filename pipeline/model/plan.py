"""A business plan over its life: drafts, versions, members, budget lines, and all that was said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from .answers import Origin
from .installation import Installation, Visit
from .meeting import Decided
from .review import Review


class Line(NamedTuple):
    """One budget line.

    Attributes:
        item: code of the catalogue, ``other`` or ''; ``item_other`` says what then.
        catalogue_price: XOF for a unit, as the tablet's catalogue had it; None without.
        unit_price / total: XOF; ``total`` is what the tablet computed.
        supplier: as written (identity: stays in ``registry``).
    """

    item: str
    item_other: str
    specification: str
    quantity: Decimal | None
    unit: str
    unit_price: int | None
    total: Decimal | None
    catalogue_price: Decimal | None = None
    supplier: str = ""


class Contribution(NamedTuple):
    """What the holders bring; ``value`` XOF, ``valuation`` as in the form's list."""

    kind: str
    item: str
    value: int | None
    valuation: str


class Member(NamedTuple):
    """Somebody in a plan: ``mention_id`` leads to the person."""

    mention_id: str
    role: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One submission of the form ``business_plan``.

    Attributes:
        version: as the form says, 1 or more; ``reason`` why it was drafted again.
        kind: individual or collective; '' where not said, and neither is assumed.
        total / contribution_total: XOF, as the tablet computed them.
    """

    origin: Origin
    plan_code: str
    version: int
    reason: str
    drafted_on: date | None
    kind: str
    sector: str
    commune: str
    title: str = ""
    drafted_by: str = ""
    holder_present: bool | None = None
    uses_skill: bool | None = None
    holder_agrees: bool | None = None
    members: tuple[Member, ...] = ()
    lines: tuple[Line, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    waiver: str = ""
    total: Decimal | None = None
    contribution_total: Decimal | None = None
    group: str = ""
    received_at: datetime | None = None


class Change(NamedTuple):
    """One difference between two versions of a plan; ``line`` names the line by its item, '' for the plan."""

    line: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a plan.

    Attributes:
        number: from 1.
        made_by: drafted by the holders, corrected by procurement, or amended by the committee.
        draft: origin of the draft that holds it; None where the committee or procurement made it and nobody has
            drafted it again yet.
        total / contribution_total: XOF, recomputed from the lines; ``tablet_total`` is what the tablet had.
        changes: against the version before.
        inherits: the version whose decision it inherits; None where it needs its own.
    """

    number: int
    made_by: Literal["drafted", "procurement", "committee"]
    origin: Origin
    on: date | None
    draft: Origin | None
    lines: tuple[Line, ...]
    contributions: tuple[Contribution, ...]
    total: Decimal
    contribution_total: Decimal
    tablet_total: Decimal | None = None
    changes: tuple[Change, ...] = ()
    inherits: int | None = None


class Membership(NamedTuple):
    """One person in a plan from a day to a day; ``until`` None as long as it lasts."""

    person_key: str
    role: str
    since: date | None
    until: date | None
    origin: Origin

    def holds_on(self, day: date | None) -> bool:
        """Whether the person was in the plan on that day; whoever leaves on it is not. For None: is in it now."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or self.until > day)


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan. Every tuple is in order: by date, then by arrival, then by root uuid.

    Attributes:
        kind / sector / commune: of the latest draft; '' where never said.
        drafts: all, also two of the same version (filled in twice): none is dropped.
        members: over time; those without ``until`` are the present ones.
        persons: person key of every mention id the plan's submissions speak of.
    """

    code: str
    kind: str
    sector: str
    commune: str
    versions: tuple[Version, ...] = ()
    drafts: tuple[Draft, ...] = ()
    members: tuple[Membership, ...] = ()
    reviews: tuple[Review, ...] = ()
    decisions: tuple[Decided, ...] = ()
    installations: tuple[Installation, ...] = ()
    visits: tuple[Visit, ...] = ()
    persons: Mapping[str, str] | None = None
    parked_since: datetime | None = None
    """Reviewed, decided or installed, and never drafted: when the first of these was received."""
