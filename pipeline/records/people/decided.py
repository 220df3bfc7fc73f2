"""Human decisions, replayed: the last word counts, and decisions that exclude each other are found and named."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.model.linkage import LinkDecision

from .bonds import Bonds
from .spoken import Spoken
from .united import Contradiction


@dataclass
class Replay:
    """Decisions taken so far, the latest first.

    Attributes:
        same: by element, those it was tied to, and by which decision.
        different: pairs of elements, and by which decision.
    """

    bonds: Bonds
    same: defaultdict[str, list[tuple[str, LinkDecision]]] = field(default_factory=lambda: defaultdict(list))
    different: list[tuple[str, str, LinkDecision]] = field(default_factory=list)

    def take(self, left: str, right: str, decision: LinkDecision) -> Contradiction | None:
        """The decision holds, or those that exclude it are returned with it."""
        if decision.verdict == "same":
            if not self.bonds.tie(left, right):
                return Contradiction(decision, in_time(self._what_parts(left, right)))
            self.same[left].append((right, decision))
            self.same[right].append((left, decision))
            return None
        if not self.bonds.part(left, right):
            return Contradiction(decision, in_time(self._what_ties(left, right)))
        self.different.append((left, right, decision))
        return None

    def _what_parts(self, left: str, right: str) -> list[LinkDecision]:
        for one, other, decision in self.different:
            for a, b in ((one, other), (other, one)):
                if self.bonds.are_one(left, a) and self.bonds.are_one(right, b):
                    return [*self._what_ties(left, a), decision, *self._what_ties(right, b)]
        return []

    def _what_ties(self, left: str, right: str) -> list[LinkDecision]:
        """The shortest chain of decisions that makes both one; nothing where they are the same element."""
        chains: dict[str, list[LinkDecision]] = {left: []}
        waiting = deque([left])
        while waiting and right not in chains:
            here = waiting.popleft()
            for other, decision in self.same[here]:
                if other not in chains:
                    chains[other] = [*chains[here], decision]
                    waiting.append(other)
        return chains.get(right, [])


def replay(bonds: Bonds, decisions: Iterable[LinkDecision], spoken: Spoken) -> tuple[Contradiction, ...]:
    """What people said holds, before anything else is looked at.

    Of several decisions about the same two, the last counts and the others are history. Of decisions about others
    that cannot all be true, the later ones count; at one and the same instant, ``different`` counts before ``same``,
    because a wrong merge harms more than a double. A decision about records that are gone does nothing.
    """
    replayed, found, settled = Replay(bonds), [], set()
    for decision in sorted(live(decisions), key=lambda d: d.decided_at, reverse=True):
        left, right = spoken.ends(decision)
        pair = frozenset((left, right))
        if not left or not right or len(pair) == 1 or pair in settled:
            continue
        settled.add(pair)
        if contradiction := replayed.take(left, right, decision):
            found.append(contradiction)
    return tuple(reversed(found))


def live(decisions: Iterable[LinkDecision]) -> list[LinkDecision]:
    """Those nobody took back, in an order that does not depend on how they came."""
    return sorted(
        {d for d in decisions if d.undone_at is None}, key=lambda d: (d.verdict, d.left, d.right, d.decided_by, d.why)
    )


def in_time(decisions: Iterable[LinkDecision]) -> tuple[LinkDecision, ...]:
    """The oldest first."""
    return tuple(sorted(decisions, key=lambda d: (d.decided_at, d.left, d.right, d.verdict)))
