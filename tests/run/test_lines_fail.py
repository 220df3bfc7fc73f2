"""A server that is down, slow, or cut off in mid-page: tried again for a while, then left for the next run."""

from contextlib import ExitStack

import pytest

from pipeline.database.place import free_port
from pipeline.sandbox.faults import Fault

from .conftest import a_ground

WORDS = {"down": "cannot be reached", "slow": "did not answer", "cut": "cut"}


@pytest.fixture(scope="module")
def told(tmp_path_factory, database_url, migrated_template):
    """Three programmes side by side, each with its own trouble, because each waits for seconds between attempts."""
    with ExitStack() as stack:
        started = {}
        for trouble in WORDS:
            folder = tmp_path_factory.mktemp(trouble) / "programme"
            ground = stack.enter_context(a_ground(folder, database_url, migrated_template))
            ground.lay(zones=("centre", "est")).done("forms", "deploy")
            ground.fill("centre")
            ground.fill("est")
            ground.right = ground.settings.read_text("utf-8")
            make_trouble(ground, trouble)
            started[trouble] = ground, ground.start("run")
        yield {trouble: (ground, *finished(process)) for trouble, (ground, process) in started.items()}


def make_trouble(ground, trouble):
    """In the centre only."""
    data = f"{ground.uid('centre')}/data/"
    if trouble == "slow":
        ground.change_settings("wait_seconds = 5", "wait_seconds = 1")
        ground.faults.add(Fault("delay", data, times=0, seconds=1.5))
    elif trouble == "cut":
        ground.faults.add(Fault("cut_body", data, times=0))
    else:
        away = f'[server.away]\nkind = "kobo"\nurl = "http://127.0.0.1:{free_port()}"\nread_token = "env:RETOUR_TEST_TOKEN"\n'
        ground.change_settings(r"\[\[stage\]\]", f"{away}\n[[stage]]")
        ground.change_settings('server = "s"', 'server = "away"')


def finished(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.mark.parametrize("trouble", WORDS)
def test_it_is_told_and_the_other_zone_is_loaded(told, trouble):
    """What is proved is there in the morning, and the report says what is not."""
    ground, code, _, err = told[trouble]
    assert (code, err.count("INCOMPLETE")) == (4, 1), err
    assert "Traceback" not in err
    assert WORDS[trouble] in err
    rows = "SELECT zone FROM reporting.household UNION ALL SELECT zone FROM reporting.form_status WHERE NOT is_complete"
    assert sorted(zone for (zone,) in ground.rows(rows)) == ["centre", "est"]


@pytest.mark.parametrize("trouble", WORDS)
def test_the_next_run_brings_the_rest(told, trouble):
    """Nobody has to do anything but wait."""
    ground = told[trouble][0]
    ground.faults.clear()
    ground.settings.write_text(ground.right, "utf-8")
    report = ground.run()
    assert (report["complete"], report["balanced"]) == (True, True)
    assert ground.rows("SELECT zone FROM reporting.household ORDER BY 1") == [("centre",), ("est",)]
    assert ground.rows("SELECT bool_and(is_complete) FROM reporting.form_status") == [(True,)]
