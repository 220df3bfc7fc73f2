"""Synthetic plans and meetings whose totals are those of the practice sheet, or any others."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..model.code import PLAN, make_code
from .people import Person

PERIOD_ENDS = date(2019, 3, 31)
LOCAL_MEETINGS_FROM = date(2018, 9, 1)
"""The sheet tells that meetings of 15 to 20 plans gave way to local ones of 4 or 5, not when: this day is ours."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Plans and people at each step of the funnel; the defaults are the sheet's (fiche #3, May 2019, page 2).

    Source: 250 plans of 441 people made, 185 of 344 examined, 83 of 147 validated, September 2017 to March 2019.
    """

    made: tuple[int, int] = (250, 441)
    examined: tuple[int, int] = (185, 344)
    validated: tuple[int, int] = (83, 147)
    returnees: int = 900


@dataclass(slots=True)
class Plan:
    """One synthetic plan; ``decision`` is '' while no committee has seen it."""

    code: str
    members: list[Person]
    sector: str
    drafted_on: date
    decision: str = ""


@dataclass(slots=True)
class Meeting:
    """One synthetic committee meeting with the plans it decides on."""

    code: str
    held_on: date
    commune: tuple[str, str, str]
    plans: list[Plan] = field(default_factory=list)


SECTORS = {
    "livestock": 40, "agriculture": 14, "trade": 18, "crafts": 9, "food_processing": 6,
    "catering": 4, "services": 7, "fishing": 2,
}  # fmt: skip


def draw_plans(people: list[Person], totals: Totals, seed: int) -> list[Plan]:
    """Plans with distinct members, by drafting date, decided so that the totals come out exactly.

    Plans seen by a committee are those drafted first.
    """
    chance = random.Random(f"plans {seed}")
    holders = sorted(chance.sample(people, totals.made[1]), key=lambda p: p.in_commune_on)
    seen_sizes = _sizes(chance, totals.validated) + _sizes(chance, _minus(totals.examined, totals.validated))
    decisions = ["validated"] * totals.validated[0]
    decisions += chance.choices(("rejected", "adjourned"), (3, 1), k=len(seen_sizes) - len(decisions))
    seen = list(zip(seen_sizes, decisions, strict=True))
    chance.shuffle(seen)
    waiting = [(size, "") for size in _sizes(chance, _minus(totals.made, totals.examined))]
    plans = []
    for size, decision in seen + waiting:
        members, holders = holders[:size], holders[size:]
        plans.append(_plan(chance, members, decision))
    return sorted(plans, key=lambda p: p.drafted_on)


def draw_meetings(plans: list[Plan], seed: int) -> list[Meeting]:
    """Meetings of 15 to 20 plans, later local ones of 4 or 5; each examined plan in exactly one, after its drafting."""
    chance = random.Random(f"meetings {seed}")
    queue = [plan for plan in plans if plan.decision]
    meetings: list[Meeting] = []
    while queue:
        size = chance.randint(4, 5) if queue[0].drafted_on >= LOCAL_MEETINGS_FROM else chance.randint(15, 20)
        taken, queue = queue[:size], queue[size:]
        held_on = min(taken[-1].drafted_on + timedelta(days=chance.randint(8, 25)), PERIOD_ENDS - timedelta(days=2))
        place = taken[0].members[0].commune
        code = f"C-{held_on:%Y-%m}-{len(meetings) + 1:02}"
        meetings.append(Meeting(code, held_on, place, taken))
    return meetings


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
    ready = max(m.in_commune_on for m in members) + timedelta(days=chance.randint(45, 110))
    latest = date(2019, 2, 20) if decision else date(2019, 3, 25)
    return Plan(make_code(PLAN, chance.choice), members, sector, min(ready, latest), decision)
