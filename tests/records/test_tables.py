"""Names of tables and columns: readable, unique, and never with another meaning."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.form import Form, Question, Repeat
from pipeline.model.table import FIXED, RESERVED, RESERVED_TABLES, NamedColumn
from pipeline.records.names import MAX_BYTES, make_readable
from pipeline.records.tables import plan_tables


def a_form(*questions, repeats=()):
    """An edition with these questions, given as (path, type) or as Question."""
    asked = tuple(q if isinstance(q, Question) else Question(*q) for q in questions)
    return Form("f", "F", "1", asked, tuple(repeats))


def names_of(planned, table="s"):
    """The columns of one table by name, with path and kind."""
    [found] = [t for t in planned.tables if t.name == table]
    return {c.name: (c.path, c.kind) for c in found.columns}


def test_a_question_keeps_its_name_and_a_second_one_gets_its_path():
    """Analysts type the name they see in the workbook."""
    planned = plan_tables("s", a_form(("a/age", "integer"), ("b/age", "integer")))
    assert names_of(planned) == {"age": ("a/age", "integer"), "b__age": ("b/age", "integer")}


def test_a_changed_type_gets_a_second_column_and_old_answers_keep_theirs():
    """No old answer is converted, and none is lost."""
    first = plan_tables("s", a_form(("age", "integer")))
    second = plan_tables("s", a_form(("age", "text")), first.new_names)
    third = plan_tables("s", a_form(("age", "date")), [*reversed(second.new_names), *first.new_names])
    back = plan_tables("s", a_form(("age", "integer")), [*first.new_names, *second.new_names])
    assert names_of(second) == {"age__text": ("age", "text")}
    assert names_of(third) == {"age__date": ("age", "date")}
    assert names_of(back) == {"age": ("age", "integer")}
    assert back.new_names == ()


def test_a_name_once_given_is_never_given_to_another_question():
    """A column that changes its meaning between editions spoils every report without a sound."""
    first = plan_tables("s", a_form(("a/age", "integer")))
    second = plan_tables("s", a_form(("b/age", "integer")), first.new_names)
    assert names_of(second) == {"b__age": ("b/age", "integer")}


def test_a_tables_name_stays_with_its_repeat():
    """Two repeats may have one name in different groups, and editions may swap their order."""
    one, two = Repeat("a/rows"), Repeat("b/rows")
    first = plan_tables("s", a_form(repeats=[one, two]))
    second = plan_tables("s", a_form(repeats=[two, one]), first.new_names)
    assert {t.source: t.name for t in first.tables} == {t.source: t.name for t in second.tables}
    assert [t.name for t in first.tables] == ["s", "s__rows", "s__b__rows"]


def test_names_of_other_stages_are_left_alone():
    """All stages share one schema."""
    other = plan_tables("s__a", a_form(repeats=[Repeat("b")]))
    mine = plan_tables("s", a_form(repeats=[Repeat("a", None), Repeat("a/b", "a")]), other.new_names)
    assert not {t.name for t in other.tables} & {t.name for t in mine.tables}


@pytest.mark.parametrize("name", sorted({n for n, _ in FIXED["main"]} | RESERVED | {"xmin", "ctid"}))
def test_reserved_names_are_avoided(name):
    """The question's answer would share a column with ours, or PostgreSQL would refuse the table."""
    assert name not in names_of(plan_tables("s", a_form((name, "text"))))


def test_reserved_tables_are_avoided():
    """A repeat may lead to the name of one of the warehouse's own tables."""
    planned = plan_tables("choice", a_form(repeats=[Repeat("of")]))
    assert not {t.name for t in planned.tables} & RESERVED_TABLES


@pytest.mark.parametrize(
    ("written", "readable"),
    [("Prénom-usuel", "prenom_usuel"), ("a.b", "a_b"), ("2nd", "q_2nd"), ("_x", "_x"), ("œuf", "oeuf"), ("ß", "ss")],
)
def test_names_are_readable_without_quotes(written, readable):
    """Analysts type them, on French and English keyboards."""
    assert make_readable(written) == readable


def test_a_name_without_a_latin_letter_is_still_a_name():
    """XLSForm allows any letter."""
    assert make_readable("名前").startswith("q_")
    assert make_readable("名前") != make_readable("住所")


NAME = st.one_of(
    st.sampled_from(["Age", "age", "AGE", "a-e", "a.e", "x" * 80, "x" * 81, "zone"]),
    st.text("aé_-Z9", min_size=1, max_size=4),
)
TYPE = st.sampled_from(["text", "integer", "geopoint", "datetime", "time", "select_multiple", "date"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.tuples(NAME, NAME, TYPE), max_size=6, unique_by=lambda q: q[:2]), min_size=1, max_size=4))
def test_any_editions_give_short_unique_names_with_one_meaning(editions):
    """Whatever forms come: 63 bytes, unique without case, append-only, and the same when asked again."""
    given_names: list[NamedColumn] = []
    for edition in editions:
        form = a_form(*[(f"{group}/{name}", kind) for group, name, kind in edition])
        planned = plan_tables("stage", form, given_names)
        given_names += planned.new_names
        again = plan_tables("stage", form, given_names)
        assert again.tables == planned.tables
        assert again.new_names == ()
    keys = [(n.table, n.column) for n in given_names]
    assert len(keys) == len({(table.lower(), column.lower()) for table, column in keys})
    assert all(len(n.table.encode()) <= MAX_BYTES and len(n.column.encode()) <= MAX_BYTES for n in given_names)


def test_identifying_numbers_stay_text():
    """A phone with its leading zero gone reaches somebody else."""
    form = a_form(
        Question("phone", "integer", privacy="identity"),
        Question("card", "integer", appearance="numbers"),
        Question("age", "integer"),
        Question("code", "barcode"),
    )
    kinds = {name: kind for name, (_, kind) in names_of(plan_tables("s", form)).items()}
    assert kinds == {"phone": "text", "card": "text", "age": "integer", "code": "text"}


def test_or_other_has_its_text_column_even_if_the_form_does_not_list_it():
    """The text a person wrote must not be an unknown question."""
    form = a_form(Question("sector", "select_one", or_other=True, privacy="open"))
    assert list(names_of(plan_tables("s", form))) == ["sector", "sector_other"]
