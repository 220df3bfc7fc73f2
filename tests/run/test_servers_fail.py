"""Networks, proxies and servers on a bad day: said in one sentence, marked in every report, mended by the next run."""

import re

import pytest

from pipeline.sandbox.faults import Fault

from .conftest import a_ground
from .ground import TOKEN

SENTENCES = re.compile(r"^INCOMPLETE \S.*: .*\. .*\.$", re.MULTILINE)


@pytest.fixture(scope="module")
def place(tmp_path_factory, database_url, migrated_template):
    """Two zones; what goes wrong in the centre must not touch the east."""
    with a_ground(tmp_path_factory.mktemp("fails") / "programme", database_url, migrated_template) as ground:
        ground.lay(zones=("centre", "est"), limits="").done("forms", "deploy")
        ground.fill("centre")
        ground.fill("est")
        ground.run()
        yield ground


@pytest.fixture
def bad_day(place):
    """Something new in both zones, and whatever goes wrong is mended afterwards: then everything is there."""
    written = place.settings.read_text("utf-8")
    place.fill("centre")
    place.fill("est")
    before = place.rows("SELECT count(*) FROM reporting.household")[0][0]
    yield place
    place.faults.clear()
    place.settings.write_text(written, "utf-8")
    report = place.run()
    assert report["complete"]
    assert report["balanced"]
    assert place.rows("SELECT bool_and(is_complete), max(reason) FROM reporting.form_status") == [(True, "")]
    assert place.rows("SELECT count(*) FROM reporting.household") == [(before + 2,)]


def is_told(ground, *words):
    """The centre failed: exit code, message, mark in the reports; the east is loaded all the same."""
    east = "SELECT count(*) FROM reporting.household WHERE zone = 'est'"
    before = ground.rows(east)[0][0]
    said = ground.retour("run")
    assert said.code == 4, said.all
    assert "Traceback" not in said.all
    (line,) = SENTENCES.findall(said.err)
    for word in words:
        assert word in line
    assert TOKEN not in said.all
    status = ground.rows("SELECT zone, is_complete, reason FROM reporting.form_status ORDER BY zone")
    assert [row[:2] for row in status] == [("centre", False), ("est", True)]
    assert status[0][2] in line
    assert ground.rows(east) == [(before + 1,)]
    assert "incomplete" in ground.done("status").out


def on_centre(ground, kind, **more):
    """A fault on the data list of the centre's project alone."""
    ground.faults.add(Fault(kind, f"{ground.uid('centre')}/data/", **({"times": 0} | more)))


def test_a_web_page_where_json_was_expected(bad_day):
    """A captive portal answers everything with its login."""
    on_centre(bad_day, "html")
    is_told(bad_day, bad_day.uid("centre"), "text/html", "JSON was expected", "login page")


def test_a_server_that_asks_for_an_hour_of_patience(bad_day):
    """The night's run ends instead of sleeping, and says what the server said."""
    on_centre(bad_day, "too_many_requests", seconds=3600)
    is_told(bad_day, "429")


def test_a_server_that_is_busy_for_a_moment_is_waited_for(bad_day):
    """Retry-After is obeyed; nobody has to be told."""
    on_centre(bad_day, "too_many_requests", seconds=0, times=2)
    assert bad_day.run()["complete"]


def test_a_page_that_comes_twice_doubles_nobody(bad_day):
    """A proxy repeats an answer: complete or incomplete, but never two rows of one person."""
    on_centre(bad_day, "duplicate_page", after=1, times=1)
    said = bad_day.retour("run", "--json")
    assert said.code in (0, 4)
    assert said.document["balanced"]
    assert bad_day.rows("SELECT count(*) - count(DISTINCT root_uuid) FROM answers.household") == [(0,)]


def test_a_project_that_is_not_there(bad_day):
    """The most frequent slip: a uid copied from another project, or one whose sharing was taken back."""
    bad_day.change_settings(bad_day.uid("centre"), "aNoSuchProject")
    is_told(bad_day, "aNoSuchProject", "View submissions")


def test_a_wrong_address(bad_day):
    """A server that answers, and is none of ours."""
    bad_day.change_settings(rf'url = "{bad_day.url}"', f'url = "{bad_day.url}/somewhere"')
    said = bad_day.retour("run")
    assert (said.code, said.err.count("INCOMPLETE")) == (4, 2), said.all
    assert "/somewhere" in said.err


def test_a_refused_token(bad_day):
    """Somebody changed it on the server; nothing is deleted, both zones say so."""
    said = bad_day.retour("run", RETOUR_TEST_TOKEN="wrong-" + TOKEN)
    assert (said.code, said.err.count("the server refused the token (401).")) == (4, 2)
    assert TOKEN not in said.all
    assert bad_day.rows("SELECT bool_or(is_complete) FROM reporting.form_status") == [(False,)]
    assert bad_day.rows("SELECT count(*) FROM archive.tombstone") == [(0,)]


def test_a_missing_token_is_something_to_fix_first(bad_day):
    """Nothing is asked and nothing is touched."""
    before = bad_day.contents()
    said = bad_day.retour("run", RETOUR_TEST_TOKEN="")
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("SetupError: env:RETOUR_TEST_TOKEN: no token is kept there. Set it before the command:")
    assert bad_day.contents() == before


def test_a_run_that_was_incomplete_says_since_when(bad_day):
    """A report a week old and one of this morning must not look alike."""
    on_centre(bad_day, "html")
    bad_day.retour("run")
    first = bad_day.rows("SELECT since FROM reporting.form_status WHERE zone = 'centre'")
    bad_day.retour("run")
    assert bad_day.rows("SELECT since FROM reporting.form_status WHERE zone = 'centre'") == first
