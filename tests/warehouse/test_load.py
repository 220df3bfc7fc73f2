"""Loading: an edit replaces, a blank clears, a removal cascades, and the same again writes nothing."""

import traceback

import pytest
from sqlalchemy import text

from pipeline.errors import StoreError
from pipeline.model.decoded import ABSENT, Decoded
from pipeline.warehouse.load import clear, load
from pipeline.warehouse.shapes import ensure_tables
from pipeline.warehouse.snapshot import table_rows
from pipeline.warehouse.statuses import set_statuses

from ..encoded import encoded
from .stage import CANARY, NOON, NORTH, SOUTH, TABLES, VISITS, a_batch, a_person, load_people

NAMES = tuple(table.name for table in TABLES)


def rows(connection, table, columns="*", order="1, 2, 3"):
    return [tuple(r) for r in connection.execute(text(f'SELECT {columns} FROM answers."{table}" ORDER BY {order}'))]


def versions(connection):
    """Which transaction wrote each row that stands in any of our tables."""
    found = {}
    for schema, table in connection.execute(
        text("SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('answers', 'ops')")
    ):
        query = text(f'SELECT ctid::text, xmin::text FROM {schema}."{table}" ORDER BY 1')
        found[schema, table] = [tuple(row) for row in connection.execute(query)]
    return found


def test_answers_arrive_with_their_types(connection):
    """An analyst computes with dates and amounts, and a tab in a remark must not move columns."""
    load_people(connection, a_person())
    columns = "age, income, gps_latitude, born_on, wakes_at, asked_at, agrees, field, remark"
    (row,) = rows(connection, "returnee", f"{', '.join(f'({c})::text' for c in columns.split(', '))}")
    assert row == (
        "34",
        "125000.50",
        "11.78",
        "1992-02-29",
        "05:30:00",
        "2026-11-20 05:01:00+00",
        "true",
        '{"type": "Polygon", "coordinates": []}',
        "ligne\tun\nligne \\ deux",
    )


def test_repeats_three_deep_keep_their_parents(connection):
    """A test belongs to a visit of one member, not to the household."""
    load_people(connection, a_person(), a_person("uuid:2", 2, members=3))
    chain = connection.execute(
        text(
            "SELECT m.position, t.score FROM answers.returnee__members__visits__tests t"
            " JOIN answers.returnee__members__visits v ON (v.root_uuid, v.row_id) = (t.root_uuid, t.parent_row_id)"
            " JOIN answers.returnee__members m ON (m.root_uuid, m.row_id) = (v.root_uuid, v.parent_row_id)"
            " WHERE t.root_uuid = 'uuid:2' ORDER BY 1"
        )
    )
    assert [tuple(row) for row in chain] == [(1, 11), (2, 12), (3, 13)]


def test_an_edit_replaces_every_row_of_its_submission(connection):
    """A member who was struck out must not live on in the child table."""
    load_people(connection, a_person(), a_person("uuid:2", 2))
    counts = load_people(connection, a_person(edition=3, members=1, age=35))
    assert rows(connection, "returnee", "root_uuid, edition_id, age") == [("uuid:1", 3, 35), ("uuid:2", 2, 34)]
    assert rows(connection, "returnee__members", "root_uuid, row_id", "1, 2") == [
        ("uuid:1", 1),
        ("uuid:2", 1),
        ("uuid:2", 2),
    ]
    assert (counts.inserted["returnee"], counts.deleted["returnee"], counts.deleted["returnee__members"]) == (1, 1, 2)


def test_a_blank_clears(connection):
    """An answer taken back is no answer."""
    load_people(connection, a_person())
    load_people(connection, a_person(edition=2, age=None, born_on=None))
    assert rows(connection, "returnee", "age, born_on, income::text") == [(None, None, "125000.50")]


def test_a_removal_cascades_to_every_table(connection):
    """What was deleted on the server is nowhere here."""
    load_people(connection, a_person(), a_person("uuid:2", 2))
    counts = load_people(connection, removed=["uuid:1", "uuid:unknown"])
    assert {table: {row[0] for row in rows(connection, table)} for table in NAMES} == {
        name: {"uuid:2"} for name in NAMES
    }
    assert counts.deleted == dict.fromkeys(NAMES, 2) | {"returnee": 1}


def test_a_table_no_edition_has_any_more_is_still_cleaned(connection):
    """A repeat that was taken out of the form keeps old rows; their submission may be removed later."""
    load_people(connection, a_person())
    shrunk = tuple(t for t in TABLES if t is not VISITS)
    load_people(connection, removed=["uuid:1"], tables=shrunk)
    assert rows(connection, VISITS.name) == []


def test_the_same_editions_again_write_nothing(engine):
    """A second run with nothing new leaves every row where it is, down to the transaction that wrote it."""
    people = [a_person(), a_person("uuid:2", 2)]
    with engine.begin() as connection:
        load_people(connection, *people)
        before = versions(connection)
    with engine.begin() as connection:
        counts = load_people(connection, *people)
        assert counts.written == 0
        assert versions(connection) == before


def test_any_split_into_loads_gives_the_same_rows(connection):
    """Incremental = rebuilt: first, second and edited in three loads, or all in one into empty tables."""
    load_people(connection, a_person("uuid:2", 2))
    load_people(connection, a_person(), a_person("uuid:3", 3), removed=["uuid:2"])
    load_people(connection, a_person(edition=4, members=0), a_person("uuid:2", 2))
    step_by_step = table_rows(connection)
    clear(connection, "returnee")
    load_people(connection, a_person("uuid:2", 2), a_person("uuid:3", 3), a_person(edition=4, members=0))
    assert table_rows(connection) == step_by_step


def test_editions_with_fewer_questions_load_into_the_same_table(connection):
    """Tablets keep the old form for weeks; what it did not ask is empty."""
    ensure_tables(connection, "returnee", TABLES)
    fixed = ("uuid:9", "uuid:9-1", 9, NORTH, "nord", "v0", None)
    old = Decoded(columns={"returnee": ("age",)}, rows={"returnee": [(*fixed, 50)]})
    load(connection, "returnee", NORTH, [encoded(old, "returnee"), a_batch(a_person())], run_id=None, at=NOON)
    assert rows(connection, "returnee", "root_uuid, age, agrees") == [("uuid:1", 34, True), ("uuid:9", 50, None)]


def test_the_newer_edition_stays_where_two_projects_hold_one_submission(connection):
    """A project copied with its submissions: the count must not double, nor depend on who is loaded last."""
    load_people(connection, a_person(edition=1), deployment=NORTH)
    load_people(connection, a_person(edition=7, deployment=SOUTH, age=40), deployment=SOUTH)
    assert load_people(connection, a_person(edition=1), deployment=NORTH).written == 0
    assert load_people(connection, removed=["uuid:1"], deployment=NORTH).written == 0
    assert rows(connection, "returnee", "edition_id, deployment, age") == [(7, SOUTH, 40)]


def test_a_status_changes_alone_and_survives_an_edit(connection):
    """Approving a thousand submissions must not rewrite their answers, and an edit does not unapprove here."""
    load_people(connection, a_person(), a_person("uuid:2", 2))
    codes = {"uuid:1": "approved", "uuid:2": "", "uuid:unknown": "approved"}
    assert set_statuses(connection, "returnee", NORTH, codes) == 1
    assert set_statuses(connection, "returnee", NORTH, codes) == 0
    load_people(connection, a_person(edition=3))
    columns = "root_uuid, edition_id, validation_status"
    assert rows(connection, "returnee", columns) == [("uuid:1", 3, "approved"), ("uuid:2", 2, "")]


@pytest.mark.parametrize("broken", ["a\x00b", "a\ud800b"])
@pytest.mark.parametrize("is_first", [True, False])
def test_what_no_database_can_store_is_marked_not_fatal(connection, broken, is_first):
    """One strange tablet must not stop the load of all others; the mark shows where something was."""
    if not is_first:
        load_people(connection, a_person("uuid:0", 9))
    load_people(connection, a_person(remark=broken), a_person("uuid:2", 2))
    assert rows(connection, "returnee", "remark", "root_uuid")[-2:] == [("a\ufffdb",), ("ligne\tun\nligne \\ deux",)]


def test_what_a_device_wrote_is_never_taken_for_nothing(connection):
    """The sign that stands for no value may itself be an instance's id."""
    person = a_person()
    ((root, _, *rest),) = person["returnee"]
    person["returnee"] = [(root, ABSENT, *rest)]
    load_people(connection, person)
    assert rows(connection, "returnee", "instance_id", "1") == [(ABSENT,)]


KEYS = """SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
          WHERE contype = 'p' AND connamespace = 'answers'::regnamespace ORDER BY 1"""


def test_a_first_load_ends_with_the_keys_it_began_with(connection):
    """They are made last because that is faster; without them a submission could stand there twice."""
    ensure_tables(connection, "returnee", TABLES)
    keys = connection.execute(text(KEYS)).fetchall()
    people = [a_batch(a_person()), a_batch(a_person("uuid:2", 2))]
    load(connection, "returnee", NORTH, people, run_id=None, at=NOON, tables_are_new=True)
    assert connection.execute(text(KEYS)).fetchall() == keys
    assert len(rows(connection, "returnee")) == 2
    load(connection, "returnee", NORTH, [a_batch(a_person(edition=3))], run_id=None, at=NOON, tables_are_new=True)
    assert rows(connection, "returnee", "edition_id", "1") == [(2,), (3,)]


def test_a_submission_that_comes_twice_is_refused_when_the_keys_are_made(connection):
    """A decoder that doubled somebody must not go unseen."""
    ensure_tables(connection, "returnee", TABLES)
    twice = [a_batch(a_person()), a_batch(a_person())]
    with pytest.raises(StoreError, match="rows contradict"):
        load(connection, "returnee", NORTH, twice, run_id=None, at=NOON, tables_are_new=True)


def test_a_refused_row_is_told_without_its_answer(connection):
    """PostgreSQL quotes the value it refuses; a log is read by people who must not read names."""
    with pytest.raises(StoreError) as refusal:
        load_people(connection, a_person(age=CANARY))
    assert CANARY not in "".join(traceback.format_exception(refusal.value))
    assert "answers.returnee: a value does not fit its column (22P02, line 1, column age)." in str(refusal.value)


def test_loading_before_the_tables_are_made_is_told(connection):
    """The shell forgot a step; say which."""
    with pytest.raises(StoreError, match="ensure_tables"):
        load(connection, "returnee", NORTH, [], run_id=None, at=NOON)


def test_nothing_is_visible_before_the_commit(engine):
    """Killed anywhere, no half of a submission is ever seen."""
    with engine.begin() as connection:
        load_people(connection, a_person())
    with engine.connect() as connection, engine.connect() as reader:
        load_people(connection, a_person(edition=2, members=1), a_person("uuid:2", 3))
        assert len(rows(reader, "returnee__members")) == 2
        connection.rollback()
        assert rows(reader, "returnee", "edition_id", "1") == [(1,)]


def test_a_connection_that_began_nothing_does_not_commit_by_itself(engine):
    """The first savepoint on an idle connection would be a transaction of its own, and commit."""
    with engine.begin() as connection:
        ensure_tables(connection, "returnee", TABLES)
    with engine.connect() as connection:
        load(connection, "returnee", NORTH, [a_batch(a_person())], run_id=None, at=NOON)
        connection.rollback()
        assert rows(connection, "returnee") == []


def test_batches_are_taken_one_by_one(connection):
    """Memory stays bounded: a batch is asked for only when the one before is with the server."""
    ensure_tables(connection, "returnee", TABLES)
    asked = []

    def stream():
        for number in range(3):
            asked.append(connection.scalar(text("SELECT count(*) FROM answers.returnee")))
            yield a_batch(a_person(f"uuid:{number}", number))

    load(connection, "returnee", NORTH, stream(), run_id=None, at=NOON)
    assert asked == [0, 1, 2]
