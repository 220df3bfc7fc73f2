"""Which partner is nearest to a place, and which one knows a sector."""

from collections.abc import Iterable, Mapping

from pipeline.model.partner import Partner


def above(place: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The place and all above it, nearest first."""
    found = [place]
    while (parent := parents.get(found[-1], "")) and parent not in found:
        found.append(parent)
    return tuple(found)


def nearest(partners: Iterable[Partner], place: str, parents: Mapping[str, str]) -> Partner | None:
    """The one with which the place shares the smallest area, then the first by code; None of none."""
    here = above(place, parents)

    def distance(partner: Partner) -> tuple[int, str]:
        theirs = above(partner.commune, parents)
        return next((steps for steps, one in enumerate(here) if one in theirs), len(here)), partner.code

    return min(partners, key=distance, default=None)


def is_of(partner: Partner | None, place: str, parents: Mapping[str, str]) -> bool:
    """Whether it works in the place itself, or in a part of it."""
    return partner is not None and place in above(partner.commune, parents)


def knows(partner: Partner, sector: str) -> bool:
    """Whether it is of that sector: named on its list, or, where it names none, its own kind (``livestock``)."""
    return sector in partner.sectors or (not partner.sectors and partner.expert_type == sector)
