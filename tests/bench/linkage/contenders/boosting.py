"""The ceiling: gradient boosting taught with every label of another file of the same generator; nobody has those."""

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from ..judge import judged, say, truth
from .comparisons import compare

_COLUMNS = (
    "near_s, near_g, rare_s, rare_g, ss, gg, sg, gs, straight::INT AS straight, part::INT AS part, bones_g::INT AS bones_g, "
    "bones_s::INT AS bones_s"
)
_LEVELS = ("birth", "phone", "place", "sex", "batch", "father", "mother")
_LARGEST_LESSON = 1_000_000


def features(file: Path) -> tuple[Any, Any, Any]:
    """Pairs (left, right) and one row of numbers for each."""
    levels = ", ".join(f"hash({level}) % 100003 AS {level}" for level in _LEVELS)
    found: dict[str, Any] = (
        compare(file).execute(f"SELECT l, r, {_COLUMNS}, {levels} FROM compared ORDER BY l, r").fetchnumpy()
    )
    rows = [np.ma.filled(values.astype(float), np.nan) for name, values in found.items() if name not in "lr"]
    return found["l"], found["r"], np.column_stack(rows)


def main(file: Path, lesson: Path) -> None:
    """Learns from ``lesson``, judges ``file``."""
    begin = time.perf_counter()
    left, right, rows = features(lesson)
    who = np.array(truth(lesson))
    model = HistGradientBoostingClassifier(max_iter=200, random_state=1)
    model.fit(rows[:_LARGEST_LESSON], (who[left] == who[right])[:_LARGEST_LESSON])
    left, right, rows = features(file)
    scores = model.predict_proba(rows)[:, 1]
    seconds = time.perf_counter() - begin
    keep = scores > 0.01
    say(seconds, judged(file, left[keep], right[keep], scores[keep]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
