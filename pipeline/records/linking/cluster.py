"""Weighed pairs and decisions become people: one weak link never joins two clear people; the order of pairs is moot."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from ...model.linkage import Pair
from .model import Model

Ids = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Clusters:
    """Who is who, as far as it is known.

    Attributes:
        groups: every id exactly once; ids sorted within a group, groups sorted by their first id.
        doubtful: pairs a person should look at, heaviest first: at most one for any two groups.
        contradictions: pairs decided different whose records other decisions make the same; sorted.
    """

    groups: tuple[tuple[str, ...], ...]
    doubtful: tuple[Pair, ...]
    contradictions: tuple[Ids, ...]


def cluster(
    ids: Iterable[str], pairs: Iterable[Pair], same: Iterable[Ids], different: Iterable[Ids], model: Model
) -> Clusters:
    """Groups of ids that are one person each.

    Two groups are joined while their strongest pair weighs ``model.upper`` and all pairs between them weigh more for
    than against, where a pair that is missing weighs ``model.floor``: the heaviest average first, ids break ties.
    What was decided the same is joined beforehand, what was decided different stays apart.

    Args:
        ids: all records, also those in no pair.
        pairs: as ``score_all`` gives them, each once, in any order.
        same / different: what people decided, each pair in either order; ids that are gone are passed over.
    """
    known = set(ids)
    wanted = sorted({_ordered(pair) for pair in same if pair[0] in known and pair[1] in known})
    apart = sorted({_ordered(pair) for pair in different if pair[0] in known and pair[1] in known})
    kept = [pair for pair in pairs if pair.left in known and pair.right in known]
    merging = _Merging(kept, model)
    for left, right in wanted:
        merging.join(merging.group_of(left), merging.group_of(right))
    contradictions = tuple(pair for pair in apart if merging.group_of(pair[0]) == merging.group_of(pair[1]))
    for left, right in apart:
        merging.keep_apart(merging.group_of(left), merging.group_of(right))
    merging.run()
    return Clusters(merging.groups(known), merging.doubtful(kept, set(apart)), contradictions)


def _ordered(pair: Ids) -> Ids:
    return (pair[0], pair[1]) if pair[0] < pair[1] else (pair[1], pair[0])


class _Merging:
    """The groups while they grow; a group goes by its smallest id."""

    def __init__(self, pairs: Sequence[Pair], model: Model) -> None:
        self.model = model
        self.parent: dict[str, str] = {}
        self.members: dict[str, list[str]] = {}
        # For two neighbouring groups: the sum of their pairs' weights, how many pairs are known, the strongest.
        self.links: dict[str, dict[str, tuple[float, int, float]]] = defaultdict(dict)
        self.forbidden: dict[str, set[str]] = defaultdict(set)
        # Sorted, because the sum of floats depends on their order.
        for pair in sorted(pairs, key=lambda pair: (pair.left, pair.right)):
            self.links[pair.left][pair.right] = self.links[pair.right][pair.left] = (pair.weight, 1, pair.weight)

    def group_of(self, record: str) -> str:
        """The group a record is in now."""
        root = record
        while (above := self.parent.get(root, root)) != root:
            root = above
        while (above := self.parent.get(record, record)) != root:
            self.parent[record], record = root, above
        return root

    def keep_apart(self, left: str, right: str) -> None:
        """The two groups are different people."""
        if left != right:
            self.forbidden[left].add(right)
            self.forbidden[right].add(left)

    def join(self, left: str, right: str) -> None:
        """The two groups are one."""
        if left == right:
            return
        stays, goes = sorted((left, right))
        self.parent[goes] = stays
        self.members[stays] = self._of(stays) + self._of(goes)
        self.members.pop(goes, None)
        self._move_links(stays, goes)
        for other in self.forbidden.pop(goes, set()):
            self.forbidden[other].discard(goes)
            self.keep_apart(stays, other)

    def run(self) -> None:
        """Joins what may be joined, the surest first."""
        queue = [
            entry
            for left, others in self.links.items()
            for right in others
            if left < right and (entry := self._entry(left, right))
        ]
        heapify(queue)
        while queue:
            entry = heappop(queue)
            _, left, right = entry
            if self._entry(left, right) != entry:
                continue  # one of the two has grown since; what it became stands further down
            self.join(left, right)
            for other in self.links[left]:
                if renewed := self._entry(*sorted((left, other))):
                    heappush(queue, renewed)

    def groups(self, ids: set[str]) -> tuple[tuple[str, ...], ...]:
        """All ids, grouped."""
        gathered: dict[str, list[str]] = defaultdict(list)
        for record in sorted(ids):
            gathered[self.group_of(record)].append(record)
        return tuple(tuple(members) for _, members in sorted(gathered.items()))

    def doubtful(self, pairs: Iterable[Pair], decided: set[Ids]) -> tuple[Pair, ...]:
        """The heaviest pair of any two groups that may be one person."""
        best: dict[Ids, Pair] = {}
        for pair in pairs:
            if pair.weight < self.model.lower:
                continue
            between = _ordered((self.group_of(pair.left), self.group_of(pair.right)))
            if between[0] == between[1] or between[1] in self.forbidden.get(between[0], ()):
                continue
            if between not in best or _rank(pair) < _rank(best[between]):
                best[between] = pair
        return tuple(sorted(best.values(), key=_rank))

    def _of(self, group: str) -> list[str]:
        return self.members.get(group) or [group]

    def _entry(self, left: str, right: str) -> tuple[float, str, str] | None:
        """Sorts by the surest; None if the two may not be joined."""
        link = self.links[left].get(right)
        if link is None or link[2] < self.model.upper or right in self.forbidden.get(left, ()):
            return None
        average = self._average(left, right, link)
        return (-average, left, right) if average >= 0 else None

    def _average(self, left: str, right: str, link: tuple[float, int, float]) -> float:
        total, count, _ = link
        possible = len(self._of(left)) * len(self._of(right))
        return (total + (possible - count) * self.model.floor) / possible

    def _move_links(self, stays: str, goes: str) -> None:
        for other, link in self.links.pop(goes, {}).items():
            self.links[other].pop(goes, None)
            if other == stays:
                continue
            total, count, strongest = self.links[stays].get(other, (0.0, 0, link[2]))
            merged = (total + link[0], count + link[1], max(strongest, link[2]))
            self.links[stays][other] = self.links[other][stays] = merged


def _rank(pair: Pair) -> tuple[float, str, str]:
    return -pair.weight, pair.left, pair.right
