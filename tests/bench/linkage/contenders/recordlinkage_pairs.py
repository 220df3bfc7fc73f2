"""recordlinkage: blocks, similarities as features, then ECM without labels or a logistic regression with 3,000 pairs."""

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import recordlinkage
from recordlinkage.preprocessing import clean, phonetic

from ..judge import judged, say, truth

LABELLED = 3_000
_NAMES = ("surname", "given_names", "father_given", "mother_given", "village")
_BLOCKS = (
    ["phone"],
    ["sound_surname", "sound_given", "year"],
    ["sound_surname", "sound_given", "commune"],
    ["sound_surname", "sound_given", "arrival_batch"],
    ["surname", "birth_date"],
    ["given_names", "birth_date"],
    ["given_names", "commune", "village"],
    ["given_names", "arrival_batch"],
    ["surname", "arrival_batch", "year"],
    ["father_given", "mother_given", "commune"],
)


def prepared(file: Path) -> pd.DataFrame:
    """The records in small letters without accents, with a Soundex of both names and the year of birth."""
    frame = pd.read_csv(file, dtype=str).drop(columns=["record_id", "true_id"])
    for name in _NAMES:
        frame[name] = clean(frame[name], strip_accents="unicode")
    frame["sound_surname"] = phonetic(frame["surname"], "soundex")
    frame["sound_given"] = phonetic(frame["given_names"], "soundex")
    frame["year"] = frame["birth_date"].str[:4]
    frame["birth_date"] = frame["birth_date"].where(frame["birth_date"].str.len() == 10)
    frame["year_number"] = frame["year"].astype(float)
    return frame


def compared(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per candidate pair, one column per similarity between 0 and 1."""
    candidates = None
    for columns in _BLOCKS:
        # Empty cells equal each other for this indexer; they are left out.
        some = recordlinkage.index.Block(columns).index(frame.dropna(subset=columns))
        candidates = some if candidates is None else candidates.union(some)
    compare = recordlinkage.Compare()
    compare.string("surname", "surname", method="jarowinkler", label="surname")
    compare.string("given_names", "given_names", method="jarowinkler", label="given_names")
    compare.string("surname", "given_names", method="jarowinkler", label="swapped")
    compare.exact("birth_date", "birth_date", label="birth_date")
    compare.numeric("year_number", "year_number", method="linear", offset=0, scale=2, label="year")
    for column in ("sex", "phone", "commune", "arrival_batch"):
        compare.exact(column, column, label=column)
    for column in ("village", "father_given", "mother_given"):
        compare.string(column, column, method="jarowinkler", label=column)
    return compare.compute(candidates, frame).fillna(0.0)


def ecm(features: pd.DataFrame) -> Any:
    """Scores of an unsupervised classifier; it wants agreement as yes or no."""
    classifier = recordlinkage.ECMClassifier(binarize=0.85)
    classifier.fit(features)
    return classifier.prob(features).to_numpy()


def logistic(features: pd.DataFrame, who: Any) -> Any:
    """Scores of a classifier taught with labelled pairs drawn from this very file."""
    left, right = _positions(features)
    chosen = np.random.default_rng(1).choice(len(features), min(LABELLED, len(features)), replace=False)
    taught = features.iloc[chosen]
    classifier = recordlinkage.LogisticRegressionClassifier(max_iter=1000)
    classifier.fit(taught, taught.index[who[left[chosen]] == who[right[chosen]]])
    return classifier.prob(features).to_numpy()


def _positions(features: pd.DataFrame) -> tuple[Any, Any]:
    return tuple(features.index.get_level_values(n).to_numpy() for n in (0, 1))  # type: ignore[return-value]


def main(file: Path, kind: str) -> None:
    """Scores the file by one of the two classifiers and prints its figures."""
    who = np.array(truth(file))
    begin = time.perf_counter()
    features = compared(prepared(file))
    scores = ecm(features) if kind == "ecm" else logistic(features, who)
    seconds = time.perf_counter() - begin
    say(seconds, judged(file, *_positions(features), scores))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
