"""How right a contender was: pairwise precision, recall and F1 of scored pairs, and after clustering.

Every contender is judged by this module, in its own process, after its clock has stopped.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

Figures = dict[str, float]
Numbers = Any


def truth(file: Path) -> list[str]:
    """``true_id`` of every record, in the order of the file."""
    with file.open(encoding="utf-8", newline="") as rows:
        return [row["true_id"] for row in csv.DictReader(rows)]


def true_pairs(who: Iterable[str]) -> int:
    """How many pairs of records are one person."""
    return sum(n * (n - 1) // 2 for n in Counter(who).values())


def judged(file: Path, left: Numbers, right: Numbers, scores: Numbers) -> Figures:
    """Figures of scored pairs.

    The thresholds are the best ones for this very file, chosen with its labels: nobody has them in practice, so the
    figures flatter every contender judged here.

    Args:
        left, right: positions of records in the file, from 0; each pair once.
    """
    who = truth(file)
    total = true_pairs(who)
    number = {person: n for n, person in enumerate(dict.fromkeys(who))}
    people = np.array([number[person] for person in who])
    scores = np.asarray(scores, dtype=float)
    order = np.argsort(-scores, kind="stable")
    a, b, scores = np.asarray(left)[order], np.asarray(right)[order], scores[order]
    same = people[a] == people[b]
    return {
        "candidates": len(same),
        "blocking_recall": float(same.sum()) / total if total else 0.0,
        **_best_threshold(same, scores, total),
        **{f"cluster_{name}": value for name, value in _best_clusters(a, b, scores, people, total).items()},
    }


def clusters_judged(file: Path, clusters: Iterable[Sequence[int]]) -> Figures:
    """Figures of clusters for which no scored pairs exist: the contender's own choice stands."""
    who = truth(file)
    right = linked = 0
    for cluster in clusters:
        linked += len(cluster) * (len(cluster) - 1) // 2
        right += true_pairs(who[n] for n in cluster)
    return _figures(right, linked, true_pairs(who))


def say(seconds: float, figures: Figures, **more: Any) -> None:
    """The one line that the benchmark reads."""
    print(json.dumps({"seconds": seconds, **figures, **more}))


def _best_threshold(same: Numbers, scores: Numbers, total: int) -> Figures:
    """Pairs of equal score can only be taken together: only the last of them is a threshold."""
    if not len(same):
        return _figures(0, 0, total) | {"threshold": 0.0}
    right, linked = np.cumsum(same), np.arange(1, len(same) + 1)
    last = np.append(scores[1:] != scores[:-1], True)
    f1 = np.where(last, 2 * right / (linked + total), 0.0)
    n = int(np.argmax(f1))
    return _figures(int(right[n]), n + 1, total) | {"threshold": float(scores[n])}


def _best_clusters(left: Numbers, right: Numbers, scores: Numbers, people: Numbers, total: int) -> Figures:
    """The best among the connected components of all thresholds, found in one pass from the surest pair on."""
    of: dict[int, int] = {}
    members: dict[int, Counter[int]] = {}
    best, true, linked = _figures(0, 0, total) | {"threshold": 0.0}, 0, 0
    following = np.append(scores[1:], -np.inf)
    for a, b, score, after in zip(left, right, scores, following, strict=True):
        one, other = _root(of, int(a)), _root(of, int(b))
        if one != other:
            these, those = (members.pop(r) if r in members else Counter([int(people[r])]) for r in (one, other))
            if len(these) > len(those):
                these, those = those, these
            true += sum(count * those[person] for person, count in these.items())
            linked += these.total() * those.total()
            those.update(these)
            of[one], members[other] = other, those
        # From here on most links are wrong, and the components only grow.
        if linked > 4 * total:
            break
        if score != after and (figures := _figures(true, linked, total))["f1"] > best["f1"]:
            best = figures | {"threshold": float(score)}
    return best


def _root(of: dict[int, int], n: int) -> int:
    while n in of:
        # Halves the way for those who come after.
        if of[n] in of:
            of[n] = of[of[n]]
        n = of[n]
    return n


def _figures(right: int, linked: int, total: int) -> Figures:
    precision = right / linked if linked else 0.0
    recall = right / total if total else 0.0
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
    }
