"""Why two records may be one person, told in sentences, in French and English, the weightiest first."""

from collections.abc import Sequence
from typing import NamedTuple

from ...model.linkage import Pair, Part
from .sentences import FIELDS, LEVELS, STRENGTHS


class Sentence(NamedTuple):
    """What one kind of evidence says of a pair; no name, no number of a phone.

    Attributes:
        weight: bits; the sentences of a pair add up to its weight.
    """

    field: str
    weight: float
    fr: str
    en: str


def explain(pair: Pair) -> list[Sentence]:
    """One sentence per part of the pair, the starting point first, then by how much each says."""
    start = [part for part in pair.parts if part.field == "prior"]
    rest = sorted(
        (part for part in pair.parts if part.field != "prior"), key=lambda part: (-abs(part.weight), part.field)
    )
    return [_sentence(part) for part in [*start, *rest]]


def _sentence(part: Part) -> Sentence:
    fr_field, en_field = FIELDS[part.field]
    fr_level, en_level = LEVELS[part.field, part.level]
    fr_strength, en_strength = _strength(part.weight)
    return Sentence(
        part.field,
        part.weight,
        f"{fr_field} : {fr_level} — {fr_strength} ({_bits(part.weight).replace('.', ',')}).",
        f"{en_field}: {en_level} — {en_strength} ({_bits(part.weight)}).",
    )


def _bits(weight: float) -> str:
    return f"{weight:+.1f}".replace("-", "−")


def _strength(weight: float) -> Sequence[str]:
    direction = "for" if weight > 0 else "against"
    return next(words for bound, words in STRENGTHS[direction] if abs(weight) >= bound)
