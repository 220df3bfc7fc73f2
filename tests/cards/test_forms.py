"""What is printed, the forms accept: the engine of the tablets takes each code and refuses a neighbour of it."""

import pytest

from pipeline.cards.batches import issue
from pipeline.cards.sheet import Sheet, sheets_as_pictures
from tests.forms.forms import engine_of, form_of

from .print_reading import DOTS_AN_INCH, scanned
from .test_issue import a_batch


def path_of(stage, name):
    return next(q.path for q in form_of(stage).questions if q.name == name)


@pytest.mark.parametrize(
    ("stage", "kind", "asks", "question"),
    [("registration", "person", "has_card", "person_code"), ("business_plan", "plan", "", "plan_code")],
)
def test_a_printed_code_is_taken_and_a_misread_one_refused(engine, stage, kind, asks, question):
    """A card the form refuses sends an enumerator away; a form that takes anything makes two people one."""
    path = path_of(stage, question)
    before = {path_of(stage, asks): "yes"} if asks else {}
    with engine.connect() as connection:
        codes = issue(connection, a_batch(kind), 4)
    for code in scanned(sheets_as_pictures(Sheet(kind, "Essai", "", "lot"), codes, DOTS_AN_INCH)[0]):
        filled = engine_of(stage).fill(before | {path: code})
        assert path in filled.reached
        assert path not in {refused.path for refused in filled.refused}
        swapped = code[:-1] + ("2" if code[-1] != "2" else "3")
        assert path in {refused.path for refused in engine_of(stage).fill(before | {path: swapped}).refused}
