"""The cases of one zone that wait for one step, the oldest first, and no more than may lie on one tablet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .audience import ANY


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person or a plan that may go on a list.

    Attributes:
        key: person key, or plan code.
        zones: in which submissions about it were sent.
        places: its commune and everything above it, nearest first; empty where it is not known.
        steps: what it waits for, and since when.
        people: keys of a plan's present holders.
    """

    key: str
    zones: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    steps: Mapping[str, date | None] = field(default_factory=dict)
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose cases one deployment may get.

    Attributes:
        zone: of the deployment; '' = all of the programme.
        places: communes, provinces or regions it serves; where it names some, they decide and not the zone.
        most: cases a list may hold.
    """

    zone: str
    places: tuple[str, ...] = ()
    most: int = 500

    def covers(self, case: Waiting) -> bool:
        """Whether it is a case of this zone."""
        if not self.zone:
            return True
        if self.places and case.places:
            return bool(set(self.places) & set(case.places))
        return self.zone in case.zones


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes on a list, the oldest first; ``left_out`` counts those beyond the most a list may hold."""

    kept: tuple[Waiting, ...] = ()
    left_out: int = 0


def choose(cases: Iterable[Waiting], step: str, reach: Reach) -> Chosen:
    """Those within reach that wait for the step (all of them, where it is '').

    The longest waiting come first: they are the ones nobody should forget, and they stay where the list is too long.
    """
    found = [c for c in cases if (step == ANY or step in c.steps) and reach.covers(c)]
    ordered = sorted(found, key=lambda c: (_since(c, step), c.key))
    return Chosen(tuple(ordered[: reach.most]), max(0, len(ordered) - reach.most))


def holders(plans: Iterable[Waiting], people: Mapping[str, Waiting], most: int) -> Chosen:
    """The people of these plans in their order, each once; only those who may be on a list at all."""
    keys = dict.fromkeys(key for plan in plans for key in plan.people if key in people)
    found = [people[key] for key in keys]
    return Chosen(tuple(found[:most]), max(0, len(found) - most))


def _since(case: Waiting, step: str) -> date:
    days = [case.steps.get(step)] if step else list(case.steps.values())
    return min((day for day in days if day), default=date.max)
