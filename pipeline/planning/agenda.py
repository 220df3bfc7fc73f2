"""A committee meeting proposed for a locality: its plans by waiting time, and whom to invite."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipeline.model.partner import Partner
from pipeline.model.plan import Plan

from .nearby import is_of, knows, nearest

FAMILIES = ("local_authority", "civil_society")
EXPERT = "technical_expert"


class Waiting(NamedTuple):
    """A plan and the day since which it waits for a committee."""

    plan: Plan
    since: date


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody to invite.

    Attributes:
        sector: for whose plans a technical expert is asked; '' for the others.
        partner: None where the list has nobody: to be found.
        is_local: works in the place itself; else the nearest one from elsewhere.
    """

    category: str
    sector: str
    partner: Partner | None
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting as it could be held; ``later`` are the plans beyond the most one meeting looks at."""

    place: str
    plans: tuple[Waiting, ...]
    later: tuple[Waiting, ...]
    invitations: tuple[Invitation, ...]


def propose(
    place: str, waiting: Iterable[Waiting], partners: Sequence[Partner], parents: Mapping[str, str], most: int | None
) -> Agenda:
    """The longest waiting plans first, one authority, civil society, and an expert for each sector among them.

    Args:
        place: commune or province.
        partners: active ones.
        parents: the place above each place.
        most: plans one meeting looks at; None for no limit.
    """
    ordered = tuple(sorted(waiting, key=lambda one: (one.since, one.plan.code)))
    taken, later = (ordered, ()) if most is None else (ordered[:most], ordered[most:])
    return Agenda(place, taken, later, invitations(place, (one.plan.sector for one in taken), partners, parents))


def invitations(
    place: str, sectors: Iterable[str], partners: Sequence[Partner], parents: Mapping[str, str]
) -> tuple[Invitation, ...]:
    """An authority, civil society, and a technical expert for each of these sectors; each the nearest to the place."""
    asked = [(family, "") for family in FAMILIES] + [(EXPERT, sector) for sector in sorted(set(sectors) - {""})]
    found = []
    for category, sector in asked:
        fitting = (p for p in partners if p.category == category and (not sector or knows(p, sector)))
        partner = nearest(fitting, place, parents)
        found.append(Invitation(category, sector, partner, is_of(partner, place, parents)))
    return tuple(found)
