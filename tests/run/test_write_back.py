"""What waits in the office is on hold on the server, and a person's word there always stands."""

import pytest

from pipeline.sandbox import Account

from .conftest import a_ground
from .ground import TOKEN
from .statuses import BROKEN, counts, decide, rows_of, status_of, write_back

CHIEF = Account("chief", "chief-" + "c" * 34, "chief-password", is_superuser=True)
ROBOT = Account("robot", TOKEN, "robot-password")
KEY = "household/centre"


@pytest.fixture
def office(tmp_path, database_url, migrated_template):
    """One good submission and one that cannot be decoded; they are pulled and nothing is written back yet."""
    with a_ground(tmp_path / "programme", database_url, migrated_template, [ROBOT, CHIEF]) as ground:
        ground.lay().done("forms", "deploy")
        ground.good = ground.fill().instance_id
        ground.bad = ground.send_xml(BROKEN)
        ground.run()
        yield ground


def mend(ground):
    """The enumerator corrects the answer that could not be read."""
    bare = ground.bad.removeprefix("uuid:")
    ground.send_xml("<children>3</children>", replaces=bare)


def test_what_is_set_aside_is_put_on_hold_and_nothing_else(office):
    """The team sees in the browser which submissions the office cannot use."""
    assert counts(write_back(office)[KEY]) == (1, 0, 0, 0, 0)
    assert status_of(office, office.bad) == ("on_hold", "robot")
    assert status_of(office, office.good) == ("", "")


def test_pull_write_back_pull_writes_no_row(office):
    """What we said ourselves comes back with the next pull and is no news."""
    write_back(office)
    before = office.contents()
    assert office.done("pull", "--json").document["rows_written"] == 0
    assert office.done("pull", "--scan", "--json").document["rows_written"] == 0
    assert office.run()["rows_written"] == 0
    assert office.contents() == before


def test_a_second_write_back_writes_nothing_and_asks_nothing(office):
    """Only where something changed is a server bothered."""
    write_back(office)
    before = office.contents()
    rows = rows_of(office)
    report = office.done("write-back", "--json").document
    assert (report["rows_written"], counts(report["forms"][0])) == (0, (0, 0, 0, 0, 0))
    assert office.contents() == before
    assert rows_of(office) == rows


def test_our_hold_is_lifted_when_the_answer_was_mended(office):
    """A hold that nobody lifts teaches people to ignore it."""
    write_back(office)
    mend(office)
    office.run()
    assert counts(write_back(office)[KEY]) == (0, 1, 0, 0, 0)
    assert status_of(office, office.bad) == ("", "")
    assert office.run()["rows_written"] == 0


@pytest.mark.parametrize("code", ["approved", "not_approved", "on_hold"])
def test_a_persons_status_is_left_before_and_after(office, code):
    """Set before we came, it is not put on hold; and what was not ours is not lifted."""
    decide(office, office.bad, code, CHIEF.token)
    office.run()
    theirs = int(code != "on_hold")
    assert counts(write_back(office)[KEY]) == (0, 0, 0, theirs, 0)
    mend(office)
    office.run()
    assert counts(write_back(office)[KEY]) == (0, 0, 0, 0, 0)
    assert status_of(office, office.bad) == (code, "chief")


@pytest.mark.parametrize("token", [CHIEF.token, TOKEN])
def test_a_person_who_decides_between_the_pull_and_the_write_back_is_not_overruled(office, token):
    """The server is looked at again just before it is written on; also where the person uses our account."""
    decide(office, office.bad, "not_approved", token)
    assert counts(write_back(office)[KEY]) == (0, 0, 0, 1, 0)
    assert status_of(office, office.bad)[0] == "not_approved"


def test_a_hold_that_a_person_gave_again_under_our_account_is_not_lifted(office):
    """Somebody put it on hold for a reason of their own: the clock of the server tells it from ours."""
    write_back(office)
    office.rows_changed = office.engine
    with office.engine.begin() as connection:
        # As if it had been set an hour ago, so that the person's comes at another second.
        connection.exec_driver_sql("UPDATE sandbox.submissions SET status = status || '{\"timestamp\": 1700000000}'"
                                   " WHERE status <> '{}'")  # fmt: skip
    office.run("--scan")
    mend(office)
    office.run()
    assert counts(write_back(office)[KEY]) == (0, 0, 0, 0, 0)
    assert status_of(office, office.bad) == ("on_hold", "robot")


def test_a_hold_that_a_person_took_away_does_not_come_back(office):
    """Taking it away is a decision; a new wait, later, is put on hold again."""
    write_back(office)
    decide(office, office.bad, "", CHIEF.token)
    assert office.run()["complete"]
    assert counts(write_back(office)[KEY]) == (0, 0, 0, 1, 0)
    assert status_of(office, office.bad) == ("", "")
    mend(office)
    office.run()
    assert counts(write_back(office)[KEY]) == (0, 0, 0, 0, 0)
    assert office.rows("SELECT count(*) FROM ops.written_status") == [(0,)]


def test_a_dismissed_submission_stays_on_hold(office):
    """Dismissed means that nobody will mend it: it is not in the books as usable, so the server must not say so."""
    write_back(office)
    office.done("queue", "dismiss", "1", "--why", "exercice de formation", "--by", "Awa")
    assert counts(write_back(office)[KEY]) == (0, 0, 0, 0, 0)
    assert status_of(office, office.bad) == ("on_hold", "robot")


def test_analysts_see_what_we_wrote_and_a_rebuild_sees_the_same(office):
    """Incremental is rebuilt: the status beside the answers is that of the server."""
    office.change_settings(r"\[limits\]", "[write_back]\napprove = true\n\n[limits]")
    write_back(office)
    decide(office, office.good, "approved", CHIEF.token)
    office.run()
    shown = office.snapshot()
    office.run("--rebuild")
    assert office.snapshot() == shown
    assert office.rows("SELECT validation_status FROM reporting.household") == [("approved",)]


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(office):
    """Somebody who switches it on for the first time wants to see first."""
    before, rows = office.contents(), rows_of(office)
    said = office.done("write-back", "--dry-run")
    assert f"{KEY}: on the server would be: 1 put on hold." in said.out
    report = office.done("write-back", "--dry-run", "--json").document
    assert (report["dry_run"], report["rows_written"], counts(report["forms"][0])) == (True, 0, (1, 0, 0, 0, 0))
    assert (office.contents(), rows_of(office)) == (before, rows)
    assert office.rows("SELECT count(*) FROM ops.run WHERE command = 'write-back'") == [(0,)]


def test_a_run_writes_back_only_where_it_is_wished(office):
    """Until the office has told its teams what 'on hold' means, the pipeline says nothing on the server."""
    assert office.run()["written_back"] == []
    assert status_of(office, office.bad) == ("", "")
    office.change_settings(r"\[limits\]", "[write_back]\nenabled = true\n\n[limits]")
    report = office.run()
    assert counts(report["written_back"][0]) == (1, 0, 0, 0, 0)
    assert report["rows_written"] > 0
    assert status_of(office, office.bad) == ("on_hold", "robot")
    assert office.run()["rows_written"] == 0


def test_a_chosen_stage_alone_is_written_back(office):
    """As with every daily command; a misspelt one is refused."""
    assert counts(write_back(office, "household")[KEY]) == (1, 0, 0, 0, 0)
    said = office.retour("write-back", "houshold")
    assert (said.code, "household" in said.err) == (3, True)


def test_an_edit_after_an_approval_is_reported_until_it_is_approved_again(office):
    """The server goes on calling it approved: what the chief approved is not what stands there now."""
    good = office.fill(village="Bittou")
    decide(office, good.instance_id, "approved", CHIEF.token)
    assert office.run()["forms"][0]["edited_after_approval"] == []
    office.edit(good, children=9)
    number = str(rows_of(office)[good.instance_id]["_id"])
    assert office.run()["forms"][0]["edited_after_approval"] == [number]
    for out in (office.done("status").out, office.done("run").out):
        assert f"{KEY}: 1 submissions were edited after they were approved" in out
        assert f"(id there: {number})" in out
    with office.engine.begin() as connection:
        # The first approval was given long ago: the server's clock has seconds only.
        connection.exec_driver_sql("UPDATE sandbox.submissions SET status = status || '{\"timestamp\": 1700000000}'"
                                   " WHERE status <> '{}'")  # fmt: skip
    office.run("--scan")
    decide(office, good.instance_id, "approved", CHIEF.token)
    assert office.run("--scan")["forms"][0]["edited_after_approval"] == []


def test_a_server_without_statuses_is_left_out(tmp_path, database_url, migrated_template):
    """A folder of exported files has nobody to tell."""
    with a_ground(tmp_path / "programme", database_url, migrated_template) as ground:
        (tmp_path / "programme").mkdir()
        ground.lay(server='kind = "folder"\nurl = "exports"')
        (ground.folder / "exports").mkdir()
        said = ground.done("write-back")
        assert said.out == "No status on a server has to change.\n"
        assert ground.done("write-back", "--json").document["forms"] == []
