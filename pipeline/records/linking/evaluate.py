"""How well a model tells people apart in a file where the truth is known: precision, recall, what is asked, of whom."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import pyarrow as pa

from ...model.linkage import Pair
from .cluster import Clusters, cluster
from .model import Model
from .prepare import as_table
from .score import block_keys_all, score_all

ARRIVALS_A_MONTH = 900 / 18
"""An office of the practice's size: 900 people who arrive in 18 months."""

ROUNDS = 20
"""An oracle's answers raise new questions; after so many rounds what is still open counts as not linked."""

Ids = tuple[str, str]
Score = Callable[[Model, pa.Table], Sequence[Pair]]


@dataclass(frozen=True, slots=True)
class Quality:
    """Pairs found, by the truth; a share of nothing is 1."""

    found: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Share of the pairs found that are one person."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that are found."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """Recall within a part of the people, with and without the reviewer."""

    name: str
    true: int
    automatic: float
    reviewed: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What ``evaluate`` found.

    Attributes:
        blocking: true pairs that are compared at all.
        automatic: after grouping, nobody asked.
        pure: share of the groups of two and more that hold a single person, nobody asked.
        reviewed: after a reviewer who is always right answered every question.
        pure_reviewed: as ``pure``, after the reviewer.
        asked: questions put to the reviewer.
        in_review: records that stood in a question.
        upper / lower: single pairs that weigh at least the threshold, before grouping.
        groups: recall by sex and by age band.
        lost: true pairs below ``lower`` or not compared, by what was missed; the commonest first.
    """

    records: int
    people: int
    blocking: Quality
    automatic: Quality
    pure: float
    reviewed: Quality
    pure_reviewed: float
    asked: int
    in_review: int
    upper: Quality
    lower: Quality
    groups: tuple[Group, ...]
    lost: tuple[tuple[str, int], ...]

    @property
    def asked_a_month(self) -> float:
        """Questions for an office with ARRIVALS_A_MONTH, if its records double as often as this file's."""
        return self.asked / self.people * ARRIVALS_A_MONTH if self.people else 0.0


def evaluate(model: Model, table: pa.Table, truth: Mapping[str, str], *, score: Score = score_all) -> Evaluation:
    """Links a labelled file and compares with the truth.

    Args:
        table: columns as ``score_all`` takes them.
        truth: who each record is, by record id; every record has an entry.
        score: gives the pairs; another engine's may stand here.
    """
    ids = table["record_id"].to_pylist()
    pairs = list(score(model, table))
    true = set(_pairs_within(_gathered(truth)))
    first = cluster(ids, pairs, (), (), model)
    last, asked = _review(model, ids, pairs, truth, first)
    compared = _compared(model, table, true)
    automatic, reviewed = _pairs_of(first.groups), _pairs_of(last.groups)
    return Evaluation(
        records=len(ids),
        people=len(set(truth.values())),
        blocking=Quality(len(compared), len(compared), len(true)),
        automatic=_quality(automatic, true),
        pure=_pure(first, truth),
        reviewed=_quality(reviewed, true),
        pure_reviewed=_pure(last, truth),
        asked=len(asked),
        in_review=len({record for pair in asked for record in pair}),
        upper=_quality({(p.left, p.right) for p in pairs if p.weight >= model.upper}, true),
        lower=_quality({(p.left, p.right) for p in pairs if p.weight >= model.lower}, true),
        groups=tuple(_groups(table, true, automatic, reviewed)),
        lost=tuple(_lost(model, pairs, true, compared, reviewed)),
    )


def _review(
    model: Model, ids: Sequence[str], pairs: Sequence[Pair], truth: Mapping[str, str], clusters: Clusters
) -> tuple[Clusters, set[Ids]]:
    """What is left when a reviewer who knows the truth has answered; and every pair they were asked."""
    same: set[Ids] = set()
    different: set[Ids] = set()
    for _ in range(ROUNDS):
        if not clusters.doubtful:
            break
        for pair in clusters.doubtful:
            answers = same if truth[pair.left] == truth[pair.right] else different
            answers.add((pair.left, pair.right))
        clusters = cluster(ids, pairs, same, different, model)
    return clusters, same | different


def _gathered(truth: Mapping[str, str]) -> Iterable[list[str]]:
    people: dict[str, list[str]] = defaultdict(list)
    for record, person in truth.items():
        people[person].append(record)
    return people.values()


def _pairs_within(groups: Iterable[Sequence[str]]) -> Iterator[Ids]:
    for group in groups:
        yield from combinations(sorted(group), 2)


def _pairs_of(groups: Iterable[Sequence[str]]) -> set[Ids]:
    return set(_pairs_within(groups))


def _quality(found: set[Ids], true: set[Ids]) -> Quality:
    return Quality(len(found), len(found & true), len(true))


def _pure(clusters: Clusters, truth: Mapping[str, str]) -> float:
    several = [group for group in clusters.groups if len(group) > 1]
    pure = sum(1 for group in several if len({truth[record] for record in group}) == 1)
    return pure / len(several) if several else 1.0


def _compared(model: Model, table: pa.Table, true: set[Ids]) -> set[Ids]:
    """True pairs that share a blocking key."""
    several = pa.array(sorted({record for pair in true for record in pair}), pa.string())
    keys = block_keys_all(model, table.filter(pa.compute.is_in(table["record_id"], several)))
    return {pair for pair in true if keys[pair[0]] & keys[pair[1]]}


def _groups(table: pa.Table, true: set[Ids], automatic: set[Ids], reviewed: set[Ids]) -> Iterator[Group]:
    """Recall by what the first record of a pair says of sex and age."""
    whole = as_table(table)
    columns = {name: whole[name].to_pylist() for name in ("record_id", "sex", "birth_date")}
    said = {record: (sex, birth) for record, sex, birth in zip(*columns.values(), strict=True)}
    years = sorted(int(birth[:4]) for _, birth in said.values() if birth[:4].isdigit())
    newest = years[-1] if years else 0
    names = {pair: _bands(said[pair[0]], said[pair[1]], newest) for pair in true}
    totals = Counter(name for bands in names.values() for name in bands)
    for name in sorted(totals):
        of_band = {pair for pair, bands in names.items() if name in bands}
        yield Group(name, totals[name], *(len(of_band & found) / totals[name] for found in (automatic, reviewed)))


def _bands(left: tuple[str, str], right: tuple[str, str], newest: int) -> tuple[str, str]:
    """Sex and age band; the age counts from the newest birth year of the file plus nothing."""
    sex = left[0] or right[0] or "unknown"
    birth = next((birth for birth in (left[1], right[1]) if birth[:4].isdigit()), "")
    if not birth:
        return f"sex {sex}", "age unknown"
    age = newest - int(birth[:4])
    bound = next((bound for bound in (15, 25, 40, 60) if age < bound), 0)
    return f"sex {sex}", f"age under {bound}" if bound else "age 60 and over"


def _lost(
    model: Model, pairs: Sequence[Pair], true: set[Ids], compared: set[Ids], reviewed: set[Ids]
) -> list[tuple[str, int]]:
    """Why true pairs were not found: never compared, or which field spoke most against them."""
    parts = {(pair.left, pair.right): pair for pair in pairs}
    reasons: Counter[str] = Counter()
    for ids in true - reviewed:
        if ids not in compared:
            reasons["not compared"] += 1
        elif ids not in parts:
            reasons["below the floor"] += 1
        else:
            against = min((part for part in parts[ids].parts if part.field != "prior"), key=lambda part: part.weight)
            reasons[f"{against.field}: {against.level}"] += 1
    return sorted(reasons.items(), key=lambda entry: (-entry[1], entry[0]))
