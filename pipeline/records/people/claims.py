"""Whom a card or a number of another system means, and which of them clearly different people use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from .bonds import Bonds
from .spoken import CODE, Spoken
from .united import Dispute


@dataclass(frozen=True, slots=True)
class Claims:
    """What is needed to judge a claim.

    Attributes:
        weights: of every pair, by both ids, the smaller first.
        lower: bits; two names below it are clearly two people.
    """

    spoken: Spoken
    bonds: Bonds
    weights: Mapping[tuple[str, str], float]
    lower: float

    def settle(self) -> tuple[Dispute, ...]:
        """Everybody with one code, then everybody with one number, is one person, unless names clearly differ."""
        ordered = sorted(self.spoken.claims, key=lambda claim: (not claim.startswith(CODE), claim))
        return tuple(dispute for claim in ordered if (dispute := self._settle(claim)))

    def _settle(self, claim: str) -> Dispute | None:
        members = self.spoken.claims[claim]
        parties = self._parties(self._seeds(claim, members))
        if len(parties) > 1:
            return self._keep_apart(claim, members, parties)
        for member in sorted(members, key=lambda m: (not self.spoken.founds(m), self.spoken.age(m))):
            self.bonds.tie(claim, member)
        return None

    def _seeds(self, claim: str, members: Sequence[str]) -> list[str]:
        """Who can be told apart: of a card, the named registrations; of a number, all the names it leads to."""
        if claim.startswith(CODE):
            return [member for member in members if self.spoken.is_named(member) and self.spoken.founds(member)]
        reached = {other for member in members for other in self.bonds.members(member)} & self.spoken.mentions.keys()
        return sorted(filter(self.spoken.is_named, reached), key=self.spoken.age)

    def _parties(self, seeds: Sequence[str]) -> list[list[str]]:
        """The seeds, grouped by whom they mean; the surest agreement first, and never against a decision."""
        agreeing = sorted((-weight, left, right) for left, right, weight in self._agreeing(seeds))
        for _, left, right in agreeing:
            self.bonds.tie(left, right)
        return [[s for s in seeds if self.bonds.are_one(s, first)] for first in self._firsts(seeds)]

    def _agreeing(self, seeds: Sequence[str]) -> Iterator[tuple[str, str, float]]:
        for pair in combinations(sorted(seeds), 2):
            weight = self.weights.get(pair)
            if weight is not None and weight >= self.lower:
                yield *pair, weight

    def _firsts(self, seeds: Sequence[str]) -> list[str]:
        """The earliest seed of each group."""
        firsts: dict[str, str] = {}
        for seed in seeds:
            firsts.setdefault(self.bonds.root(seed), seed)
        return list(firsts.values())

    def _keep_apart(self, claim: str, members: Sequence[str], parties: Sequence[Sequence[str]]) -> Dispute:
        """Different people stay different; what nothing settles stays with the bare code, for somebody to decide."""
        firsts = [party[0] for party in parties]
        two = list(combinations(sorted(firsts), 2))
        undecided = tuple(pair for pair in two if not self.bonds.are_apart(*pair))
        for pair in undecided:
            self.bonds.part(*pair)
        seeds = {seed for party in parties for seed in party}
        others = [member for member in members if member not in seeds]
        for member in others:
            self._settle_one(claim, member, parties)
        unsettled = [m for m in others if not any(self.bonds.are_one(m, first) for first in firsts)]
        return Dispute(claim, tuple(tuple(sorted(p)) for p in parties), tuple(sorted(unsettled)), undecided)

    def _settle_one(self, claim: str, member: str, parties: Sequence[Sequence[str]]) -> None:
        near = [party for party in parties if self.spoken.is_named(member) and self._is_near(member, party)]
        if len(near) == 1:
            self.bonds.tie(member, near[0][0])
        elif len(self.bonds.members(member)) == 1:
            self.bonds.tie(member, claim)

    def _is_near(self, member: str, party: Sequence[str]) -> bool:
        found = (self.weights.get((min(p), max(p))) for p in product([member], party))
        return any(weight is not None and weight >= self.lower for weight in found)
