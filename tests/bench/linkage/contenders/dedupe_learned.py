"""dedupe: its own blocking and weights, learned from 400 same and 400 different labelled pairs of this very file."""

import csv
import sys
import time
import unicodedata
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from random import Random

import dedupe
from dedupe import variables

from ..judge import clusters_judged, say, truth

LABELLED = 400
# It learns its blocks on these and the labelled ones: given all of 10,000 records, it takes 5,000 of them and more than 9 GB.
SAMPLE = 1_000
THRESHOLDS = (0.3, 0.5, 0.7, 0.9)
_USED = (
    "surname",
    "given_names",
    "sex",
    "birth_date",
    "phone",
    "commune",
    "village",
    "father_given",
    "mother_given",
    "arrival_batch",
)
Record = dict[str, str | None]


def prepared(file: Path) -> dict[int, Record]:
    """Small letters without accents; None where nothing was written."""
    with file.open(encoding="utf-8", newline="") as rows:
        return {n: {name: _plain(row[name]) for name in _USED} for n, row in enumerate(csv.DictReader(rows))}


def lesson(records: dict[int, Record], who: list[str]) -> dict[str, list[tuple[int, int]]]:
    """Labelled pairs: half of the different ones share a surname or a village, as somebody who labels would be shown."""
    random = Random(1)
    groups = defaultdict(list)
    for n, person in enumerate(who):
        groups[person].append(n)
    same = [pair for group in groups.values() for pair in combinations(group, 2)]
    distinct: list[tuple[int, int]] = []
    for name in ("surname", "village", "surname", "village"):
        shared = defaultdict(list)
        for n, record in records.items():
            shared[record[name]].append(n)
        crowded = [group for group in shared.values() if len(group) > 1]
        distinct += [
            (a, b) for a, b in (random.sample(random.choice(crowded), 2) for _ in range(LABELLED)) if who[a] != who[b]
        ]
    drawn = random.sample(distinct, LABELLED // 2)
    drawn += [(a, b) for a, b in (random.sample(range(len(who)), 2) for _ in range(LABELLED // 2)) if who[a] != who[b]]
    return {"match": random.sample(same, min(LABELLED, len(same))), "distinct": drawn}


def main(file: Path) -> None:
    """Learns, clusters at several of its thresholds, and prints the figures of the best."""
    who = truth(file)
    begin = time.perf_counter()
    records = prepared(file)
    # With ``String`` it builds indexes of every field and took 14 GB for 10,000 records.
    fields = [
        variables.ShortString(name, has_missing=True)
        for name in ("surname", "given_names", "father_given", "mother_given", "village")
    ]
    fields += [variables.ShortString("birth_date", has_missing=True)]
    fields += [variables.Exact(name, has_missing=True) for name in ("phone", "arrival_batch")]
    # A type of its own: blocks on a sex or a large commune would be compared with all others, and fill the memory.
    fields += [variables.Custom(name, comparator=_differs, has_missing=True) for name in ("sex", "commune")]
    deduper = dedupe.Dedupe(fields, num_cores=2)
    labelled = lesson(records, who)
    shown = {n for pairs in labelled.values() for pair in pairs for n in pair}
    shown |= set(Random(1).sample(sorted(records), min(SAMPLE, len(records))))
    deduper.mark_pairs({kind: [(records[a], records[b]) for a, b in pairs] for kind, pairs in labelled.items()})
    deduper.prepare_training({n: records[n] for n in sorted(shown)})
    deduper.train(recall=0.95, index_predicates=False)
    taught = time.perf_counter() - begin
    tried = []
    for threshold in THRESHOLDS:
        started = time.perf_counter()
        clusters = [ids for ids, _ in deduper.partition(records, threshold)]
        took = time.perf_counter() - started
        tried.append((clusters_judged(file, clusters)["f1"], took, threshold, clusters))
    _, took, threshold, clusters = max(tried, key=lambda t: t[0])
    figures = {f"cluster_{name}": value for name, value in clusters_judged(file, clusters).items()}
    say(taught + took, figures, cluster_threshold=threshold)


def _differs(one: str, other: str) -> int:
    return int(one != other)


def _plain(text: str) -> str | None:
    plain = unicodedata.normalize("NFD", text.lower().strip())
    return "".join(c for c in plain if not unicodedata.combining(c)) or None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
