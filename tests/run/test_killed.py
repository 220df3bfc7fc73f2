"""Killed anywhere, a run leaves nothing half done, and the next one goes on to the same rows."""

import signal
import sys

import pytest
from sqlalchemy import text

from pipeline.sandbox.faults import Fault

from .ground import wait_until

WAITING = "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@pytest.fixture
def filled(ground):
    """Five submissions wait on the server, one with a picture."""
    ground.filled = [ground.fill(village=f"Village {n}") for n in range(4)]
    ground.filled.append(ground.fill(photo="p.jpg", files={"p.jpg": b"a picture"}))
    return ground


def outcomes(ground):
    return [r["outcome"] for r in ground.done("status", "--json").document["runs"] if r["command"] == "run"]


def is_whole(ground):
    """A normal run ends balanced with all rows and the picture, and the killed one is on record."""
    said = ground.done("run")
    assert "The last run was interrupted; this one goes on where it stopped." in said.err
    assert "The books balance." in said.out
    assert ground.rows("SELECT count(*), count(DISTINCT village) FROM reporting.household") == [(5, 5)]
    assert ground.rows("SELECT count(*) FROM reporting.household__members") == [(10,)]
    assert ground.rows("SELECT size FROM archive.attachment") == [(9,)]
    assert outcomes(ground) == ["done", "interrupted"]


def kill(process):
    process.kill()
    process.communicate()


@pytest.mark.parametrize(
    ("slow", "is_there"),
    [
        (Fault("delay", "/data/", times=1, after=1, seconds=3), "SELECT count(*) = 5 FROM archive.submission"),
        (Fault("delay", "/attachments/", times=1, seconds=3), "SELECT count(*) = 5 FROM archive.submission"),
    ],
    ids=["between reading and scanning", "before a picture"],
)
def test_a_run_killed_while_it_pulls_is_taken_up_by_the_next(filled, slow, is_there):
    """Power goes, a laptop is closed, somebody loses patience."""
    filled.faults.add(slow)
    process = filled.start("run")
    wait_until(lambda: filled.rows(is_there) == [(True,)] and outcomes(filled) == ["running"])
    kill(process)
    filled.faults.clear()
    is_whole(filled)


def test_a_run_killed_while_it_builds_is_taken_up_by_the_next(filled):
    """In the middle of a load: no reader ever sees the half of it."""
    filled.run()
    before = filled.snapshot()
    for one in filled.filled[:2]:
        filled.edit(one, village="Ailleurs", members=[None])
    with filled.engine.connect() as holder:
        holder.execute(text("LOCK TABLE answers.household__members IN ACCESS EXCLUSIVE MODE"))
        process = filled.start("run")
        wait_until(lambda: filled.rows(WAITING) == [(True,)])
        kill(process)
    wait_until(lambda: filled.rows(WAITING) == [(False,)])
    assert without_books(filled.snapshot()) == without_books(before)
    report = filled.run()
    assert report["balanced"]
    assert outcomes(filled) == ["done", "interrupted", "done"]
    edited = "SELECT count(*) FROM reporting.household WHERE village = 'Ailleurs'"
    assert filled.rows(edited) == [(2,)]
    assert filled.rows("SELECT count(*) FROM reporting.household__members") == [(8,)]


def without_books(snapshot):
    return {table: rows for table, rows in snapshot.items() if table != "reporting.form_status"}


def test_two_runs_at_once_are_prevented_with_a_clear_message(filled):
    """A scheduler and a person: the second one is told who is at work, and touches nothing."""
    filled.faults.add(Fault("delay", "/data/", times=1, seconds=2))
    process = filled.start("run")
    wait_until(lambda: outcomes(filled) == ["running"])
    said = filled.retour("run")
    assert said.code == 3
    assert f"another run of this programme is under way (process {process.pid} on " in said.err
    assert said.err.count("\n") == 1
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert outcomes(filled) == ["done"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_a_run_stopped_with_ctrl_c_says_so_in_one_word(filled):
    """Nobody who changes their mind should read a traceback."""
    filled.faults.add(Fault("delay", "/data/", times=1, seconds=5))
    process = filled.start("run")
    wait_until(lambda: outcomes(filled) == ["running"])
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err.strip().splitlines()[-1]) == (1, "Aborted!")
    assert "Traceback" not in err
    filled.faults.clear()
    is_whole(filled)
