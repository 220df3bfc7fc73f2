"""Who still has to pass an orientation, by commune, and whom to invite for what people said they need."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.partner import Partner
from pipeline.model.steps import Journey, Need

from .agenda import Invitation, invitations
from .nearby import knows, nearest

UNSAID = "other"


@dataclass(frozen=True, slots=True)
class Asked:
    """What people said they need; ``partner`` is the nearest that answers it, None where the list has nobody."""

    need: Need
    people: int
    partner: Partner | None


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune's missing people.

    Attributes:
        codes: of the people, the longest back first.
        oldest: the earliest return to the commune among them; None where none is known.
        doubtful: those of the codes that may be somebody already known (``retour link review``).
        needs: said by most people first.
        families: the authority and the civil society to invite, whatever people need.
    """

    place: str
    codes: tuple[str, ...]
    oldest: date | None
    doubtful: tuple[str, ...]
    needs: tuple[Asked, ...]
    families: tuple[Invitation, ...]


def missing_by_commune(
    journeys: Iterable[Journey], partners: Sequence[Partner], parents: Mapping[str, str]
) -> tuple[Commune, ...]:
    """Registered people who were at no orientation, by commune of return, the most people first."""
    missing: defaultdict[str, list[Journey]] = defaultdict(list)
    for journey in journeys:
        if journey.registrations and not journey.orientations:
            missing[journey.commune].append(journey)
    found = [_commune(place, people, partners, parents) for place, people in missing.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.codes), one.place)))


def _commune(place: str, people: list[Journey], partners: Sequence[Partner], parents: Mapping[str, str]) -> Commune:
    ordered = sorted(people, key=lambda j: (returned(j) or date.max, j.code))
    said = Counter(need for j in people for need in {need for talk in j.counsellings for need in talk.needs})
    needs = [
        Asked(need, count, nearest((p for p in partners if _answers(p, need)), place, parents))
        for need, count in said.items()
    ]
    return Commune(
        place,
        tuple(j.code for j in ordered),
        returned(ordered[0]),
        tuple(j.code for j in ordered if j.standing == "provisional"),
        tuple(sorted(needs, key=lambda one: (-one.people, one.need))),
        invitations(place, (), partners, parents),
    )


def returned(journey: Journey) -> date | None:
    """The earliest return to the commune that anybody noted."""
    return min((r.in_commune_on for r in journey.registrations if r.in_commune_on), default=None)


def _answers(partner: Partner, need: Need) -> bool:
    """Of the kind that was asked for; where only a sector was said, whoever knows it."""
    if need.expert_type not in {"", UNSAID}:
        return partner.expert_type == need.expert_type
    return bool(need.sector) and knows(partner, need.sector)
