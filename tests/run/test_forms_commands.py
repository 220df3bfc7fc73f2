"""Forms on their way to tablets: what is wrong is said with sheet and row, what is sent is read back."""

import pytest

from tests.xlsform.drawn import row, save

from .ground import QUESTIONS, household
from .typed import retour

BROKEN = {
    "an unknown type": (row("txt", "age"), "survey", 14, "txt"),
    "a missing list": (row("select_one nowhere", "age"), "survey", 14, "nowhere"),
    "a bad reference": (row("integer", "age", relevant="${nobody} = 1"), "survey", 14, "nobody"),
    "a duplicate name": (row("text", "village"), "survey", 14, "village"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_in_a_form_is_told_with_sheet_and_row(tmp_path, fault):
    """The person who mends it sits before a spreadsheet, not before this code."""
    question, sheet, number, word = BROKEN[fault]
    path = save(tmp_path / "form.xlsx", household(question))
    said = retour("forms", "check", path)
    assert said.code == 3
    lines = [line for line in said.out.splitlines() if line.startswith("  error")]
    assert any(sheet in line and str(number) in line and word in line for line in lines), said.out
    assert "Traceback" not in said.all
    (problems,) = retour("forms", "check", "--json", path).document.values()
    assert any(p["severity"] == "error" for p in problems)


def test_the_row_is_the_one_a_spreadsheet_shows():
    """Otherwise the numbers above prove nothing."""
    assert len(QUESTIONS) + 2 == 14


@pytest.mark.parametrize(
    "content", [b"", b"this is no workbook", b"PK\x03\x04 half a workbook", b"\xd0\xcf\x11\xe0 old Word"]
)
def test_a_file_that_is_no_workbook_is_told(tmp_path, content):
    """Somebody saved the wrong thing under the right name."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    said = retour("forms", "check", path)
    assert (said.code, "Traceback" in said.all) == (3, False)
    assert str(path) in said.all


def test_a_workbook_that_is_not_there_is_told(tmp_path):
    """A misspelt name is the most frequent fault of all."""
    said = retour("forms", "check", tmp_path / "no such form.xlsx")
    assert (said.code, "Traceback" in said.all) == (3, False)


def test_a_clean_form_is_said_to_be_clean(tmp_path):
    """Silence could mean that nothing was looked at."""
    path = save(tmp_path / "form.xlsx", household())
    said = retour("forms", "check", path)
    assert said.code == 0
    assert not [line for line in said.out.splitlines() if "error" in line]


def test_a_form_with_an_error_is_not_deployed(bare):
    """Nothing is sent before all of it is right."""
    bare.lay(household(row("select_one nowhere", "age")))
    before = bare.settings.read_bytes()
    said = bare.retour("forms", "deploy")
    assert (said.code, said.err.count("\n")) == (3, 1)
    assert "household.xlsx" in said.err
    assert bare.settings.read_bytes() == before
    assert bare.ask("GET", "assets/").json()["count"] == 0


def test_the_uid_of_a_new_project_is_written_and_every_comment_kept(bare):
    """The data manager's notes are in that file."""
    bare.lay()
    before = bare.settings.read_text("utf-8")
    bare.done("forms", "deploy")
    after = bare.settings.read_text("utf-8")
    assert after == before.replace('uid = ""', f'uid = "{bare.uid()}"')
    assert "# kept as it is" in after
    assert bare.ask("GET", f"assets/{bare.uid()}/").json()["deployment__active"] is True


def test_a_deployment_of_what_tablets_have_sends_nothing(ground):
    """Every redeployment makes every tablet download the form again."""
    before = ground.ask("GET", f"assets/{ground.uid()}/").json()["deployed_version_id"]
    said = ground.done("forms", "deploy")
    assert said.out == "household/centre: tablets have it all already; nothing was sent.\n"
    assert ground.ask("GET", f"assets/{ground.uid()}/").json()["deployed_version_id"] == before


def test_a_deployment_that_is_forced_is_sent(ground):
    """For the day on which a tablet says otherwise."""
    before = ground.ask("GET", f"assets/{ground.uid()}/").json()["deployed_version_id"]
    assert "deployed as" in ground.done("forms", "deploy", "--force").out
    assert ground.ask("GET", f"assets/{ground.uid()}/").json()["deployed_version_id"] != before


def test_diff_and_status_say_what_tablets_do_not_have_yet(ground):
    """Before anything is sent."""
    assert ground.done("forms", "diff").out == "household/centre: no change\n"
    assert ground.done("forms", "status", "--json").document[0]["verdict"] == "as deployed"
    ground.write_form(household(row("decimal", "income", "Revenu", privacy="open")))
    (changes,) = ground.done("forms", "diff", "--json").document.values()
    assert [(c["kind"], c["path"], c["weight"]) for c in changes] == [("question added", "income", "safe")]
    (standing,) = ground.done("forms", "status", "--json").document
    assert (standing["verdict"], standing["waiting"]) == ("changed since", 1)


def test_a_breaking_change_in_one_form_sends_no_form_at_all(bare):
    """Half a deployment is worse than none."""
    bare.lay(zones=("centre", "est")).done("forms", "deploy")
    versions = [bare.ask("GET", f"assets/{bare.uid(z)}/").json()["deployed_version_id"] for z in ("centre", "est")]
    bare.write_form(household(without=("village",)))
    said = bare.retour("forms", "deploy")
    assert said.code == 3
    assert "retour forms diff household" in said.err
    now = [bare.ask("GET", f"assets/{bare.uid(z)}/").json()["deployed_version_id"] for z in ("centre", "est")]
    assert now == versions


def test_an_account_that_may_not_deploy_is_told(ground):
    """The read token is not the deploy token."""
    ground.write_form(household(row("text", "remark", privacy="text")))
    said = ground.retour("forms", "deploy", RETOUR_TEST_TOKEN="wrong")
    assert (said.code, said.err.count("\n")) == (4, 1)
    assert "the server refused the token (401)" in said.err
