"""Each person's own steps, found by the mentions that lead to them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from ...model.answers import Origin
from ...model.steps import Attendance, Counselling, ImmediateFollowUp, Registration, Survey
from ..nouns import Nouns
from .order import step_order


@dataclass(slots=True)
class Steps:
    """What one person did, each kind by day, then by arrival."""

    registrations: list[Registration] = field(default_factory=list)
    follow_ups: list[ImmediateFollowUp] = field(default_factory=list)
    counsellings: list[Counselling] = field(default_factory=list)
    orientations: list[Attendance] = field(default_factory=list)
    training_days: list[Attendance] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)


class _Said(NamedTuple):
    """One noun: in which list of ``Steps`` it belongs, when it was, and the mention of somebody."""

    place: str
    noun: Any
    on: date | None
    origin: Origin
    mention: str


def steps_of(nouns: Nouns, linked: Mapping[str, str]) -> Mapping[str, Steps]:
    """Every person's own steps by person key; a mention that leads to nobody has none.

    Args:
        linked: person key by mention id; '' or absent for nobody.
    """
    found: dict[str, Steps] = defaultdict(Steps)
    received = nouns.received
    every = sorted(
        _said(nouns), key=lambda s: (step_order(s.on, received.get(s.origin.root_uuid), s.origin), s.mention)
    )
    for said in every:
        if key := linked.get(said.mention, ""):
            getattr(found[key], said.place).append(said.noun)
    return dict(found)


def _said(nouns: Nouns) -> Iterator[_Said]:
    for r in nouns.registrations:
        yield _Said("registrations", r, r.registered_on, r.origin, r.mention_id)
    for f in nouns.follow_ups:
        yield _Said("follow_ups", f, f.visited_on, f.origin, f.mention_id)
    for c in nouns.counsellings:
        yield _Said("counsellings", c, c.counselled_on, c.origin, c.mention_id)
    for a in nouns.attendances:
        place = "orientations" if a.kind == "orientation" else "training_days"
        yield _Said(place, a, a.held_on, a.origin, a.mention_id)
    for s in nouns.surveys:
        yield _Said("surveys", s, s.asked_on, s.origin, s.mention_id)
