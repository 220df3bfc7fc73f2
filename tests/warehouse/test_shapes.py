"""Answers tables grow with the forms: columns are added, never dropped, never retyped, whatever they are called."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from pipeline.errors import SetupError
from pipeline.model.table import Column, NamedColumn, Table
from pipeline.warehouse.load import load
from pipeline.warehouse.shapes import ensure_tables, named_columns, shapes_of
from pipeline.warehouse.tables import metadata

from .stage import NOON, NORTH, TABLES, a_batch, a_person, load_people


def columns_of(connection, table):
    query = """SELECT column_name, data_type FROM information_schema.columns
               WHERE table_schema = 'answers' AND table_name = :table ORDER BY ordinal_position"""
    return dict(tuple(row) for row in connection.execute(text(query), {"table": table}))


def a_table(*columns, name="visit"):
    return Table(name, "main", tuple(Column(c, kind, path) for c, kind, path in columns))


def test_the_metadata_is_what_the_migrations_make(connection):
    """Queries are written against the metadata; the database comes from the steps."""
    ours = {(table.schema, table.name) for table in metadata.tables.values()}

    def include(found, name, kind, reflected, compare_to):
        return kind != "table" or (found.schema, name) in ours

    options = {"include_schemas": True, "include_object": include, "compare_type": True}
    assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_a_new_edition_adds_its_columns_and_keeps_the_old(connection):
    """The union of editions: nothing a form no longer asks is lost."""
    ensure_tables(connection, "visit", [a_table(("age", "integer", "age"))], "v1")
    ensure_tables(connection, "visit", [a_table(("sex", "text", "sex"))], "v2")
    assert list(columns_of(connection, "visit"))[-2:] == ["age", "sex"]
    first = connection.execute(text('SELECT "column", form_version FROM answers.column_name ORDER BY 1'))
    assert [tuple(row) for row in first] == [("", "v1"), ("age", "v1"), ("sex", "v2")]


def test_tables_that_are_there_write_nothing(connection):
    """A second run writes nothing but its own record."""
    assert ensure_tables(connection, "returnee", TABLES) > 0
    assert ensure_tables(connection, "returnee", TABLES) == 0


def test_a_changed_type_stands_beside_the_old_column(connection):
    """The decoder gives a question whose type changed a second column; no old answer is converted."""
    ensure_tables(connection, "visit", [a_table(("age", "integer", "age"))])
    ensure_tables(connection, "visit", [a_table(("age__text", "text", "age"))])
    assert {k: v for k, v in columns_of(connection, "visit").items() if k.startswith("age")} == {
        "age": "bigint",
        "age__text": "text",
    }


@pytest.mark.parametrize("changed", [("age", "text", "age"), ("age", "integer", "other/age")])
def test_a_column_never_changes_its_meaning(connection, changed):
    """A report written last year must not read another question this year."""
    ensure_tables(connection, "visit", [a_table(("age", "integer", "age"))])
    with pytest.raises(SetupError, match=r"answers\.visit\.age"):
        ensure_tables(connection, "visit", [a_table(changed)])


def test_two_stages_cannot_share_a_table(connection):
    """Stage 'a' with repeat 'b' and a stage called 'a__b' would mix their rows."""
    ensure_tables(connection, "visit", [a_table()])
    with pytest.raises(SetupError, match="belongs to stage 'visit'"):
        ensure_tables(connection, "other", [a_table()])


def test_a_stage_cannot_take_a_table_of_the_warehouse(connection):
    """A stage called choice_label would fall over the label table."""
    with pytest.raises(SetupError, match="kept for a table"):
        ensure_tables(connection, "choice_label", [a_table(name="choice_label")])


def test_a_question_cannot_take_the_status_column(connection):
    """A question called validation_status would be overwritten by the server's status."""
    with pytest.raises(SetupError, match="'g/validation_status'"):
        ensure_tables(connection, "visit", [a_table(("validation_status", "text", "g/validation_status"))])


def test_a_table_too_wide_for_postgresql_is_told_before(connection):
    """The sum of all editions counts, so the last edition may be innocent."""
    first = [(f"q{n}", "text", f"q{n}") for n in range(900)]
    ensure_tables(connection, "visit", [a_table(*first)])
    with pytest.raises(SetupError, match="over all editions"):
        ensure_tables(connection, "visit", [a_table(*((f"r{n}", "text", f"r{n}") for n in range(900)))])


ODD = ("order", "é", 'say "hi"', "a%sb", "{x}", "x" * 63, "né(e):1", "User", "select", "''")


def test_odd_names_are_names_like_any_other(connection):
    """Whatever a form calls its questions, SQL takes it as a name and never as a command."""
    table = Table('drop"%s', "main", tuple(Column(name, "text", f"g/{name}") for name in ODD))
    ensure_tables(connection, 'drop"%s', [table])
    answers = tuple(f"answer to {name}" for name in ODD)
    for edition in (1, 2):
        row = ("uuid:1", "uuid:1-1", edition, "d'%s", "z", "v", None, *answers)
        batch = a_batch({table.name: [row]}, tables=[table])
        load(connection, 'drop"%s', "d'%s", [batch], removed=["uuid:'%s"], run_id=None, at=NOON)
    (shape,) = shapes_of(connection, 'drop"%s')
    assert tuple(c.column for c in shape.columns) == ODD
    query = 'SELECT "order", "é", "say ""hi""", "a%sb" FROM answers."drop""%s"'
    assert [tuple(r) for r in connection.exec_driver_sql(query.replace("%", "%%"))] == [answers[:4]]


def test_names_come_back_as_they_were_given(connection):
    """The decoder plans the next edition with them: tables, columns, paths, kinds."""
    ensure_tables(connection, "returnee", TABLES)
    given = named_columns(connection, "returnee")
    assert NamedColumn("returnee__members", "", "returnee/members#repeat", "text") in given
    assert NamedColumn("returnee", "gps_latitude", "gps#latitude", "real") in given
    assert named_columns(connection, "other") == ()
    assert named_columns(connection) == given


def test_lookups_by_submission_use_the_keys_before_any_analyse(connection):
    """100 new into 100,000 rows must not read 100,000 rows, even right after the first load."""
    many = [a_person(f"uuid:{n:06}", n, members=1) for n in range(4_000)]
    load_people(connection, *many)
    connection.execute(text("CREATE TEMP TABLE replaced AS SELECT 'uuid:000007'::text AS root_uuid"))
    for table in TABLES:
        plan = connection.execute(
            text(
                f'EXPLAIN DELETE FROM answers."{table.name}"'
                " WHERE root_uuid = ANY (ARRAY(SELECT root_uuid FROM pg_temp.replaced))"
            )
        )
        told = "\n".join(line for (line,) in plan)
        assert f"{table.name}_pkey" in told, told
        assert f"Seq Scan on {table.name}" not in told, told


def test_the_stage_of_one_deployment_knows_the_other(connection):
    """Zones share their stage's tables; the zone stands beside each row."""
    load_people(connection, a_person(deployment=NORTH))
    load_people(connection, a_person("uuid:2", 2, deployment="returnee/sud"), deployment="returnee/sud")
    zones = connection.execute(text("SELECT root_uuid, zone FROM answers.returnee ORDER BY 1"))
    assert [tuple(row) for row in zones] == [("uuid:1", "nord"), ("uuid:2", "sud")]
