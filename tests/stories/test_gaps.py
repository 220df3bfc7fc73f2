"""Whatever a form lacks, the rules still say something: any answer may be missing, in any form."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.records.reading.read import PATHS
from pipeline.rules.practice import BY_ID

from .chain import findings_of
from .people import followed_up
from .sent import at
from .story import TODAY, USUAL

STORY = [
    one
    for step in (*USUAL.values(), followed_up("2019-06-10"))
    for one in (step if isinstance(step, tuple) else (step,))
]
DAY = date.fromisoformat(TODAY)


def lacking(said):
    """The same submission without one of the answers that are read, each in turn; the last is an empty form."""
    for path in sorted(said.values.keys() & PATHS[said.stage]):
        yield path, replace(said, values={p: v for p, v in said.values.items() if p != path})
    for repeat, rows in said.repeats.items():
        for path in sorted(set().union(*(row.values.keys() for row in rows)) & PATHS[said.stage]):
            gone = tuple(row._replace(values={p: v for p, v in row.values.items() if p != path}) for row in rows)
            yield path, replace(said, repeats={**said.repeats, repeat: gone})
        yield repeat, replace(said, repeats={r: kept for r, kept in said.repeats.items() if r != repeat})
    yield "everything", replace(said, values={}, repeats={})


@pytest.mark.parametrize(
    "number", range(len(STORY)), ids=[f"{one.form} {at(str(one.opened.date())):%d %b}" for one in STORY]
)
def test_a_missing_answer_stops_no_rule(number):
    """Older forms asked less, tablets lose pages: one bad form may not hide the verdicts on everybody else."""
    typed = [one.typed() for one in STORY]
    others = [one for n, one in enumerate(typed) if n != number]
    for path, said in lacking(typed[number]):
        for finding in findings_of([*others, said], DAY):
            assert finding.outcome in BY_ID[finding.rule].outcomes, (path, finding.rule)
            assert finding.reason_fr, (path, finding.rule)
