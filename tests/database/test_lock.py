"""Two runs of one programme never work at once, and a dead one blocks nobody."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pipeline.database.lock import only_one_run
from pipeline.errors import SetupError

ROOT = Path(__file__).parent.parent.parent
HOLD = """
import sys, time
from sqlalchemy import create_engine
from pipeline.database.lock import only_one_run
with only_one_run(create_engine(sys.argv[1]), "ci-2026"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_refused_and_told_who_holds_the_lock(engine):
    """Two runs at once would fetch the same pages and wait for each other's rows."""
    with only_one_run(engine, "ci-2026"):
        second = create_engine(engine.url)
        with pytest.raises(SetupError) as caught, only_one_run(second, "ci-2026"):
            pytest.fail("two runs at once")
        second.dispose()
    message = str(caught.value)
    assert f"process {os.getpid()}" in message
    assert "since 20" in message
    assert "Wait until it is done" in message


def test_the_lock_is_free_after_the_run_and_after_a_failed_one(engine):
    """The next run must start, whatever became of this one."""
    with pytest.raises(ZeroDivisionError), only_one_run(engine, "ci-2026"):
        raise ZeroDivisionError
    with only_one_run(engine, "ci-2026"):
        pass


def test_another_programme_on_the_same_database_is_not_held_up(engine):
    """One server may serve several."""
    with only_one_run(engine, "ci-2026"), only_one_run(engine, "gn-2026"):
        pass


def test_the_lock_is_in_no_transaction(engine):
    """An open transaction of hours would keep the database from cleaning up."""
    with only_one_run(engine, "ci-2026"), engine.connect() as connection:
        states = connection.scalars(
            text(
                "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND application_name ~ 'run pid'"
            )
        ).all()
    assert states == ["idle"]


def test_a_run_that_was_killed_holds_nothing(engine):
    """A person must not need to know about locks to start again."""
    url = engine.url.render_as_string(hide_password=False)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(SetupError, match=f"process {holder.pid}"), only_one_run(engine, "ci-2026"):
        pytest.fail("two runs at once")
    holder.kill()
    holder.wait()
    until = time.monotonic() + 10
    while True:
        try:
            with only_one_run(engine, "ci-2026"):
                return
        except SetupError:
            assert time.monotonic() < until
            time.sleep(0.05)
