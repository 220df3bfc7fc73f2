"""Which of several values of a field is held true: one rule per field, stated once."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.model.answers import Origin
from pipeline.model.mention import Mention
from pipeline.model.person import Known, Value

from .spoken import FOUNDING_ROLES

Rank = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One value of a field, and who said it when.

    Attributes:
        together: other fields of the same mention, by name: a birth date is as good as its precision.
    """

    value: Any
    question: str
    mention: Mention
    together: Mapping[str, Any]

    @property
    def founds(self) -> bool:
        """Whether a registration says it."""
        return self.mention.role in FOUNDING_ROLES

    @property
    def latest(self) -> Rank:
        """Largest for what was said last; ids break ties."""
        return self.mention.on or date.min, self.mention.mention_id, plain(self.value)

    @property
    def earliest(self) -> Rank:
        """Largest for what was said first."""
        on = self.mention.on or date.max
        return -on.toordinal(), *(-ord(sign) for sign in self.mention.mention_id)


Better = Callable[[Said, Counter[str]], Rank]
PRECISIONS = ("day", "month", "year", "age", "estimated", "unknown")


@dataclass(frozen=True, slots=True)
class Rule:
    """``says`` is the rule in words; ``better`` ranks what was said, the largest is held true."""

    says: str
    better: Better


def _most_complete(said: Said, _: Counter[str]) -> Rank:
    words = plain(said.value).split()
    return said.founds, len(words), sum(map(len, words)), said.latest


def _most_precise(said: Said, _: Counter[str]) -> Rank:
    precision = said.together.get("birth_precision") or "unknown"
    place = PRECISIONS.index(precision) if precision in PRECISIONS else len(PRECISIONS)
    return said.founds, -place, said.latest


def _most_said(said: Said, counted: Counter[str]) -> Rank:
    return counted[plain(said.value)], said.earliest


def _latest(said: Said, _: Counter[str]) -> Rank:
    return said.latest


def _first_registered(said: Said, _: Counter[str]) -> Rank:
    return said.founds, bool(said.mention.code), said.earliest


COMPLETE = Rule("of a registration before others; then most words, most letters, the latest", _most_complete)
PRECISE = Rule("of a registration before others; then the most precise, the latest", _most_precise)
MAJORITY = Rule("what most submissions say; then the earliest", _most_said)
LATEST = Rule("the latest", _latest)
ALL = Rule("the latest; all others are kept beside it", _latest)
FIRST = Rule("of the earliest registration with a card; then of the earliest registration", _first_registered)

RULES: Mapping[str, Rule] = {
    "surname": COMPLETE,
    "given_names": COMPLETE,
    "usual_name": LATEST,
    "sex": MAJORITY,
    "birth_date": PRECISE,
    "birth_precision": PRECISE,
    "phone": ALL,
    "commune": LATEST,
    "village": LATEST,
    "father_given": COMPLETE,
    "mother_given": COMPLETE,
    "arrival_batch": FIRST,
    "country": FIRST,
    "returned_on": FIRST,
    "returned_to_commune_on": FIRST,
    "external_id": FIRST,
}
"""By field; a field without a rule of its own holds what was said last."""


def survive(field: str, said: Sequence[Said]) -> Known:
    """What is held true of one field, and each other value once, with whoever said it last; the latest first.

    Args:
        said: one or more.
    """
    rule = RULES.get(field, LATEST)
    counted = Counter(plain(one.value) for one in said)
    held = max(said, key=lambda one: rule.better(one, counted))
    others: dict[str, Said] = {}
    for one in sorted(said, key=lambda one: one.latest, reverse=True):
        if plain(one.value) != plain(held.value):
            others.setdefault(plain(one.value), one)
    return Known(_value(held), tuple(map(_value, others.values())))


def plain(value: Any) -> str:
    """Two values disagree where this differs: case and spaces do not matter."""
    return " ".join(str(value).casefold().split())


def _value(said: Said) -> Value:
    origin: Origin = said.mention.origin
    return Value(said.value, origin, said.question)
