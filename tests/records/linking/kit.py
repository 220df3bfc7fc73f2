"""The shipped model, and records that a test changes only in what it is about."""

import json
from functools import cache
from pathlib import Path

from pipeline.model.linkage import Evidence, Pair, Part
from pipeline.records.linking.reading import read_model
from pipeline.records.linking.score import score_pairs

CONFIG = Path(__file__).parents[3] / "config"


def shipped():
    """The shipped document and its table of given names."""
    document = json.loads((CONFIG / "linkage.json").read_text(encoding="utf-8"))
    return document, (CONFIG / "given_name_aliases.csv").read_text(encoding="utf-8")


@cache
def model(**changes):
    """The shipped model with other thresholds or another number of records."""
    document, aliases = shipped()
    return read_model(document | changes, aliases)


def a_record(record_id="a", **changes):
    """Somebody who said everything; SYNTHETIC."""
    said = {
        "surname": "Ouédraogo", "given_names": "Issa", "sex": "male", "birth_date": "1990-05-12",
        "birth_precision": "day", "phone": "70123456", "commune": "Kaya", "village": "Sector 4",
        "father_given": "Hamado", "mother_given": "Awa", "arrival_batch": "F-12", "country": "CI",
    }  # fmt: skip
    return Evidence(record_id, **(said | changes))


def compared(one, other, **changes):
    """The pair of two records, weighed whatever it weighs; parts by field."""
    pairs = score_pairs(
        model(floor=-99, lower=-99, **changes),
        [one._replace(record_id="a"), other._replace(record_id="b")],
        [("a", "b")],
    )
    (pair,) = pairs
    return pair, {part.field: part for part in pair.parts}


def level(field, **changes):
    """How two records agree on a field, of which the second says something else."""
    return compared(a_record(), a_record(**changes))[1].get(field)


def a_pair(left, right, weight, *levels):
    """A weighed pair; levels as (field, level, bits)."""
    return Pair(min(left, right), max(left, right), weight, tuple(Part(*one) for one in levels))
