"""The database refuses, is cut off, or is not of this program: exit code, one sentence, nothing half written."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from pipeline.sandbox.faults import Fault

from .ground import wait_until
from .typed import retour

REFUSES = """
    CREATE FUNCTION ops.refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no space left, said the row of %', NEW USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION ops.refuse();
"""


@pytest.fixture
def filled(ground):
    """Two are loaded, three more wait on the server."""
    for n in range(2):
        ground.fill(village=f"Village {n}")
    ground.run()
    for n in range(2, 5):
        ground.fill(village=f"Village {n}")
    return ground


def execute(ground, statement):
    with ground.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("table", "when"),
    [("archive.edition", "NEW.server_id::int > 4"), ("answers.household__members", "NEW.share = 7000")],
    ids=["in the middle of a pull", "in the middle of a build"],
)
def test_a_database_without_room_is_told_and_nothing_is_half_written(filled, table, when):
    """The page or the stage is rolled back whole; the run after makes it good."""
    before = filled.contents()
    execute(filled, REFUSES.format(table=table, when=when))
    said = filled.retour("run")
    assert said.code == 5, said.all
    assert said.err.startswith("StoreError: ")
    assert said.err.count("\n") == 1
    assert "disk is full" in said.err
    assert "Village" not in said.all
    after = filled.contents()
    touched = {t for t in after if after[t] != before[t]}
    assert touched <= (set() if "archive" in table else {t for t in after if "archive" in t}), touched
    last = filled.done("status", "--json").document["runs"][0]
    assert last["outcome"] == "failed"
    execute(filled, f"DROP TRIGGER refuse ON {table}")
    assert filled.run()["balanced"]
    assert filled.rows("SELECT count(*), count(DISTINCT village) FROM reporting.household") == [(5, 5)]


@pytest.fixture
def small_disk(ground):
    """A real disk of one megabyte with room for the editions of the archive and for nothing else."""
    folder = Path(tempfile.mkdtemp(prefix="retour-small-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=1777", "retour-test", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("only root may mount a small disk")
    inner, name = folder / "space", f"small_run_{os.getpid()}"
    inner.mkdir()
    os.chown(inner, Path(str(ground.rows("SHOW data_directory")[0][0])).stat().st_uid, -1)
    with ground.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE TABLESPACE {name} LOCATION '{inner}'"))
        connection.execute(text(f"ALTER TABLE archive.edition SET TABLESPACE {name}"))
        yield ground
        connection.execute(text("ALTER TABLE archive.edition SET TABLESPACE pg_default"))
        connection.execute(text(f"DROP TABLESPACE {name}"))
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def test_a_full_disk_keeps_what_was_there_and_goes_on_when_there_is_room(small_disk):
    """Laptops in the field fill up; the run says so, and the next one after making room is complete."""
    small_disk.fill()
    small_disk.run()
    before = small_disk.snapshot()
    for _ in range(6):
        small_disk.fill(village=os.urandom(200_000).hex())
    said = small_disk.retour("run")
    assert (said.code, said.err.count("\n")) == (5, 1), said.all
    assert "the disk is full" in said.err
    assert small_disk.snapshot() == before
    execute(small_disk, "ALTER TABLE archive.edition SET TABLESPACE pg_default")
    assert small_disk.run()["forms"][0]["decoded"] == 7


WAITING = "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def is_told_in_one_line(ground, process):
    """Exit code 5, no traceback, and the next run makes it good."""
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.count("\n")) == (5, 1), err
    assert err.startswith("StoreError: ")
    ground.faults.clear()
    ground.engine.dispose()
    ground.run()
    outcomes = [run["outcome"] for run in ground.done("status", "--json").document["runs"]]
    assert outcomes[:2] == ["done", "failed"]
    assert ground.rows("SELECT count(*) FROM reporting.household") == [(5,)]


def test_a_database_restarted_between_two_steps_ends_the_run(filled):
    """The lock went with it: working on over a fresh connection could meet another run."""
    filled.faults.add(Fault("delay", "/data/", times=1, seconds=2))
    process = filled.start("run")
    wait_until(lambda: filled.rows("SELECT count(*) FROM ops.run WHERE outcome = 'running'") == [(1,)])
    filled.rows(CUT)
    is_told_in_one_line(filled, process)


def test_a_database_cut_off_in_the_middle_of_a_load_is_told_without_a_traceback(filled):
    """A cable is pulled; everything since the last commit is gone, and the reader must know."""
    with filled.engine.connect() as holder:
        holder.execute(text("LOCK TABLE answers.household__members IN ACCESS EXCLUSIVE MODE"))
        process = filled.start("run")
        wait_until(lambda: filled.rows(WAITING) == [(True,)])
        holder.execute(text(CUT))
    is_told_in_one_line(filled, process)


@pytest.mark.parametrize("command", ["run", "status", "queue list", "db upgrade", "archive confirm-deletions --yes"])
def test_a_database_newer_than_the_program_is_left_alone(bare, command):
    """An old laptop must not misread what a new one wrote."""
    bare.lay()
    execute(bare, "UPDATE ops.alembic_version SET version_num = '9999_from_the_future'")
    before = bare.contents()
    said = bare.retour(*command.split())
    assert (said.code, said.out, said.err.count("\n")) == (3, "", 1), said.all
    assert "a newer retour upgraded it. Install that newer version of retour here too." in said.err
    assert bare.contents() == before


def test_an_empty_database_is_told_how_to_make_its_tables(bare, empty_url):
    """The organisation's server is upgraded by its owner, not by accident."""
    bare.lay()
    bare.variables["RETOUR_DATABASE_URL"] = empty_url.render_as_string(hide_password=False)
    said = bare.retour("status")
    assert (said.code, "Run: retour db upgrade" in said.err) == (3, True)
    assert bare.done("db", "upgrade").out.startswith("Steps taken: ")
    assert bare.done("db", "upgrade").out == "It is up to date.\n"
    assert bare.done("status").code == 0


def test_a_wrong_database_address_is_told_without_its_password(bare):
    """It comes from a variable that a person typed."""
    bare.lay()
    wrong = make_url(bare.variables["RETOUR_DATABASE_URL"]).set(database="nowhere", password="s3cret-canary")
    said = retour("--project", bare.folder, "run", RETOUR_DATABASE_URL=wrong.render_as_string(hide_password=False))
    assert (said.code, said.err.count("\n")) == (3, 1)
    assert "s3cret-canary" not in said.all
