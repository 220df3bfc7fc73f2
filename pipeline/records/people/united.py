"""What uniting finds: groups of mentions, each one person, and all that somebody must look at."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model.linkage import LinkDecision, Pair
from pipeline.model.mention import Linked, Mention
from pipeline.model.person import Standing


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of one person.

    Attributes:
        handles: what an identity can be given to, sorted: ``code:P…`` for a card, ``mention:…`` for each mention.
        founding: mention id of the earliest registration; without one, of the earliest mention.
        mentions: sorted by id; at least one.
        linked: where each mention went and how, in the same order; ``person_key`` is '' until identities are known.
        doubts: pairs that keep the person provisional until somebody decides.
        unsettled: mentions of a disputed code or number that keep the person provisional.
    """

    handles: tuple[str, ...]
    founding: str
    standing: Standing
    mentions: tuple[Mention, ...]
    linked: tuple[Linked, ...]
    doubts: tuple[Pair, ...] = ()
    unsettled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """A card, or a number of another system, that clearly different people use.

    Attributes:
        claim: ``code:P…`` or ``external:…``.
        parties: mention ids of each of the people, sorted; two people or more.
        unsettled: mentions with that code of which nothing says whose they are.
        undecided: two mention ids for every two parties of which nobody said yet that they are different people.
    """

    claim: str
    parties: tuple[tuple[str, ...], ...]
    unsettled: tuple[str, ...] = ()
    undecided: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A decision that later ones exclude: A is B and B is C, but A is not C.

    Attributes:
        refused: what does not hold: of decisions that cannot all be true, the later ones count.
        against: those that exclude it together, oldest first.
    """

    refused: LinkDecision
    against: tuple[LinkDecision, ...]


@dataclass(frozen=True, slots=True)
class United:
    """Every mention exactly once, in a group or among the unidentifiable.

    Attributes:
        groups: sorted by their first handle.
        unidentifiable: mention ids, sorted.
        doubts: pairs to ask about, the strongest of each two groups, surest first.
        aliases: from a code that was replaced to the code its holder carries now.
    """

    groups: tuple[Group, ...]
    unidentifiable: tuple[str, ...]
    doubts: tuple[Pair, ...]
    disputes: tuple[Dispute, ...]
    contradictions: tuple[Contradiction, ...]
    aliases: Mapping[str, str]
