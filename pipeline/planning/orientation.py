"""Who still has to pass an orientation, by commune, and whom to invite for what people said they need."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.steps import Journey, Need

from .agenda import Partner, above


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune's missing people.

    Attributes:
        codes: of the people, the longest back first.
        oldest: the earliest return to the commune among them; None where none is known.
        needs: how many of them asked for each expert and sector.
        invite: partners that answer a need, with how many people asked, most asked first.
    """

    place: str
    codes: tuple[str, ...]
    oldest: date | None
    needs: Mapping[Need, int]
    invite: tuple[tuple[Partner, int], ...]


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
    needs = Counter(need for j in people for talk in j.counsellings for need in set(talk.needs))
    asked = Counter({p: sum(count for need, count in needs.items() if _answers(p, need)) for p in partners})
    near = set(above(place, parents))
    invite = [(p, count) for p, count in asked.items() if count and set(above(p.commune, parents)) & near]
    return Commune(
        place,
        tuple(j.code for j in ordered),
        returned(ordered[0]),
        dict(sorted(needs.items())),
        tuple(sorted(invite, key=lambda one: (-one[1], one[0].code))),
    )


def returned(journey: Journey) -> date | None:
    """The earliest return to the commune that anybody noted."""
    return min((r.in_commune_on for r in journey.registrations if r.in_commune_on), default=None)


def _answers(partner: Partner, need: Need) -> bool:
    same_kind = bool(need.expert_type) and partner.expert_type == need.expert_type
    return same_kind or (bool(need.sector) and need.sector in (partner.sector, partner.expert_type))
