"""Synthetic plans with their holders and lines, whose totals are those of the practice sheet, or any others."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from ..model.code import PLAN, make_code
from .people import Person
from .rates import AMENDED
from .sectors import ITEMS, SECTORS

LAST_RETURN_OF_HOLDERS = date(2018, 11, 20)
"""Who comes home later has no time left for orientation, training and a plan before the end of the period."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Plans and people at each step of the funnel; the defaults are the sheet's (fiche #3, May 2019, page 2).

    Source: 250 plans of 441 people made, 185 of 344 examined, 83 of 147 validated, September 2017 to March 2019.
    """

    made: tuple[int, int] = (250, 441)
    examined: tuple[int, int] = (185, 344)
    validated: tuple[int, int] = (83, 147)
    returnees: int = 900


@dataclass(frozen=True, slots=True)
class Line:
    """One budget line; ``price`` in XOF as this version of the plan has it."""

    item: str
    unit: str
    quantity: int
    price: int
    is_specified: bool

    @property
    def total(self) -> int:
        """XOF."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Version:
    """A plan as drafted on one day; ``reason`` why it was drafted again, '' for the first."""

    number: int
    drafted_on: date
    lines: tuple[Line, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """Procurement's look at one version, before the committee."""

    version: Version
    reviewed_on: date
    verdict: str


@dataclass(slots=True)
class Plan:
    """One synthetic plan.

    Attributes:
        decision: '' while no committee has seen it.
        versions / reviews: in their order; filled in when the plan meets the calendar.
        decided_version: what the committee saw; 0 while none has.
    """

    code: str
    members: list[Person]
    sector: str
    lines: tuple[Line, ...]
    decision: str
    versions: list[Version]
    reviews: list[Review]
    decided_version: int = 0

    @property
    def ready_on(self) -> date:
        """The day it could go to a committee."""
        days = [v.drafted_on for v in self.versions] + [r.reviewed_on for r in self.reviews]
        return max(days)

    @property
    def province(self) -> str:
        """Where its lead lives."""
        return self.members[0].commune[1]

    @property
    def is_validated(self) -> bool:
        """With or without an amendment."""
        return self.decision.startswith("validated")


def draw_plans(people: list[Person], totals: Totals, seed: int) -> list[Plan]:
    """Plans with distinct holders of one province, decided so that the totals come out exactly; examined ones first."""
    chance = random.Random(f"plans {seed}")
    seen_sizes = _sizes(chance, totals.validated) + _sizes(chance, _minus(totals.examined, totals.validated))
    decisions = chance.choices(("validated", "validated_amended"), (1 - AMENDED, AMENDED), k=totals.validated[0])
    decisions += chance.choices(("rejected", "adjourned"), (3, 1), k=len(seen_sizes) - len(decisions))
    seen = list(zip(seen_sizes, decisions, strict=True))
    chance.shuffle(seen)
    waiting = [(size, "") for size in _sizes(chance, _minus(totals.made, totals.examined))]
    holders = _holders(chance, people, totals.made[1])
    return [_plan(chance, _take_group(holders, size), decision) for size, decision in seen + waiting]


def _holders(chance: random.Random, people: list[Person], count: int) -> list[Person]:
    """So many of those who came home early enough, by the day they did."""
    by_day = sorted(people, key=lambda person: person.in_commune_on)
    early = [person for person in by_day if person.in_commune_on <= LAST_RETURN_OF_HOLDERS]
    return sorted(chance.sample(max(early, by_day[:count], key=len), count), key=lambda person: person.in_commune_on)


def _take_group(holders: list[Person], size: int) -> list[Person]:
    """The next holders of one province leave the queue; of any province where none has so many left."""
    left = Counter(person.commune[1] for person in holders)
    lead = next((person for person in holders if left[person.commune[1]] >= size), holders[0])
    nearest = sorted(holders, key=lambda person: person.commune[1] != lead.commune[1])
    start = next(n for n, person in enumerate(nearest) if person is lead)
    group = (nearest[start:] + nearest[:start])[:size]
    taken = {person.code for person in group}
    holders[:] = [person for person in holders if person.code not in taken]
    return group


def _minus(more: tuple[int, int], less: tuple[int, int]) -> tuple[int, int]:
    return more[0] - less[0], more[1] - less[1]


def _sizes(chance: random.Random, total: tuple[int, int]) -> list[int]:
    """Group sizes: so many plans, so many people, most of them alone or two, as the sheet's means say."""
    sizes = [1] * total[0]
    for _ in range(total[1] - total[0]):
        few = min(chance.sample(range(len(sizes)), min(3, len(sizes))), key=lambda n: (sizes[n] == 1, -sizes[n]))
        sizes[few if sizes[few] < 6 else sizes.index(min(sizes))] += 1
    chance.shuffle(sizes)
    return sizes


def _plan(chance: random.Random, members: list[Person], decision: str) -> Plan:
    sector = chance.choices(tuple(SECTORS), tuple(SECTORS.values()))[0]
    items = ITEMS[sector]
    lines = tuple(_line(chance, item) for item in chance.sample(items, min(len(items), chance.randint(1, 3))))
    return Plan(make_code(PLAN, chance.choice), members, sector, lines, decision, [], [])


def _line(chance: random.Random, item: tuple[str, str, int]) -> Line:
    code, unit, price = item
    asked = int(price * chance.uniform(0.8, 1.2)) // 500 * 500
    return Line(code, unit, chance.randint(1, 4), asked, chance.random() < 0.8)


def repriced(chance: random.Random, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The same lines with a specification each, and with market prices."""
    return tuple(
        replace(line, price=int(line.price * chance.uniform(0.85, 1.2)) // 500 * 500, is_specified=True)
        for line in lines
    )
