"""New mentions compared with known ones through the blocks they share; kept pairs are those of comparing everything."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection

from ...model.linkage import Evidence, Pair
from ...model.mention import Mention
from ...model.person import Identity
from ...records.linking.model import Model
from ...records.people.unite import pairs_to_score
from ...registry import pairs


class Scorer(Protocol):
    """What weighs pairs: the same whichever way a pair is come by; what is below the floor is left out."""

    def blocks(self, records: Sequence[Evidence]) -> Mapping[str, Collection[int]]:
        """Blocking keys by record id: two records are compared if they share one."""

    def every(self, records: Sequence[Evidence]) -> list[Pair]:
        """All pairs among the records."""

    def new(self, new: Sequence[Evidence], known: Sequence[Evidence]) -> list[Pair]:
        """All pairs with at least one new record."""

    def these(self, records: Sequence[Evidence], wanted: Iterable[tuple[str, str]]) -> list[Pair]:
        """These pairs, also where they share no key."""


class Weighing:
    """The scorer of a model; Splink, DuckDB and Arrow, 60 MB of them, come in when somebody is to be weighed."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def blocks(self, records: Sequence[Evidence]) -> Mapping[str, Collection[int]]:
        """As ``Scorer`` promises."""
        from ...records.linking.score import block_keys_all

        return block_keys_all(self._model, records)

    def every(self, records: Sequence[Evidence]) -> list[Pair]:
        """As ``Scorer`` promises."""
        from ...records.linking.score import score_all

        return score_all(self._model, records)

    def new(self, new: Sequence[Evidence], known: Sequence[Evidence]) -> list[Pair]:
        """As ``Scorer`` promises."""
        from ...records.linking.score import score_new

        return score_new(self._model, new, known)

    def these(self, records: Sequence[Evidence], wanted: Iterable[tuple[str, str]]) -> list[Pair]:
        """As ``Scorer`` promises."""
        from ...records.linking.score import score_pairs

        return score_pairs(self._model, records, wanted)


def score(connection: Connection, scorer: Scorer, new: Sequence[Evidence], *, is_first: bool) -> int:
    """The pairs that new mentions are in are kept, with the blocks they stand in; rows written.

    Args:
        new: what mentions say that have no blocks and no pairs yet; whoever is known has theirs.
        is_first: nobody is known.
    """
    if not new:
        return 0
    keys = scorer.blocks(new)
    if is_first:
        found = scorer.every(new)
    else:
        ours = frozenset(key for held in keys.values() for key in held)
        found = scorer.new(new, pairs.evidence_in_blocks(connection, ours, keys.keys()))
    return pairs.put_block_keys(connection, keys) + pairs.put_pairs(connection, found)


def score_claims(
    connection: Connection,
    scorer: Scorer,
    said: Sequence[Mention],
    given: Sequence[Identity],
    aliases: Mapping[str, str],
) -> tuple[list[Pair], int]:
    """All kept pairs of whole components, those under one card or number included; and rows written.

    Only their score tells whether two people use one card, and they need not share a block.
    """
    kept = pairs.pairs_among(connection, [one.mention_id for one in said])
    missing = set(pairs_to_score(said, given, aliases)) - {(pair.left, pair.right) for pair in kept}
    if not missing:
        return list(kept), 0
    ends = {end for pair in missing for end in pair}
    evidence = [one.evidence for one in said if one.mention_id in ends and one.evidence]
    found = scorer.these(evidence, missing)
    return [*kept, *found], pairs.put_pairs(connection, found)
