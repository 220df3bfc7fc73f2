"""Analysts see open answers under a pseudonym, and never a name: neither in a view nor in a label."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pipeline.errors import StoreError
from pipeline.model.table import Column, Table
from pipeline.warehouse.labels import load_labels, open_paths
from pipeline.warehouse.reporting import refresh_views
from pipeline.warehouse.snapshot import table_rows

from .stage import CANARY, TABLES, a_form, a_person, load_people


@pytest.fixture
def reported(connection):
    """Two people are loaded and the views stand."""
    load_people(connection, a_person(), a_person("uuid:2", 2))
    load_labels(connection, "returnee", [a_form()])
    refresh_views(connection, "returnee", [a_form()])
    return connection


def columns_of(connection, view):
    query = """SELECT column_name FROM information_schema.columns
               WHERE table_schema = 'reporting' AND table_name = :view ORDER BY ordinal_position"""
    return connection.execute(text(query), {"view": view}).scalars().all()


def views_of(connection):
    query = "SELECT viewname FROM pg_views WHERE schemaname = 'reporting' ORDER BY 1"
    return set(connection.execute(text(query)).scalars())


def test_a_planted_name_stands_in_no_column_of_reporting(reported):
    """The canary is in answers, in child rows and in a choice label; none of it may come out."""
    rows = table_rows(reported)
    hidden = [t for t, lines in rows.items() if CANARY in "".join(lines)]
    assert {"answers.returnee", "answers.returnee__members", "answers.choice_label"} <= set(hidden)
    assert [table for table in hidden if table.startswith("reporting.")] == []


def test_the_analyst_reads_the_views_and_nothing_else(reported):
    """The views work with their owner's rights; the tables below, and the key, stay shut."""
    reported.execute(text("SET ROLE retour_analyst"))
    assert reported.scalar(text("SELECT count(submission_key) FROM reporting.returnee")) == 2
    assert reported.scalar(text("SELECT count(*) FROM reporting.choice_label")) == 4
    assert reported.scalar(text("SELECT count(*) FROM reporting.form_status")) == 0
    for shut in ("answers.returnee", "archive.key", "ops.set_aside", "answers.choice_label"):
        with pytest.raises(DBAPIError, match="permission denied"), reported.begin_nested():
            reported.execute(text(f"SELECT * FROM {shut}"))
    reported.execute(text("RESET ROLE"))


def test_the_main_view_shows_open_columns_only(reported):
    """Closed by default: what is not said to be open is not there."""
    fixed = ["submission_key", "zone", "form_version", "submitted_on", "validation_status"]
    open_ones = ["age", "income", "born_on", "wakes_at", "asked_at", "agrees"]
    assert columns_of(reported, "returnee") == fixed + open_ones
    assert columns_of(reported, "returnee__members")[-1] == "sex"


def test_a_repeat_without_an_open_answer_has_no_view(reported):
    """How many visits somebody had is an answer too."""
    ours = {view for view in views_of(reported) if view.startswith("returnee")}
    assert ours == {"returnee", "returnee__members", "returnee__members__visits__tests", "returnee__speaks"}


def test_the_pseudonym_joins_the_views_and_depends_on_the_key(reported):
    """Rows of one submission belong together; without the key nobody finds them by their uuid."""
    joined = "SELECT count(*) FROM reporting.returnee JOIN reporting.returnee__members USING (submission_key)"
    assert reported.scalar(text(joined)) == 4
    ask = text("SELECT submission_key FROM reporting.returnee ORDER BY 1")
    before = reported.execute(ask).scalars().all()
    assert all(len(key) == 32 for key in before)
    reported.execute(text("UPDATE archive.key SET value = '\\x00' WHERE name = 'pseudonym'"))
    assert set(before).isdisjoint(reported.execute(ask).scalars())


def test_views_that_are_right_are_left_alone(reported):
    """A second run writes nothing, in the catalogue neither."""
    assert refresh_views(reported, "returnee", [a_form()]) == 0
    assert load_labels(reported, "returnee", [a_form()]) == 0


def test_a_question_closed_later_leaves_its_view(reported):
    """The stricter word wins over the rows that are there already."""
    editions = [a_form(), a_form(age="sensitive")]
    assert refresh_views(reported, "returnee", editions) == 1
    assert "age" not in columns_of(reported, "returnee")
    assert refresh_views(reported, "returnee", editions) == 0


def test_a_select_multiple_closed_later_loses_its_view(reported):
    """Its rows are answers like any other; its labels go as well."""
    editions = [a_form(), a_form(speaks="closed")]
    refresh_views(reported, "returnee", editions)
    load_labels(reported, "returnee", editions)
    assert "returnee__speaks" not in views_of(reported)
    left = reported.execute(text("SELECT DISTINCT path FROM reporting.choice_label")).scalars().all()
    assert left == ["members/sex"]


def test_a_new_open_question_comes_last_and_keeps_other_views_working(reported):
    """An organisation builds its own views on ours; a new question must not break them."""
    reported.execute(text("CREATE VIEW public.dashboard AS SELECT avg(age) AS age FROM reporting.returnee"))
    wider = Table("returnee", "main", (Column("aaa", "text", "gps", "open"),))
    load_people(reported, tables=(*TABLES[1:], wider))
    refresh_views(reported, "returnee", [a_form(gps="open")])
    assert columns_of(reported, "returnee")[-1] == "aaa"
    assert reported.scalar(text("SELECT age FROM public.dashboard")) == 34


def test_a_view_of_others_that_keeps_an_answer_open_is_told(reported):
    """Dropping it silently would break a dashboard; leaving it would leak."""
    reported.execute(text("CREATE VIEW public.dashboard AS SELECT avg(age) AS age FROM reporting.returnee"))
    with pytest.raises(StoreError, match="a view that is not ours"):
        refresh_views(reported, "returnee", [a_form(age="identity")])


@pytest.mark.parametrize(
    ("said", "is_open"),
    [
        (["open"], True),
        (["closed"], False),
        (["closed", "open"], True),
        (["open", "closed"], False),
        (["identity", "open"], False),
        (["text", "closed", "open"], False),
        (["sensitive"], False),
    ],
)
def test_the_stricter_word_of_all_editions_wins(said, is_open):
    """One column holds the answers of all editions; only ``closed``, where nobody decided, gives way to a decision."""
    assert ("age" in open_paths([a_form(age=privacy) for privacy in said])) == is_open
