"""Which places have enough plans for a committee meeting, which plans, since when, and whom to invite."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ...model.case import LocalityCase
from ...model.partner import Partner
from ...model.steps import PlannedSession
from ...planning.agenda import Agenda, Invitation, Waiting, propose
from ...planning.dossier import version_shown
from ...programme import Settings
from ...rules.trigger import ready_since, waiting
from ..judging.casebook import CaseBook, open_casebook
from ..session import open_session
from ..telling import Telling
from ..wording import Label, read_labels
from .partners import read_partners
from .planned import planned_sessions

MEETING = "committee"


@dataclass(frozen=True, slots=True)
class Locality:
    """One place with plans that wait for a committee.

    Attributes:
        place / name: code and label; ``level`` commune or province.
        minimum: plans that call a meeting; None where no number is set, and no place is ever ready.
        is_reminder: so many wait that the meeting should have been called before.
        planned: committee meetings of the place that are still to come, by day.
    """

    place: str
    name: str
    level: str
    minimum: int | None
    is_reminder: bool
    agenda: Agenda
    planned: tuple[PlannedSession, ...] = ()

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """All plans, the longest waiting first."""
        return (*self.agenda.plans, *self.agenda.later)

    @property
    def is_ready(self) -> bool:
        """Enough plans wait."""
        return self.minimum is not None and len(self.waiting) >= self.minimum

    def document(self, label: Label) -> dict[str, Any]:
        """For machines: codes, and labels beside them; no name of a person."""
        return {
            "place": self.place,
            "name": self.name,
            "level": self.level,
            "ready": self.is_ready,
            "reminder": self.is_reminder,
            "waiting": len(self.waiting),
            "minimum": self.minimum,
            "oldest": min(one.since for one in self.waiting),
            "agenda": [_plan(one, label) for one in self.agenda.plans],
            "later": [_plan(one, label) for one in self.agenda.later],
            "invite": [invitation_told(one, label) for one in self.agenda.invitations],
            "planned": [{"number": one.number, "on": one.planned_on} for one in self.planned],
        }


@dataclass(frozen=True, slots=True)
class Ready:
    """Every place with at least one plan that waits, those with enough first, then by number and age."""

    localities: tuple[Locality, ...]
    label: Label

    def document(self) -> dict[str, Any]:
        """One document for machines."""
        return {"localities": [one.document(self.label) for one in self.localities]}


def read_ready(folder: Path, telling: Telling) -> Ready:
    """What waits for a committee today; reads, and writes nothing.

    Raises:
        SetupError: the programme's lists or thresholds are missing or wrong.
    """
    with open_session(folder, telling, writes=False) as session, session.engine.begin() as connection:
        label = read_labels(session.settings, connection)
        book = open_casebook(session, connection)
        found = localities(session.settings, connection, book, label)
    return Ready(
        tuple(sorted(found, key=lambda one: (not one.is_ready, -len(one.waiting), one.waiting[0].since))), label
    )


def localities(
    settings: Settings, connection: Connection, book: CaseBook, label: Label, places: Collection[str] | None = None
) -> list[Locality]:
    """Those of these places (all if None) in which a plan waits."""
    partners = read_partners(settings, connection)
    planned = planned_sessions(book.reading.sayings, connection, MEETING)
    found = []
    for case in book.localities(places):
        coming = sorted(
            (one for one in planned.values() if book.place_of(one.commune) == case.place and _is_to_come(one, book)),
            key=lambda one: (str(one.planned_on), one.number),
        )
        one = _locality(case, book, partners, label, tuple(coming))
        if one.waiting:
            found.append(one)
    return found


def _is_to_come(one: PlannedSession, book: CaseBook) -> bool:
    return one.planned_on is not None and one.planned_on >= book.policy.today


def _locality(
    case: LocalityCase, book: CaseBook, partners: tuple[Partner, ...], label: Label, planned: tuple[PlannedSession, ...]
) -> Locality:
    policy = book.policy
    since = [Waiting(plan, day) for plan in waiting(case, policy) if (day := ready_since(plan, policy))]
    agenda = propose(case.place, since, partners, policy.parents, policy.value("committee.most_plans"))
    minimum, reminder = policy.value("committee.local_minimum"), policy.value("committee.local_reminder")
    is_reminder = reminder is not None and len(since) >= reminder
    name = label("places", case.place)
    return Locality(case.place, name, case.level, minimum, is_reminder, agenda, planned)


def _plan(one: Waiting, label: Label) -> dict[str, Any]:
    version = version_shown(one.plan)
    return {
        "plan": one.plan.code,
        "version": version.number if version else None,
        "since": one.since,
        "sector": one.plan.sector,
        "sector_name": label("sectors", one.plan.sector),
        "commune": one.plan.commune,
        "holders": sum(1 for m in one.plan.members if m.until is None),
        "total_xof": version.total if version else None,
    }


def invitation_told(one: Invitation, label: Label) -> dict[str, Any]:
    """An organisation to invite, or the family and sector for which one has to be found."""
    partner = one.partner
    return {
        "category": one.category,
        "category_name": label("actor_categories", one.category),
        "sector": one.sector,
        "sector_name": label("sectors", one.sector) if one.sector else "",
        "partner": partner.code if partner else "",
        "partner_name": partner.label if partner else "",
        "local": one.is_local,
    }
