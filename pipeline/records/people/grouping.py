"""Groups as they are shown: who founded each, how every mention came to it, and what keeps it provisional."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.model.linkage import Pair
from pipeline.model.mention import Linked, State
from pipeline.model.person import Standing

from .bonds import Bonds
from .spoken import CODE, MENTION, Spoken
from .united import Dispute, Group

STATES: Mapping[Standing, State] = {"registered": "linked", "provisional": "in_review", "unregistered": "parked"}


@dataclass
class Grouping:
    """All groups, once nothing joins them any more.

    Attributes:
        before: the group of each mention before any score was looked at.
        best: by mention, its pairs, the surest first.
    """

    spoken: Spoken
    bonds: Bonds
    before: Mapping[str, str]
    pairs: Sequence[Pair]
    disputes: Sequence[Dispute]
    best: dict[str, list[Pair]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found: defaultdict[str, list[Pair]] = defaultdict(list)
        for pair in sorted(self.pairs, key=surest):
            found[pair.left].append(pair)
            found[pair.right].append(pair)
        self.best = dict(found)

    def ask(self, doubtful: Sequence[Pair]) -> tuple[Pair, ...]:
        """Of each two groups the surest pair, unless they are one by now or must stay apart: nothing is asked twice."""
        asked: dict[frozenset[str], Pair] = {}
        for pair in sorted(doubtful, key=surest):
            if not self.bonds.are_one(pair.left, pair.right) and not self.bonds.are_apart(pair.left, pair.right):
                asked.setdefault(frozenset((self.bonds.root(pair.left), self.bonds.root(pair.right))), pair)
        return tuple(asked.values())

    def unidentifiable(self) -> tuple[str, ...]:
        """Mentions that say nobody, and of which nobody said who it is; sorted."""
        return tuple(sorted(filter(self._is_lost, self.spoken.mentions)))

    def _is_lost(self, mention_id: str) -> bool:
        return self.spoken.says_nobody(mention_id) and len(self.bonds.members(mention_id)) == 1

    def groups(self, doubts: Sequence[Pair]) -> tuple[Group, ...]:
        """One per person; a doubt is noted with whichever of the two came later."""
        noted: defaultdict[str, list[Pair]] = defaultdict(list)
        for pair in doubts:
            later = max(pair.left, pair.right, key=lambda end: self._rank(end))
            noted[self.bonds.root(later)].append(pair)
        elements = [m for m in self.spoken.mentions if not self._is_lost(m)]
        unsettled = frozenset(mention for dispute in self.disputes for mention in dispute.unsettled)
        groups = (
            self._group(members, tuple(noted[self.bonds.root(members[0])]), unsettled)
            for members in self.bonds.groups(elements)
        )
        return tuple(sorted(groups, key=lambda group: group.handles))

    def _rank(self, element: str) -> tuple[bool, date, str]:
        founding = self._founding(element)
        return not self.spoken.founds(founding), *self.spoken.age(founding)

    def _founding(self, element: str) -> str:
        mentions = [m for m in self.bonds.members(element) if m in self.spoken.mentions]
        return min(mentions, key=lambda m: (not self.spoken.founds(m), self.spoken.age(m)))

    def _group(self, members: tuple[str, ...], doubts: tuple[Pair, ...], disputed: frozenset[str]) -> Group:
        ids = sorted(m for m in members if m in self.spoken.mentions)
        founding = self._founding(ids[0])
        unsettled = tuple(m for m in ids if m in disputed)
        standing = self._standing(founding, bool(doubts or unsettled))
        hubs = (m for m in members if m.startswith(CODE))
        return Group(
            tuple(sorted({*hubs, *(MENTION + m for m in ids)})),
            founding,
            standing,
            tuple(self.spoken.mentions[m] for m in ids),
            tuple(self._linked(m, founding, standing) for m in ids),
            doubts,
            unsettled,
        )

    def _standing(self, founding: str, is_doubtful: bool) -> Standing:
        if is_doubtful:
            return "provisional"
        return "registered" if self.spoken.founds(founding) else "unregistered"

    def _linked(self, mention_id: str, founding: str, standing: Standing) -> Linked:
        how = self._how(mention_id, founding) if standing == "registered" else ""
        weight = self._weight(mention_id) if how == "score" else None
        return Linked(mention_id, STATES[standing], "", how, weight)

    def _how(self, mention_id: str, founding: str) -> str:
        """What brought the mention to its person."""
        mention, first = self.spoken.mentions[mention_id], self.spoken.mentions[founding]
        if mention_id == founding:
            return "founded"
        carries = bool(mention.code) and self.bonds.are_one(mention_id, self.spoken.hub(mention.code))
        if carries and (
            not self.spoken.founds(mention_id) or self.spoken.hub(mention.code) == self.spoken.hub(first.code)
        ):
            return mention.code_from or "card"
        if mention.external_id and mention.external_id == first.external_id:
            return "external"
        return "decision" if self.before[mention_id] == self.before[founding] else "score"

    def _weight(self, mention_id: str) -> float | None:
        """Of the surest pair with another mention of the same person."""
        inside = (p.weight for p in self.best.get(mention_id, ()) if self.bonds.are_one(p.left, p.right))
        return next(inside, None)


def surest(pair: Pair) -> tuple[float, str, str]:
    """Sorts the surest pair first."""
    return -pair.weight, pair.left, pair.right
