"""A committee meeting proposed for a locality: its plans by waiting time, and whom to invite."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipeline.model.plan import Plan

FAMILIES = ("local_authority", "civil_society")
EXPERT = "technical_expert"


class Partner(NamedTuple):
    """An organisation of the partner list; ``commune`` is a place of any level, ``sector`` '' for all of them."""

    code: str
    label: str
    category: str
    expert_type: str
    sector: str
    commune: str


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
        is_local: of the place itself; else of the province, the region, or further away.
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
    place: str, waiting: Sequence[Waiting], partners: Sequence[Partner], parents: Mapping[str, str], most: int | None
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
    sectors = sorted({one.plan.sector for one in taken if one.plan.sector})
    asked = [(family, "") for family in FAMILIES] + [(EXPERT, sector) for sector in sectors]
    invited = tuple(_nearest(category, sector, place, partners, parents) for category, sector in asked)
    return Agenda(place, taken, later, invited)


def above(place: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The place and all above it, nearest first."""
    found = [place]
    while (parent := parents.get(found[-1], "")) and parent not in found:
        found.append(parent)
    return tuple(found)


def _nearest(
    category: str, sector: str, place: str, partners: Sequence[Partner], parents: Mapping[str, str]
) -> Invitation:
    fitting = [p for p in partners if p.category == category and (not sector or sector in (p.sector, p.expert_type))]
    here = above(place, parents)

    def distance(partner: Partner) -> tuple[int, str]:
        theirs = above(partner.commune, parents)
        shared = next((steps for steps, one in enumerate(here) if one in theirs), len(here))
        return shared, partner.code

    if not fitting:
        return Invitation(category, sector, None)
    nearest = min(fitting, key=distance)
    return Invitation(category, sector, nearest, distance(nearest)[0] == 0)
