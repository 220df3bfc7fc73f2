"""Servers, rights, rivals and power cuts: nothing is written twice, nothing of a person's is lost, the others go on."""

import re

import pytest
from sqlalchemy import text

from pipeline.sandbox import Account
from pipeline.sandbox.faults import Fault

from .conftest import a_ground
from .ground import TOKEN, wait_until
from .statuses import BROKEN, CODE, counts, decide, rows_of, status_of, write_back

OWNER = Account("owner", "owner-" + "o" * 34, "owner-password")
ROBOT = Account("robot", TOKEN, "robot-password")
ZONES = ("centre", "est")
READING = "fields=.*_validation_status"
WRITING = "/validation_statuses/"


@pytest.fixture
def office(tmp_path, database_url, migrated_template):
    """Two zones, in each a submission that cannot be decoded; everything is pulled."""
    with a_ground(tmp_path / "programme", database_url, migrated_template, [ROBOT, OWNER]) as ground:
        ground.lay(zones=ZONES).done("forms", "deploy")
        ground.bad = {zone: ground.send_xml(BROKEN, zone=zone) for zone in ZONES}
        ground.run()
        # The first write leaves the programme's mark, which is not what these tests are about.
        ground.send_xml(BROKEN, zone="centre")
        ground.run()
        write_back(ground)
        ground.bad = {zone: ground.send_xml(BROKEN, zone=zone) for zone in ZONES}
        ground.run()
        yield ground


def codes(ground):
    return {zone: status_of(ground, root, zone)[0] for zone, root in ground.bad.items()}


def by_zone(said):
    return {form["deployment"].partition("/")[2]: form for form in said.document["forms"]}


def refused_in_the_centre(ground, *words):
    """The centre's reason is told with exit code 4, and the east is written all the same."""
    said = ground.retour("write-back", "--json")
    assert said.code == 4
    assert "Traceback" not in said.all
    assert TOKEN not in said.all
    forms = by_zone(said)
    assert (forms["centre"]["complete"], forms["est"]["complete"]) == (False, True)
    for word in words:
        assert word in forms["centre"]["reason"]
    assert status_of(ground, ground.bad["est"], "est")[0] == "on_hold"


@pytest.mark.parametrize("kind", ["bad_gateway", "html", "cut_body"])
def test_a_server_that_cannot_be_asked_stops_only_its_own_form(office, kind):
    """A bad line to one server must not keep the other teams from knowing."""
    office.faults.add(Fault(kind, f"{office.uid('centre')}/data/.*{READING}", times=0))
    refused_in_the_centre(office, office.uid("centre"))
    office.faults.clear()
    assert counts(write_back(office)["household/centre"]) == (1, 0, 0, 0, 0)
    assert codes(office) == {"centre": "on_hold", "est": "on_hold"}


def test_a_write_whose_answer_was_lost_is_known_by_looking(office):
    """Cut off after it was done: looking again shows it, and nothing is sent twice."""
    office.faults.add(Fault("cut_body", f"{office.uid('centre')}/data{WRITING}", times=1))
    assert counts(write_back(office)["household/centre"]) == (1, 0, 0, 0, 0)
    assert office.run()["rows_written"] == 0


def test_a_write_that_was_not_done_is_tried_again(office):
    """A proxy restarts: the next attempt looks first, and writes then."""
    office.faults.add(Fault("bad_gateway", WRITING, times=1))
    assert counts(write_back(office)["household/centre"]) == (1, 0, 0, 0, 0)
    assert codes(office) == {"centre": "on_hold", "est": "on_hold"}


def test_a_web_page_for_every_write_ends_with_a_reason(office):
    """A login portal says 200 to everything; what the server shows afterwards is believed instead."""
    office.faults.add(Fault("html", f"{office.uid('centre')}/data{WRITING}", times=0))
    refused_in_the_centre(office, "a web page", "nothing was set")


def test_a_busy_server_is_asked_again_when_it_says(office):
    """429 with Retry-After."""
    office.faults.add(Fault("too_many_requests", WRITING, times=1, seconds=1))
    assert counts(write_back(office)["household/centre"]) == (1, 0, 0, 0, 0)


def test_a_wrong_token_is_told_once_per_form_and_nothing_is_written(office):
    """It was revoked since the last pull; the message says where a new one goes, and not what it was."""
    said = office.retour("write-back", RETOUR_TEST_TOKEN="b" * 40)
    assert said.code == 4
    assert said.err.count("the server refused the token (401)") == 2
    assert "b" * 40 not in said.all
    assert codes(office) == {"centre": "", "est": ""}


def test_a_server_that_is_down_is_told(office):
    """The laptop has no network tonight; the next run writes."""
    office.change_settings(re.escape(office.url), "http://127.0.0.1:9")
    said = office.retour("write-back")
    assert said.code == 4
    assert said.err.count("NOT WRITTEN BACK") == 2
    assert "cannot be reached" in said.err
    office.change_settings("http://127.0.0.1:9", office.url)
    assert counts(write_back(office)["household/centre"]) == (1, 0, 0, 0, 0)


def test_a_project_emptied_by_mistake_is_left_alone(office):
    """Nobody has said yet whether they are gone; what a restored project brings back is as we left it."""
    write_back(office)
    for root in rows_of(office):
        office.ask("DELETE", f"assets/{office.uid()}/data/{root.removeprefix('uuid:')}/")
    assert office.retour("run").code == 4
    before = office.rows("SELECT * FROM ops.written_status ORDER BY 2")
    assert counts(write_back(office)["household/centre"]) == (0, 0, 0, 0, 0)
    assert office.rows("SELECT * FROM ops.written_status ORDER BY 2") == before


def test_two_at_once_are_refused(office):
    """A scheduler and a person would each take the other's hold for a person's."""
    with office.engine.connect() as holder:
        holder.execute(text("LOCK TABLE ops.written_status IN ACCESS EXCLUSIVE MODE"))
        process = office.start("write-back")
        wait_until(lambda: office.rows("SELECT count(*) = 1 FROM ops.run WHERE outcome = 'running'") == [(True,)])
        said = office.retour("write-back")
    process.communicate()
    assert (said.code, process.returncode) == (3, 0)


def test_doctor_tells_a_missing_right_where_it_is_needed(office):
    """Before the first night, not after it."""
    hand_over(office, "centre", ["view_submissions"])
    assert "may not set validation statuses" not in office.retour("doctor", "--json").out
    office.change_settings(r"\[limits\]", "[write_back]\nenabled = true\n\n[limits]")
    assert "account 'robot' may not set validation statuses" in office.retour("doctor", "--json").out


def test_a_missing_right_is_told_and_the_run_goes_on(office):
    """The account may read the centre and not validate there; the daily run loads everything all the same."""
    hand_over(office, "centre", ["view_submissions"])
    refused_in_the_centre(office, "account 'robot'", "Validate submissions")
    office.change_settings(r"\[limits\]", "[write_back]\nenabled = true\n\n[limits]")
    office.fill("est")
    said = office.retour("run")
    assert said.code == 4
    assert "NOT WRITTEN BACK household/centre: account 'robot' may not set validation statuses" in said.err
    assert "The books balance." in said.out
    assert office.done("status", "--json").document["runs"][0]["outcome"] == "incomplete"


def test_a_project_that_is_not_shared_any_more_is_told(office):
    """404 for the whole project: the east is written all the same."""
    hand_over(office, "centre", [])
    refused_in_the_centre(office, office.uid("centre"))


def hand_over(ground, zone, permissions):
    """The project belongs to somebody else now, and the pipeline's account has these permissions in it."""
    with ground.engine.begin() as connection:
        uid = ground.uid(zone)
        connection.exec_driver_sql("UPDATE sandbox.assets SET owner = 'owner' WHERE uid = %s", (uid,))
        connection.exec_driver_sql("DELETE FROM sandbox.grants WHERE asset_uid = %s", (uid,))
    for permission in permissions:
        body = {
            "user": f"{ground.url}/api/v2/users/robot/",
            "permission": f"{ground.url}/api/v2/permissions/{permission}/",
        }
        ground.ask("POST", f"assets/{uid}/permission-assignments/", token=OWNER.token, json=body)


def test_an_archived_project_takes_statuses(office):
    """The collection is over, and what was collected is still being mended."""
    office.ask("PATCH", f"assets/{office.uid('centre')}/deployment/", json={"active": False})
    assert counts(write_back(office)["household/centre"]) == (1, 0, 0, 0, 0)
    bare = office.bad["centre"].removeprefix("uuid:")
    path = f"assets/{office.uid('centre')}/data/{bare}/validation_status/"
    with pytest.raises(AssertionError, match="500"):
        office.ask("PATCH", path, json={"validation_status.uid": f"{CODE}approved"})


def test_a_submission_deleted_in_between_does_not_keep_the_others_from_their_status(office):
    """One unknown number makes the server refuse them all."""
    other = office.send_xml(BROKEN)
    office.run()
    office.ask("DELETE", f"assets/{office.uid()}/data/{office.bad['centre'].removeprefix('uuid:')}/")
    assert counts(write_back(office)["household/centre"]) == (1, 0, 0, 0, 1)
    assert status_of(office, other)[0] == "on_hold"
    office.run()
    assert counts(write_back(office)["household/centre"]) == (0, 0, 0, 0, 0)


def test_a_submission_posted_again_after_its_deletion_is_put_on_hold_again(office):
    """The server takes it as new, without a status: nobody decided that."""
    write_back(office)
    bare = office.bad["centre"].removeprefix("uuid:")
    office.ask("DELETE", f"assets/{office.uid()}/data/{bare}/")
    office.run()
    office.send_xml(BROKEN, instance_id=bare)
    office.run()
    assert counts(write_back(office)["household/centre"]) == (1, 0, 0, 0, 0)
    assert status_of(office, office.bad["centre"])[0] == "on_hold"


@pytest.mark.parametrize(
    ("slow", "is_there"),
    [
        (Fault("too_many_requests", WRITING, times=1, seconds=30), "SELECT count(*) = 1 FROM ops.written_status WHERE intended <> ''"),
        (Fault("delay", READING, times=1, after=1, seconds=3), "SELECT count(*) = 4 FROM sandbox.submissions WHERE status <> '{}'"),
    ],
    ids=["before the server did it", "after the server did it"],
)  # fmt: skip
@pytest.mark.parametrize("pulled", [True, False])
def test_a_write_back_killed_is_taken_up_by_the_next(office, slow, is_there, pulled):
    """Whether the server did it or not, and whether a pull came between: one hold, ours, and it can be lifted."""
    office.faults.add(slow)
    process = office.start("write-back")
    wait_until(lambda: office.rows(is_there) == [(True,)])
    process.kill()
    process.communicate()
    office.faults.clear()
    if pulled:
        office.run()
    write_back(office)
    assert codes(office) == {"centre": "on_hold", "est": "on_hold"}
    assert office.rows("SELECT DISTINCT code, intended FROM ops.written_status") == [("on_hold", None)]
    assert office.rows("SELECT DISTINCT status_is_ours FROM archive.submission WHERE status_code <> ''") == [(True,)]
    assert office.run()["rows_written"] == 0
    office.send_xml("<children>3</children>", replaces=office.bad["centre"].removeprefix("uuid:"))
    office.run()
    assert counts(write_back(office)["household/centre"]) == (0, 1, 0, 0, 0)


def test_what_a_person_decides_while_we_are_down_stands(office):
    """Killed before the server did it; the chief approves; the next run finds it and leaves it."""
    office.faults.add(Fault("delay", WRITING, times=1, seconds=3))
    process = office.start("write-back", "household")
    wait_until(lambda: office.rows("SELECT count(*) = 1 FROM ops.written_status WHERE intended <> ''") == [(True,)])
    process.kill()
    process.communicate()
    office.faults.clear()
    wait_until(lambda: codes(office)["centre"] == "on_hold")
    decide(office, office.bad["centre"], "approved")
    write_back(office)
    assert status_of(office, office.bad["centre"])[0] == "approved"


def test_another_installation_is_refused_until_it_takes_over(office):
    """Two laptops would put on hold and lift in turn, every night."""
    rows = rows_of(office)
    office.change_settings(r'^id = ".*?"', 'id = "another-installation"')
    said = office.retour("write-back")
    assert (said.code, "--take-over" in said.err) == (3, True)
    assert rows_of(office) == rows
    assert office.retour("write-back", "--dry-run").code == 3
    office.change_settings(r"\[limits\]", "[write_back]\nenabled = true\n\n[limits]")
    run = office.retour("run", "--json")
    assert run.code == 4
    assert run.document["balanced"]
    assert all("another installation" in form["reason"] for form in run.document["written_back"])
    assert counts(write_back(office, "--take-over")["household/centre"]) == (1, 0, 0, 0, 0)
    assert codes(office) == {"centre": "on_hold", "est": "on_hold"}
    assert office.run()["rows_written"] == 0


def test_a_missing_deploy_token_stops_before_the_first_status_of_any_project(office):
    """Exit 3 promises that nothing was touched; the east carries no mark yet, and only the deploying account leaves one."""
    files = office.ask("GET", f"assets/{office.uid('est')}/files/?file_type=form_media&format=json").json()["results"]
    for file in files:
        if file["metadata"]["filename"] == "retour_programme.csv":
            office.ask("DELETE", f"assets/{office.uid('est')}/files/{file['uid']}/")
    office.change_settings(r"^read_token = (.*)$", r'read_token = \1\ndeploy_token = "env:RETOUR_NOT_THERE"')
    said = office.retour("write-back")
    assert (said.code, "RETOUR_NOT_THERE" in said.err) == (3, True)
    assert codes(office) == {"centre": "", "est": ""}


def test_more_than_one_request_holds_are_written_in_several(office):
    """A wrong form edition sets hundreds aside at once."""
    for _ in range(210):
        office.send_xml(BROKEN)
    office.run()
    assert counts(write_back(office)["household/centre"]) == (211, 0, 0, 0, 0)
    assert {row["_validation_status"].get("by_whom") for row in rows_of(office).values()} == {"robot"}
    assert office.run()["rows_written"] == 0


def test_what_we_wrote_moves_with_the_archive(office, tmp_path):
    """On a new laptop our holds must still be known as ours, or nobody would ever lift them."""
    write_back(office)
    file = tmp_path / "archive.zst"
    office.done("archive", "export", file)
    written = "SELECT deployment, root_uuid, project, server_id, code, by_whom, at FROM ops.written_status ORDER BY 2"
    before = office.rows(written)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE ops.written_status")
    office.done("archive", "import", file)
    assert office.rows(written) == before
    assert len(before) == 5
