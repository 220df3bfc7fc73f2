"""From a tablet to a row an analyst reads, and nowhere on that way a name."""

import pytest

from .conftest import a_ground
from .ground import CANARIES, NAME, PHONE, TOKEN

STRANGE = f"<full_name>{NAME}</full_name><phone>{PHONE}</phone><village>Garango</village>"


@pytest.fixture(scope="module")
def told(tmp_path_factory, database_url, migrated_template):
    """A programme in which much went well and much went wrong, with all that was said meanwhile."""
    with a_ground(tmp_path_factory.mktemp("told") / "programme", database_url, migrated_template) as ground:
        ground.lay()
        ground.said = [ground.retour("forms", "deploy")]
        ground.filled = ground.fill()
        ground.send_xml(f"{STRANGE}<children>{NAME}</children>")
        ground.send_xml(f"{STRANGE}<another_question>{NAME}</another_question>")
        commands = ("doctor", "run", "run --json", "build --rebuild", "queue list", "queue list --json", "queue show 1")
        ground.said += [ground.retour(*words.split()) for words in commands]
        ground.said += [*failures(ground), ground.retour("status"), ground.retour("status", "--json")]
        yield ground


def failures(ground):
    """What is said where things go wrong."""
    ground.said.append(ground.retour("queue", "export", ground.folder / "queue.csv"))
    yield ground.retour("run", RETOUR_TEST_TOKEN=TOKEN + "x")
    right = ground.settings.read_text("utf-8")
    ground.settings.write_text(right.replace("env:RETOUR_TEST_TOKEN", TOKEN), "utf-8")
    yield ground.retour("run")
    ground.settings.write_text(right, "utf-8")
    with ground.engine.begin() as connection:
        connection.exec_driver_sql(
            "ALTER TABLE answers.household ADD CONSTRAINT no_one CHECK (full_name IS NULL) NOT VALID"
        )
    yield ground.retour("build", "--rebuild")
    with ground.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE answers.household DROP CONSTRAINT no_one")


def canaries_in(text):
    return [canary for canary in CANARIES if canary in text]


def test_what_javarosa_filled_becomes_a_row_an_analyst_reads(told):
    """The whole way: compiled, deployed, filled, sent, pulled, archived, decoded, loaded, shown."""
    columns = "zone, village, children, has_trade, skills, validation_status"
    assert told.rows(f"SELECT {columns} FROM reporting.household") == [
        ("centre", "Garango", 3, "yes", "sewing farming", "")
    ]
    shares = "SELECT m.share FROM reporting.household__members m JOIN reporting.household USING (submission_key)"
    assert told.rows(f"{shares} ORDER BY m.position") == [(5000,), (7000,)]
    skills = "SELECT choice FROM reporting.household__skills ORDER BY position"
    assert told.rows(skills) == [("sewing",), ("farming",)]


def test_names_are_kept_where_they_belong(told):
    """Otherwise the tests below would pass on an empty programme."""
    assert told.row_of(told.filled, "full_name, phone") == [(NAME, PHONE)]


def test_no_name_is_in_the_reporting_schema(told):
    """It is all that an analyst can read."""
    shown = {table: rows for table, rows in told.snapshot().items() if table.startswith("reporting.")}
    assert shown["reporting.household"]
    assert canaries_in(repr(shown)) == []


def test_no_root_uuid_is_in_the_reporting_schema(told):
    """With it, whoever has the tablet or the server finds the person behind a row."""
    bare = told.filled.instance_id.removeprefix("uuid:")
    shown = [rows for table, rows in told.snapshot().items() if table.startswith("reporting.")]
    assert bare not in repr(shown)


def test_no_name_is_in_what_is_recorded_of_runs(told):
    """Run records and the queue are read by whoever keeps the machine."""
    kept = told.rows("SELECT r::text FROM ops.run r") + told.rows("SELECT s::text FROM ops.set_aside s")
    assert len([row for row in kept if "failed" in row[0]]) == 1
    assert canaries_in(repr(kept)) == []


def test_no_name_or_token_is_said_on_a_screen_or_in_a_log(told):
    """Also where things fail: a scheduler mails what is said to half the office."""
    codes = [said.code for said in told.said]
    assert {0, 3, 4, 5} <= set(codes), codes
    assert canaries_in("".join(said.all for said in told.said)) == []


def test_no_name_is_in_the_exported_queue(told):
    """It is sent around by mail."""
    assert canaries_in((told.folder / "queue.csv").read_text("utf-8")) == []


def test_every_failure_is_one_sentence_and_no_traceback(told):
    """A data manager reads where, what and how to mend it."""
    for said in told.said:
        assert "Traceback" not in said.all
        if said.code in (3, 5):
            assert said.err.startswith(("SetupError: ", "StoreError: "))
            assert said.err.count("\n") == 1, said.err
