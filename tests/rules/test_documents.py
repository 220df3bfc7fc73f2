"""The pages about the rules are those of the code, and no row of the practice is forgotten."""

from itertools import groupby

import pytest

from pipeline.rules.handbook import handbook
from pipeline.rules.parts import PARTS
from pipeline.rules.practice import RULES

from .documents import documents, practice_rows, reasons, shipped

ROWS = range(1, 84)


@pytest.mark.parametrize(("path", "text"), [pytest.param(p, t, id=p.name) for p, t in documents()])
def test_the_page_is_the_one_the_rules_give(path, text):
    """A stale page tells a rule or a number that decides nothing any more."""
    assert path.read_text(encoding="utf-8") == text, "run: python -m tests.rules.documents"


def test_every_row_of_the_practice_has_a_rule_or_a_reason():
    """What is neither judged nor explained was forgotten."""
    served = {row for rule in RULES for row in rule.rows}
    assert set(practice_rows()) == set(ROWS)
    assert served <= set(ROWS)
    assert set(ROWS) - served == set(reasons())
    assert all(len(why) > 20 for why in reasons().values())


def test_every_rule_says_what_it_is():
    """A sentence that ends, a source, rows; thresholds that exist."""
    for rule in RULES:
        assert rule.sentence_fr.endswith(".")
        assert rule.sentence_en.endswith(".")
        assert rule.source
        assert rule.rows
        assert set(rule.thresholds) <= set(shipped())
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_rules_are_told_in_the_order_of_the_practice():
    """A reader goes from the arrival to the follow-up once, without jumping back."""
    assert sum((part.rules for part in PARTS), ()) == RULES
    assert [part for part, _ in groupby(next(p for p in PARTS if rule in p.rules) for rule in RULES)] == list(PARTS)


def test_a_programmes_page_counts_what_each_rule_decided():
    """An officer sees at once which rules bite."""
    page = handbook(shipped(), "fr", {"plan.kind": {"broken": 2, "met": 1}}, "Programme")
    (row,) = [line for line in page.splitlines() if line.startswith("| `plan.kind`")]
    assert row.endswith("| 2 non respectées<br>1 respectée |")
    (other,) = [line for line in page.splitlines() if line.startswith("| `plan.total`")]
    assert other.endswith("| aucun cas |")
