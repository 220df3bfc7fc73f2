"""Weights re-estimated from pairs somebody judged: near to what they were, as far from it as the answers ask for."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.linkage import Pair
from .model import Model

BITS_PER_STEP = 1.0
"""How far a weight strays from the model it started from before the straying costs as much as a wrong answer."""

ROUNDS, FOLDS = 40, 5
ENOUGH = 1e-4
_FAMILY = "family"
_START = ("prior", "records")

Numbers = NDArray[np.float64]


class Judged(NamedTuple):
    """A pair as the model weighed it, and whether it is one person.

    Attributes:
        counts: how much the answer weighs beside the others.
    """

    pair: Pair
    same: bool
    counts: float = 1.0


class Learned(NamedTuple):
    """The document of the new weights, and how well they tell the judged pairs apart.

    Attributes:
        before / after: mean surprise of an answer in bits; 0 where all were foreseen.
    """

    document: dict[str, Any]
    before: float
    after: float


def relearn(
    document: Mapping[str, Any], model: Model, judged: Sequence[Judged], *, strays: float = BITS_PER_STEP
) -> Learned:
    """The document with weights that foresee the answers better; frequencies, thresholds and prior stay.

    Answers about doubtful pairs alone do no harm: what is fitted is the answer given the evidence, not how often
    either occurs. The result does not depend on the order of the pairs.

    Args:
        model: read from the document; the pairs were weighed by it, parts included.
        strays: bits a weight may move easily; smaller keeps closer to the model.
    """
    names, moved = _learn(model, judged, strays)
    fit = _Fit(model, names, judged, strays)
    return Learned(_written(document, names, moved), fit.surprise(np.zeros(len(moved))), fit.surprise(moved))


def relearn_if_better(document: Mapping[str, Any], model: Model, judged: Sequence[Judged]) -> Learned | None:
    """As ``relearn``, where what is learned from four fifths foresees the last fifth better; None otherwise.

    ``before`` and ``after`` are of the answers that were held back, each fifth in its turn.
    """
    ordered = sorted(judged, key=lambda one: (one.pair.left, one.pair.right))
    if len(ordered) < FOLDS:
        return None
    before = after = 0.0
    for n in range(FOLDS):
        held = ordered[n::FOLDS]
        rest = [one for m, one in enumerate(ordered) if m % FOLDS != n]
        names, moved = _learn(model, rest, BITS_PER_STEP)
        fit = _Fit(model, names, held, BITS_PER_STEP)
        before += fit.surprise(np.zeros(len(moved))) * len(held) / len(ordered)
        after += fit.surprise(moved) * len(held) / len(ordered)
    if after >= before:
        return None
    return Learned(relearn(document, model, ordered).document, before, after)


def _learn(model: Model, judged: Sequence[Judged], strays: float) -> tuple[list[tuple[str, str]], Numbers]:
    """What may move, and by how many bits: against a stranger, then against a relative."""
    names = [_START, *((field, level) for field, levels in model.comparisons.items() for level in levels)]
    ordered = sorted(judged, key=lambda one: (one.pair.left, one.pair.right))
    return names, _Fit(model, names, ordered, strays).best()


class _Fit:
    """Moves of all weights: first those against a stranger, then those against a relative, in the order of names."""

    def __init__(self, model: Model, names: Sequence[tuple[str, str]], judged: Sequence[Judged], strays: float) -> None:
        place = {name: n for n, name in enumerate(names)}
        levels = np.zeros((len(judged), len(names)))
        for row, one in enumerate(judged):
            levels[row, [place[part[:2]] for part in one.pair.parts if part[:2] in place]] = 1.0
        family = np.array([0.0, *(model.comparisons[field][level].family for field, level in names[1:])])
        self.levels, self.strays = levels, strays
        self.stranger = np.array([sum(p.weight for p in one.pair.parts if p.field != _FAMILY) for one in judged])
        self.relative = model.family_prior + levels @ family
        self.same = np.array([one.same for one in judged], dtype=bool)
        self.counts = np.array([one.counts for one in judged], dtype=np.float64)

    def best(self) -> Numbers:
        """The moves that cost least: Fisher scoring, each step halved until it helps."""
        moved = np.zeros(2 * self.levels.shape[1])
        cost = self._cost(moved)
        for _ in range(ROUNDS if len(self.same) else 0):
            step = self._step(moved)
            while (tried := self._cost(moved - step)) > cost and np.abs(step).max() > ENOUGH:
                step = step / 2
            if tried > cost or cost - tried < ENOUGH:
                break
            moved, cost = moved - step, tried
        return moved

    def surprise(self, moved: Numbers) -> float:
        """Mean bits by which the answers surprise."""
        weight, _ = self._weights(moved)
        against = np.logaddexp2(0.0, np.where(self.same, -weight, weight))
        return float((against * self.counts).sum() / self.counts.sum()) if len(self.same) else 0.0

    def _weights(self, moved: Numbers) -> tuple[Numbers, Numbers]:
        """Each pair's weight, and how much a relative has to do with it: 0 nothing, 1 all."""
        here, there = np.split(moved, 2)
        stranger, relative = self.stranger + self.levels @ here, self.relative + self.levels @ there
        return stranger - np.logaddexp2(0.0, stranger - relative), 1 / (1 + np.exp2(relative - stranger))

    def _cost(self, moved: Numbers) -> float:
        return self.surprise(moved) * float(self.counts.sum()) + float((moved**2).sum()) / (2 * self.strays**2)

    def _step(self, moved: Numbers) -> Numbers:
        weight, kin = self._weights(moved)
        chance = 1 / (1 + np.exp2(-weight))
        slopes = np.hstack([self.levels * (1 - kin)[:, None], self.levels * kin[:, None]])
        downhill = slopes.T @ ((chance - self.same) * self.counts) + moved / self.strays**2
        bend = (slopes * (np.log(2) * chance * (1 - chance) * self.counts)[:, None]).T @ slopes
        return np.linalg.solve(bend + np.eye(len(moved)) / self.strays**2, downhill)


def _written(document: Mapping[str, Any], names: Sequence[tuple[str, str]], moved: Numbers) -> dict[str, Any]:
    written = deepcopy(dict(document))
    start, relative = float(moved[0]), float(moved[len(names)])
    written["mentions"] = _short(written["mentions"] * 2**start)
    written["relatives"] = _short(written["relatives"] * 2 ** (start - relative))
    for n, (field, level) in enumerate(names[1:], 1):
        entry = written["comparisons"][field][level]
        entry["m"] = _short(entry["m"] * 2 ** float(moved[n]))
        entry["family"] = round(entry["family"] + float(moved[len(names) + n]), 2)
    return written


def _short(number: float) -> float:
    """Four digits: more would claim to know what nobody can."""
    return float(f"{number:.4g}")
