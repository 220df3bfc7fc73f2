"""Judges the linkage model on a labelled file: reads it, freezes the model for it, links, and counts the truth."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import pyarrow as pa

from ...model.linkage import Pair
from ...records.linking.evaluate import Evaluation, Score, evaluate
from ...records.linking.freezing import freeze
from ...records.linking.model import Model
from ...records.linking.reading import read_model
from ...records.linking.score import score_all
from ...records.linking.spark import score_all_on
from ..telling import Telling
from .labelled_file import read_labelled
from .model import read_documents
from .spark_engine import open_spark

Engine = Literal["duckdb", "spark"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found, and how.

    Attributes:
        seconds: preparing and weighing all pairs, and grouping; without reading the file and counting the truth.
        ignored: columns of the file that no evidence was read from.
    """

    evaluation: Evaluation
    model: Model
    frozen: bool
    engine: Engine
    seconds: float
    ignored: tuple[str, ...]


def evaluate_file(
    folder: Path,
    telling: Telling,
    file: Path,
    *,
    named: Mapping[str, str],
    as_is: bool,
    engine: Engine,
) -> Judged:
    """Links the records of ``file`` and compares with its ``true_id``.

    Args:
        folder: of the programme; its own model and aliases are judged if it has them, the shipped ones otherwise.
        named: our column to the file's, for columns that go by another name there.
        as_is: True leaves number of records and frequencies as the model has them; False freezes them for this file
            first, as an office of that size would have done. No label is read for that.
        engine: what weighs the pairs; the same pairs, to the last bits, whichever it is.

    Raises:
        SetupError: the file, the mapping, the model or the engine does not serve.
    """
    labelled = read_labelled(file, named)
    telling.say(f"{file}: {labelled.table.num_rows:,} records")
    document, aliases = read_documents(folder)
    if not as_is:
        document = freeze(document, aliases, labelled.table, f"{document.get('version', '')} for {file.name}")
    model = read_model(document, aliases)
    with _scorer(engine) as score:
        clock = _Clock(score)
        found = evaluate(model, labelled.table, labelled.truth, score=clock)
    return Judged(found, model, not as_is, engine, clock.seconds, labelled.ignored)


@contextmanager
def _scorer(engine: Engine) -> Iterator[Score]:
    """What weighs all pairs of a table; Spark is opened for it and closed after it."""
    if engine == "duckdb":
        yield score_all
        return
    with open_spark() as spark:
        yield partial(score_all_on, spark)


class _Clock:
    """Scores, and remembers how long it took."""

    def __init__(self, score: Score) -> None:
        self._score = score
        self.seconds = 0.0

    def __call__(self, model: Model, table: pa.Table) -> Sequence[Pair]:
        begun = time.perf_counter()
        try:
            return self._score(model, table)
        finally:
            self.seconds = time.perf_counter() - begun
