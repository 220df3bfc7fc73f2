"""Committee meetings: 15 to 20 plans at first, later local ones as soon as 4 or 5 are ready in a province."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .drafting import amend
from .event import Commune
from .plans import Plan
from .rates import LARGE_MEETING, LOCAL_MEETING, LOCAL_MEETINGS_FROM, PERIOD_ENDS


@dataclass(slots=True)
class Meeting:
    """One committee meeting with the plans it decides on; ``is_local``: for one province."""

    code: str
    held_on: date
    commune: Commune
    plans: list[Plan]
    is_local: bool


def draw_meetings(plans: list[Plan], seed: int) -> list[Meeting]:
    """Each examined plan is in exactly one meeting, after its draft and its review; amended ones get a new version.

    Where numbers do not divide, a meeting is a little smaller or larger than the sheet tells.
    """
    chance = random.Random(f"meetings {seed}")
    queue = sorted((plan for plan in plans if plan.decision), key=lambda plan: plan.ready_on)
    early = [plan for plan in queue if plan.ready_on < LOCAL_MEETINGS_FROM]
    late = [plan for plan in queue if plan.ready_on >= LOCAL_MEETINGS_FROM]
    batches = [(batch, False) for batch in _split(early, LARGE_MEETING)]
    for province in sorted({plan.province for plan in late}):
        batches += [(batch, True) for batch in _split([p for p in late if p.province == province], LOCAL_MEETING)]
    held = sorted(((_day(chance, batch), n) for n, (batch, _) in enumerate(batches)))
    return [_meeting(chance, number, day, *batches[n]) for number, (day, n) in enumerate(held, 1)]


def _meeting(chance: random.Random, number: int, day: date, batch: list[Plan], is_local: bool) -> Meeting:
    for plan in batch:
        plan.decided_version = plan.versions[-1].number
        if plan.decision == "validated_amended":
            amend(chance, plan, day)
    return Meeting(f"C-{day:%Y-%m}-{number:02}", day, batch[0].members[0].commune, batch, is_local)


def _day(chance: random.Random, batch: list[Plan]) -> date:
    return min(batch[-1].ready_on + timedelta(days=chance.randint(6, 18)), PERIOD_ENDS - timedelta(days=2))


def _split(plans: list[Plan], ideal: float) -> Iterator[list[Plan]]:
    """Consecutive batches, as even as can be, about so large."""
    if not plans:
        return
    batches = max(1, round(len(plans) / ideal))
    for n in range(batches):
        yield plans[len(plans) * n // batches : len(plans) * (n + 1) // batches]
