"""A project emptied by mistake, or a permission lost, looks like a mass deletion: nothing is removed until a person says so."""

import pytest

from pipeline.sandbox import Account

from .conftest import a_ground
from .ground import TOKEN

READER = Account("reader", "reader-" + "r" * 33, "reader-password")
OWNER = Account("owner", TOKEN, "owner-password")


@pytest.fixture
def emptied(ground):
    """Three submissions were loaded; then somebody deleted them all on the server."""
    ground.filled = [ground.fill(village=f"Village {n}") for n in range(3)]
    ground.run()
    for one in ground.filled:
        ground.delete(one)
    ground.said = ground.retour("run")
    return ground


def test_an_emptied_project_removes_nothing_and_asks_a_person(emptied):
    """The reports go on with what was there, marked incomplete."""
    assert emptied.said.code == 4
    assert "3 submissions are gone from the server at once. Nothing was removed" in emptied.said.err
    assert emptied.rows("SELECT count(*) FROM reporting.household") == [(3,)]
    assert emptied.rows("SELECT is_complete FROM reporting.form_status") == [(False,)]
    assert emptied.rows("SELECT count(*) FROM archive.tombstone") == [(0,)]


def test_status_says_what_waits_and_how_to_answer(emptied):
    """The person who reads it was not there when it happened."""
    out = emptied.done("status").out
    assert "household/centre: 3 submissions are gone from the server at once and wait for you." in out
    assert "retour archive confirm-deletions" in out
    assert emptied.done("status", "--json").document["pending_deletions"] == {"household/centre": 3}


def test_a_person_who_confirms_lets_them_go(emptied):
    """The project was emptied on purpose."""
    assert "household/centre: 3 deleted." in emptied.done("archive", "confirm-deletions", "--yes").out
    report = emptied.run()
    assert (report["complete"], report["balanced"]) == (True, True)
    assert emptied.rows("SELECT count(*) FROM answers.household") == [(0,)]
    assert emptied.rows("SELECT count(*) FROM archive.tombstone") == [(3,)]
    assert emptied.done("archive", "confirm-deletions", "--yes").out == "No deletion waits.\n"


def test_what_comes_back_waits_no_longer(emptied):
    """Somebody restored the project from a backup over night."""
    for one in emptied.filled:
        emptied.send_again(one)
    report = emptied.run()
    assert (report["complete"], report["balanced"]) == (True, True)
    assert emptied.done("status", "--json").document["pending_deletions"] == {}
    assert emptied.rows("SELECT count(*) FROM reporting.household") == [(3,)]


@pytest.fixture
def read_by_another(tmp_path, database_url, migrated_template):
    """The account that deploys is not the one that reads, and the reader sees everything until now."""
    folder = tmp_path / "programme"
    with a_ground(folder, database_url, migrated_template, [OWNER, READER]) as ground:
        server = f'kind = "kobo"\nurl = "{ground.url}"\nread_token = "env:RETOUR_READER"\ndeploy_token = "env:RETOUR_TEST_TOKEN"'
        ground.lay(server=server)
        ground.variables["RETOUR_READER"] = READER.token
        ground.retour("forms", "deploy")
        share(ground, "view_submissions")
        ground.filled = [ground.fill(village=f"Village {n}") for n in range(3)]
        yield ground


def share(ground, permission, **more):
    """The owner gives the reader a permission in the browser."""
    body = {
        "user": f"{ground.url}/api/v2/users/reader/",
        "permission": f"{ground.url}/api/v2/permissions/{permission}/",
    }
    ground.ask("POST", f"assets/{ground.uid()}/permission-assignments/", json=body | more)


def test_an_account_that_may_only_read_is_enough_to_run(read_by_another):
    """The token of a scheduler should be able to do nothing else; without the change feed all rows are compared."""
    assert read_by_another.run()["complete"]
    read_by_another.edit(read_by_another.filled[0], village="Ailleurs")
    read_by_another.delete(read_by_another.filled[1])
    assert read_by_another.run()["balanced"]
    assert read_by_another.rows("SELECT village FROM reporting.household ORDER BY 1") == [("Ailleurs",), ("Village 2",)]


def test_a_permission_cut_down_to_some_rows_deletes_nothing(read_by_another):
    """The server shows fewer rows and says nothing; every report must say incomplete."""
    read_by_another.run()
    mine = [
        {"url": f"{read_by_another.url}/api/v2/permissions/view_submissions/", "filters": [{"village": "Village 1"}]}
    ]
    share(read_by_another, "partial_submissions", partial_permissions=mine)
    said = read_by_another.retour("run")
    assert said.code == 4
    assert "this account does not see every row" in said.err
    assert read_by_another.rows("SELECT count(*) FROM reporting.household") == [(3,)]
    assert read_by_another.rows("SELECT count(*) FROM archive.tombstone") == [(0,)]
    assert read_by_another.rows("SELECT count(*) FROM archive.pending_deletion") == [(0,)]


def test_a_project_no_longer_shared_deletes_nothing(read_by_another):
    """To this account it looks as if the project had never been there."""
    read_by_another.run()
    path = f"assets/{read_by_another.uid()}/permission-assignments/"
    for given in read_by_another.ask("GET", path).json():
        if given["user"].endswith("/reader/") and given["permission"].endswith("/view_asset/"):
            read_by_another.ask("DELETE", path + given["url"].rstrip("/").rpartition("/")[2] + "/")
    said = read_by_another.retour("run")
    assert said.code == 4
    assert "that account 'reader' may see" in said.err
    assert read_by_another.rows("SELECT count(*) FROM reporting.household") == [(3,)]
