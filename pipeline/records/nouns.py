"""Everything the submissions say happened, gathered by kind, as plans and journeys are made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from ..model.installation import Installation, Visit
from ..model.meeting import Meeting
from ..model.plan import Draft
from ..model.review import Review
from ..model.steps import Attendance, Counselling, ImmediateFollowUp, Registration, Survey


@dataclass(frozen=True, slots=True)
class Nouns:
    """What was said, in any order: nothing that is made of it depends on the order.

    Attributes:
        received: when the server got a submission (UTC), by root uuid; one that is absent, or None, is unknown.
    """

    registrations: tuple[Registration, ...] = ()
    follow_ups: tuple[ImmediateFollowUp, ...] = ()
    counsellings: tuple[Counselling, ...] = ()
    attendances: tuple[Attendance, ...] = ()
    surveys: tuple[Survey, ...] = ()
    drafts: tuple[Draft, ...] = ()
    reviews: tuple[Review, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    installations: tuple[Installation, ...] = ()
    visits: tuple[Visit, ...] = ()
    received: Mapping[str, datetime | None] = field(default_factory=lambda: MappingProxyType({}))


_PLACES: Mapping[type, str] = MappingProxyType(
    {
        Registration: "registrations",
        ImmediateFollowUp: "follow_ups",
        Counselling: "counsellings",
        Attendance: "attendances",
        Survey: "surveys",
        Draft: "drafts",
        Review: "reviews",
        Meeting: "meetings",
        Installation: "installations",
        Visit: "visits",
    }
)


def gather(said: Iterable[object], received: Mapping[str, datetime | None]) -> Nouns:
    """The nouns of any number of submissions by kind; kinds that neither plans nor journeys read are left out.

    Args:
        said: nouns of ``pipeline.model``, mixed, in any order.
        received: when the server got each submission, by root uuid.
    """
    found: dict[str, list[object]] = {place: [] for place in _PLACES.values()}
    for noun in said:
        if (place := _PLACES.get(type(noun))) is not None:
            found[place].append(noun)
    by_kind = {place: tuple(nouns) for place, nouns in found.items()}
    return Nouns(**by_kind, received=received)  # type: ignore[arg-type]  # each list holds what its place names
