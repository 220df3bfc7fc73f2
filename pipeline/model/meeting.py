"""A meeting of the selection committee: who sat, and what was decided about each plan. No names."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from .answers import Origin


class CommitteeMember(NamedTuple):
    """A seat at the table; no name.

    Attributes:
        role: voting, guest, secretary.
        votes: the form's own verdict on whether the seat counts.
    """

    category: str
    authority_role: str = ""
    expert_type: str = ""
    sector: str = ""
    role: str = ""
    is_implementer: bool | None = None
    is_local: bool | None = None
    votes: bool = False


class AmendedLine(NamedTuple):
    """What the committee changed in one line: kind is quantity, price, specification, added or removed; XOF."""

    item: str
    kind: str
    before: int | None
    after: int | None
    specification: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about one plan in one meeting (a row of the form ``committee``).

    Attributes:
        decision: validated, validated_amended, rejected, adjourned.
        relevance / viability: 1 to 5; None where not scored.
        opinions: categories of who gave an opinion.
    """

    origin: Origin
    plan_code: str
    version: int | None
    decision: str
    relevance: int | None = None
    viability: int | None = None
    reasons: tuple[str, ...] = ()
    holder_heard: bool | None = None
    conflict: bool | None = None
    abstentions: int | None = None
    opinions: tuple[str, ...] = ()
    amendment: bool = False
    amended_total: int | None = None
    amended_lines: tuple[AmendedLine, ...] = ()
    listed_sector: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One submission of the form ``committee``; one meeting may be written in several (``meeting_id`` is the same).

    Attributes:
        started_at / ended_at: local clock times of the minutes.
        form_started_at / form_ended_at: the tablet's own instants, UTC.
    """

    origin: Origin
    meeting_id: str
    held_on: date | None
    started_at: time | None
    ended_at: time | None
    commune: str
    members: tuple[CommitteeMember, ...] = ()
    decisions: tuple[Decision, ...] = ()
    minutes_number: str = ""
    form_started_at: datetime | None = None
    form_ended_at: datetime | None = None
    received_at: datetime | None = None


class Decided(NamedTuple):
    """A decision with its meeting."""

    meeting: Meeting
    decision: Decision
