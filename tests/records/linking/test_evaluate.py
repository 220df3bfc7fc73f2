"""The judge of linkage, held to cases counted by hand."""

import pyarrow as pa
import pytest

from pipeline.records.linking.evaluate import Quality, evaluate

from .kit import a_pair, a_record, model

PEOPLE = {"a": "1", "b": "1", "c": "2", "d": "2", "e": "3"}


def judged(pairs, truth=PEOPLE, records=None):
    records = records or [a_record(who, birth_date="" if who in "cd" else "1990-05-12") for who in truth]
    columns = list(zip(*records, strict=True))
    table = pa.table(dict(zip(type(records[0])._fields, columns, strict=True)))
    return evaluate(model(), table, truth, score=lambda *_: pairs)


def test_what_is_found_is_counted_by_pairs():
    """One right of one found, one of two true."""
    found = judged([a_pair("a", "b", 9)])
    assert found.automatic == Quality(found=1, right=1, true=2)
    assert (found.automatic.precision, found.automatic.recall) == (1.0, 0.5)
    assert found.automatic.f1 == pytest.approx(2 / 3)
    assert (found.records, found.people, found.asked) == (5, 3, 0)


def test_a_wrong_link_costs_its_group():
    """Per cluster, because one wrong member spoils a whole person."""
    found = judged([a_pair("a", "b", 9), a_pair("c", "e", 9)])
    assert (found.automatic.precision, found.pure) == (0.5, 0.5)


def test_the_reviewer_answers_by_the_truth_and_is_counted():
    """What the queue is worth, and what it costs."""
    found = judged([a_pair("a", "b", 1), a_pair("c", "e", 1), a_pair("c", "d", 1.5)])
    assert found.automatic.found == 0
    assert (found.reviewed.precision, found.reviewed.recall) == (1.0, 1.0)
    assert (found.asked, found.in_review) == (3, 5)
    assert found.asked_a_month == pytest.approx(3 / 3 * 50)


def test_single_pairs_are_counted_at_both_thresholds():
    """Thresholds can be judged apart from the grouping."""
    found = judged([a_pair("a", "b", 9), a_pair("c", "d", 1), a_pair("d", "e", -2)])
    assert (found.upper.found, found.lower.found) == (1, 2)


def test_recall_is_told_by_sex_and_by_age():
    """Women and the elderly are linked less elsewhere: an average would hide it."""
    records = [
        a_record("a"), a_record("b"), a_record("c", sex="female", birth_date="1930"),
        a_record("d", sex="female", birth_date="1930"), a_record("e", birth_date=""),
    ]  # fmt: skip
    groups = {one.name: one for one in judged([a_pair("a", "b", 9)], records=records).groups}
    assert (groups["sex male"].true, groups["sex male"].automatic) == (1, 1.0)
    assert (groups["sex female"].true, groups["sex female"].reviewed) == (1, 0.0)
    assert groups["age 60 and over"].true == 1


def test_what_is_lost_is_told_by_its_reason():
    """Never compared, below the floor, or which field spoke most against it: each is mended elsewhere."""
    records = [a_record("a"), a_record("b"), a_record("c"), a_record("d"), a_record("e")]
    lost = judged([a_pair("a", "b", -2, ("birth", "date_far", -7.8), ("sex", "same", 0.3))], records=records).lost
    assert dict(lost) == {"birth: date_far": 1, "below the floor": 1}
    apart = [a_record("a"), a_record("b"), a_record("c")._replace(**dict.fromkeys(a_record()._fields[1:], "")),
             a_record("d"), a_record("e")]  # fmt: skip
    assert dict(judged([], records=apart).lost)["not compared"] == 1


def test_a_file_of_strangers_is_no_failure():
    """Nothing to find, nothing found: shares of nothing are 1, not a division by zero."""
    found = judged([], truth={"a": "1", "b": "2"})
    assert (found.automatic.precision, found.automatic.recall, found.automatic.f1) == (1.0, 1.0, 1.0)


def test_a_file_without_sex_and_birth_is_judged_all_the_same():
    """Any column of the evidence may be missing in a file from elsewhere."""
    table = pa.table({"record_id": ["a", "b"], "surname": ["Zongo", "Zongo"]})
    found = evaluate(model(), table, {"a": "1", "b": "1"})
    assert {group.name for group in found.groups} == {"sex unknown", "age unknown"}
