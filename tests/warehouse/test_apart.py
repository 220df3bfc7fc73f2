"""A restricted stage stands in ``protected``: whole for the focal point, not even as a number for analysts."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pipeline.errors import SetupError, StoreError
from pipeline.warehouse.apart import keep_apart
from pipeline.warehouse.bookkeeping import FormStatus, put_form_status
from pipeline.warehouse.counting import count_decoded
from pipeline.warehouse.labels import load_labels
from pipeline.warehouse.load import clear
from pipeline.warehouse.reporting import refresh_views
from pipeline.warehouse.schemas import schemas_of_tables
from pipeline.warehouse.shapes import ensure_tables, shapes_of
from pipeline.warehouse.snapshot import table_rows
from pipeline.warehouse.statuses import set_statuses

from .stage import CANARY, NOON, NORTH, TABLES, a_form, a_person, load_people

STATUS = FormStatus(NORTH, "returnee", "nord", True, NOON, "", 2, 2, 2, 0, 0)


def build(connection, *people, restricted=True):
    """What the shell does with one stage."""
    keep_apart(connection, "returnee", restricted)
    load_people(connection, *people)
    load_labels(connection, "returnee", [a_form()])
    refresh_views(connection, "returnee", [a_form()])
    put_form_status(connection, STATUS)


@pytest.fixture
def apart(connection):
    """Two people of a restricted stage."""
    build(connection, a_person(), a_person("uuid:2", 2))
    return connection


# Views that stand before any stage does.
ALWAYS = (
    *("choice_label", "form_status", "question_label"),
    *("person", "plan", "plan_version", "plan_event", "membership", "event", "finding", "rule"),
)


def reporting_of(connection):
    """All that ``reporting`` shows, by view; views without a row as well."""
    return {table: rows for table, rows in table_rows(connection).items() if table.startswith("reporting.")}


def protected_of(connection):
    """The tables and views of ``protected``."""
    return {table: rows for table, rows in table_rows(connection).items() if table.startswith("protected.")}


def as_role(connection, role, query):
    """The rows that this role gets."""
    with connection.begin_nested() as inner:
        connection.execute(text(f"SET LOCAL ROLE {role}"))
        rows = [tuple(row) for row in connection.execute(text(query))]
        inner.rollback()
    return rows


def test_all_rows_stand_in_protected(apart):
    """Nothing of the stage is left among the answers of the others."""
    assert {schemas_of_tables(apart)[table.name] for table in TABLES} == {"protected"}
    assert apart.scalar(text("SELECT count(*) FROM protected.returnee")) == 2
    assert apart.scalar(text("SELECT count(*) FROM protected.returnee__members")) == 4


def test_analysts_see_no_row_no_label_and_no_number(apart):
    """How many cases a zone has, or that a question is asked at all, already says too much."""
    assert reporting_of(apart) == {f"reporting.{view}": [] for view in ALWAYS}
    for table in ("returnee", "returnee__members", "question_label", "form_status"):
        with pytest.raises(DBAPIError, match="permission denied"), apart.begin_nested():
            as_role(apart, "retour_analyst", f"SELECT * FROM protected.{table}")


def test_other_stages_keep_what_analysts_see_of_them(apart):
    """One closed stage must not empty the reports."""
    put_form_status(apart, FormStatus("other/nord", "other", "nord", True, NOON, "", 5, 5, 5, 0, 0))
    assert as_role(apart, "retour_analyst", "SELECT stage, decoded_count FROM reporting.form_status") == [("other", 5)]
    assert as_role(apart, "retour_focal_point", "SELECT stage FROM protected.form_status") == [("returnee",)]


def test_the_focal_point_reads_answers_names_and_labels(apart):
    """Whoever follows a case must be able to find the person."""
    found = as_role(apart, "retour_focal_point", "SELECT DISTINCT surname FROM protected.returnee")
    assert found == [(CANARY,)]
    labels = as_role(apart, "retour_focal_point", "SELECT label FROM protected.choice_label WHERE choice = 'r1'")
    assert labels == [(f"{CANARY} Awa",)]
    assert ("Question surname",) in as_role(apart, "retour_focal_point", "SELECT label FROM protected.question_label")


def test_edits_deletions_statuses_and_counts_work_there_too(apart):
    """The daily job must not notice where a stage stands."""
    load_people(apart, a_person(edition=3, members=1, surname="autre"), removed=["uuid:2"])
    assert set_statuses(apart, "returnee", NORTH, {"uuid:1": "approved"}) == 1
    assert count_decoded(apart, "returnee", NORTH) == 1
    query = "SELECT surname, validation_status FROM protected.returnee"
    assert as_role(apart, "retour_focal_point", query) == [("autre", "approved")]
    assert apart.scalar(text("SELECT count(*) FROM protected.returnee__members")) == 1


def test_a_rebuild_gives_the_same_rows(apart):
    """Incremental equals rebuilt, wherever a stage stands."""
    before = table_rows(apart)
    clear(apart, "returnee")
    assert apart.scalar(text("SELECT count(*) FROM protected.returnee")) == 0
    build(apart, a_person(), a_person("uuid:2", 2))
    assert table_rows(apart) == before


def test_a_second_build_writes_nothing(apart):
    """It runs every night."""
    assert keep_apart(apart, "returnee", True) == 0
    assert load_people(apart, a_person(), a_person("uuid:2", 2)).written == 0
    assert load_labels(apart, "returnee", [a_form()]) == 0
    assert refresh_views(apart, "returnee", [a_form()]) == 0
    assert ensure_tables(apart, "returnee", TABLES) == 0


def test_a_stage_closed_later_is_as_if_it_had_always_been(connection):
    """The setting was forgotten at first: the answers move, and their views, labels and counts go at once."""
    build(connection, a_person(), a_person("uuid:2", 2), restricted=False)
    assert "reporting.returnee" in reporting_of(connection)
    shapes = [(s.table, s.columns) for s in shapes_of(connection, "returnee")]
    assert keep_apart(connection, "returnee", True) > len(TABLES)
    assert [(s.table, s.columns) for s in shapes_of(connection, "returnee")] == shapes
    assert [rows for rows in reporting_of(connection).values() if rows] == []
    assert set(reporting_of(connection)) == {f"reporting.{v}" for v in ALWAYS}
    moved = protected_of(connection)
    connection.rollback()
    build(connection, a_person(), a_person("uuid:2", 2))
    assert moved == protected_of(connection)


def test_the_focal_point_reads_what_was_moved(connection):
    """Rights are given on tables, and these are new ones."""
    build(connection, a_person(), restricted=False)
    keep_apart(connection, "returnee", True)
    assert as_role(connection, "retour_focal_point", "SELECT count(*) FROM protected.returnee") == [(1,)]
    assert load_people(connection, a_person()).written == 0
    assert load_people(connection, a_person(edition=2, age=50)).written > 0


@pytest.mark.parametrize("source", ["answers.returnee", "reporting.returnee", "answers.returnee__members"])
def test_a_view_of_others_stops_the_move_and_is_named_as_the_cause(connection, source):
    """It would go on showing what must be closed; dropping it silently would break a dashboard."""
    build(connection, a_person(), restricted=False)
    connection.execute(text(f"CREATE VIEW public.dashboard AS SELECT count(*) FROM {source}"))
    with pytest.raises(StoreError, match="a view that is not ours"), connection.begin_nested():
        keep_apart(connection, "returnee", True)
    assert set(schemas_of_tables(connection)) >= {"returnee"}
    assert schemas_of_tables(connection)["returnee"] == "answers"


def test_a_setting_that_was_lost_opens_nothing(apart):
    """An old copy of the file must not be enough to show violence to a report."""
    with pytest.raises(SetupError, match="restricted = true again"):
        keep_apart(apart, "returnee", False)


def test_the_owner_can_open_a_stage_closed_by_mistake(apart):
    """One wrong line must not hide a registration for ever: the way the message tells works."""
    apart.execute(text("DELETE FROM ops.restricted_stage WHERE stage = 'returnee'"))
    build(apart, restricted=False)
    assert apart.scalar(text("SELECT count(*) FROM reporting.returnee")) == 2
    assert protected_of(apart) == {f"protected.{v}": [] for v in ("choice_label", "form_status", "question_label")}
