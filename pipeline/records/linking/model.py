"""The linkage model: what each agreement is worth, how rare names are, where certainty begins; frozen per version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2

FILE = "config/linkage.json"


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement within a comparison.

    Attributes:
        m: share of same-person pairs that are found at this degree.
        u: share of pairs of strangers at this degree; at a level whose strength depends on how rare the shared value
            is, the value's own frequency stands in its place.
        family: bits this degree adds where the other explanation is a relative of the same household, not a stranger.
    """

    m: float
    u: float
    family: float = 0.0

    @property
    def weight(self) -> float:
        """Bits it adds against a stranger."""
        return log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How common names are: shares of all records, by local key.

    Attributes:
        surname: by the key of the whole surname.
        given: by the stand-in of one given name; parents' given names are looked up here too.
        rare: what a name is taken for that the table lacks; nothing counts as rarer.
    """

    surname: Mapping[str, float] = field(repr=False)
    given: Mapping[str, float] = field(repr=False)
    rare: float

    def of_surname(self, key: str) -> float:
        """The share of records with this surname."""
        return max(self.surname.get(key, self.rare), self.rare)

    def of_given(self, stand_in: str) -> float:
        """The share of records with this given name among theirs."""
        return max(self.given.get(stand_in, self.rare), self.rare)


@dataclass(frozen=True, slots=True)
class Model:
    """One version of everything a pair's weight depends on besides its two records.

    Attributes:
        version: what links and reviews are recorded under.
        records: how many records the version was frozen for; the prior falls with log2 of it.
        mentions: how many other records of the same person a record is expected to have.
        relatives: how many records of its household's other members a record is expected to have.
        comparisons: by comparison and level; the names are those of ``comparisons.LEVELS``.
        upper / lower: bits; from ``upper`` on linked, below ``lower`` not, between them a person is asked.
        floor: bits; pairs below are not worth keeping.
        block_pairs: how many records a blocking key may be expected to gather before it must say more.
        spread: share of all records in the same arrival batch, commune and village as a record, on average.
        aliases: from a given name's key to the one that stands for its group.
    """

    version: str
    records: int
    mentions: float
    relatives: float
    comparisons: Mapping[str, Mapping[str, Level]]
    upper: float
    lower: float
    floor: float
    block_pairs: float
    spread: Mapping[str, float]
    frequencies: Frequencies
    aliases: Mapping[str, str] = field(repr=False)

    @property
    def prior(self) -> float:
        """Bits before any evidence, against a stranger: falls by one when the records double."""
        return log2(self.mentions / self.records)

    @property
    def family_prior(self) -> float:
        """Bits before any evidence, against a relative; the size of the whole does not matter there."""
        return log2(self.mentions / self.relatives)
