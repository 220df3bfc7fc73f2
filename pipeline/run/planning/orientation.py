"""Who still has to pass an orientation, by commune, sessions already planned there, and whom to invite."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ...model.steps import PlannedSession
from ...planning.orientation import Asked, Commune, missing_by_commune
from ...registry.listing import not_oriented
from ..judging.casebook import CaseBook, open_casebook
from ..session import open_session
from ..telling import Telling
from ..wording import Label, read_labels
from .committee import invitation_told
from .partners import read_partners
from .planned import planned_sessions

ORIENTATION = "orientation"


@dataclass(frozen=True, slots=True)
class Plan:
    """Every commune with somebody who still has to pass an orientation, the most people first.

    Attributes:
        planned: orientation sessions still to come, by commune, by day.
    """

    communes: tuple[Commune, ...]
    planned: Mapping[str, Sequence[PlannedSession]]
    label: Label

    def document(self) -> dict[str, Any]:
        """One document for machines: people by code, no name."""
        return {
            "people": sum(len(one.codes) for one in self.communes),
            "communes": [self._told(c) for c in self.communes],
        }

    def _told(self, one: Commune) -> dict[str, Any]:
        return {
            "commune": one.place,
            "name": self.label("places", one.place),
            "people": len(one.codes),
            "oldest_return": one.oldest,
            "codes": one.codes,
            "to_confirm": one.doubtful,
            "needs": [self._asked(asked) for asked in one.needs],
            "invite": [invitation_told(family, self.label) for family in one.families],
            "planned": [{"number": p.number, "on": p.planned_on} for p in self.planned.get(one.place, ())],
        }

    def _asked(self, one: Asked) -> dict[str, Any]:
        need = one.need
        return {
            "expert_type": need.expert_type,
            "expert_name": self.label("expert_types", need.expert_type) if need.expert_type else "",
            "sector": need.sector,
            "sector_name": self.label("sectors", need.sector) if need.sector else "",
            "people": one.people,
            "partner": one.partner.code if one.partner else "",
            "partner_name": one.partner.label if one.partner else "",
        }


def read_orientation_plan(folder: Path, telling: Telling) -> Plan:
    """Whom the next sessions are for, as things stand today; reads, and writes nothing.

    Raises:
        SetupError: the programme's lists or thresholds are missing or wrong.
    """
    with open_session(folder, telling, writes=False) as session, session.engine.begin() as connection:
        label = read_labels(session.settings, connection)
        book = open_casebook(session, connection)
        lives = (case.journey for case in book.persons(not_oriented(connection)))
        communes = missing_by_commune(lives, read_partners(session.settings, connection), book.policy.parents)
        return Plan(communes, _to_come(book, connection), label)


def _to_come(book: CaseBook, connection: Connection) -> Mapping[str, list[PlannedSession]]:
    found: dict[str, list[PlannedSession]] = {}
    for one in planned_sessions(book.reading.sayings, connection, ORIENTATION).values():
        if one.planned_on is not None and one.planned_on >= book.policy.today:
            found.setdefault(one.commune, []).append(one)
    return {place: sorted(some, key=lambda p: (str(p.planned_on), p.number)) for place, some in found.items()}
