"""retour on a labelled file, judged as its peers are, and besides at the thresholds it ships with."""

import sys
import time
from pathlib import Path

from pipeline.records.linking.cluster import cluster
from pipeline.records.linking.evaluate import Evaluation, evaluate
from pipeline.records.linking.freezing import freeze
from pipeline.records.linking.reading import read_model
from pipeline.records.linking.score import score_all
from pipeline.run.linking.labelled_file import read_labelled
from pipeline.run.linking.model import read_documents

from ..ground import ROOT
from .judge import Figures, judged, say


def main(file: Path) -> None:
    """Reads, freezes, weighs and groups by the clock; then judges and prints the figures."""
    begin = time.perf_counter()
    labelled = read_labelled(file, {})
    document, aliases = read_documents(ROOT)
    model = read_model(freeze(document, aliases, labelled.table, "of this file"), aliases)
    pairs = score_all(model, labelled.table)
    ids = labelled.table["record_id"].to_pylist()
    cluster(ids, pairs, (), (), model)
    seconds = time.perf_counter() - begin
    place = {record: n for n, record in enumerate(ids)}
    left, right = [place[pair.left] for pair in pairs], [place[pair.right] for pair in pairs]
    figures = judged(file, left, right, [pair.weight for pair in pairs])
    found = evaluate(model, labelled.table, labelled.truth, score=lambda *_: pairs)
    say(seconds, figures | at_default(found))


def at_default(found: Evaluation) -> Figures:
    """What a programme gets that never saw a label: its groups, and what it is asked."""
    return {
        "default_precision": found.automatic.precision,
        "default_recall": found.automatic.recall,
        "default_f1": found.automatic.f1,
        "default_pure_groups": found.pure,
        "reviewed_recall": found.reviewed.recall,
        "reviewed_f1": found.reviewed.f1,
        "compared_recall": found.blocking.recall,
        "reviewed_of_compared": found.reviewed.recall / found.blocking.recall,
        "questions_share": found.asked / found.records,
        "in_review_share": found.in_review / found.records,
        "questions_a_month": found.asked_a_month,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
