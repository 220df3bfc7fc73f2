"""What cannot be decoded is set aside with its reason, counted, listed, and decided by a person; it stops nobody else."""

import json

import pytest

from ..xlsform.drawn import row, sheets
from .conftest import a_ground
from .ground import NAME

STRANGE = {
    "wrong_type": "<full_name>{name}</full_name><children>trois</children>",
    "unknown_question": "<village>Garango</village><another_question>{name}</another_question>",
    "too_large": "<village>" + "x" * 10_000_000 + "</village>",
    "unknown_version": "<village>Garango</village>",
}


@pytest.fixture(scope="module")
def queue(tmp_path_factory, database_url, migrated_template):
    """One good submission and one of each kind that no tablet of ours would send."""
    with a_ground(tmp_path_factory.mktemp("queue") / "programme", database_url, migrated_template) as ground:
        ground.lay().done("forms", "deploy")
        ground.fill()
        for reason, inner in STRANGE.items():
            version = "vOfAnotherForm" if reason == "unknown_version" else None
            ground.send_xml(inner.format(name=NAME), version=version)
        ground.report = ground.run()
        yield ground


def entries(ground, *more):
    return {e["reason"]: e for e in ground.done("queue", "list", "--json", *more).document}


def test_every_strange_submission_is_set_aside_with_its_reason(queue):
    """None is dropped, none stops the run."""
    assert sorted(entries(queue)) == sorted(STRANGE)


def test_the_books_balance_over_what_is_set_aside(queue):
    """Archived = decoded + set aside, to the last one."""
    (form,) = queue.report["forms"]
    assert (form["server"], form["archived"], form["decoded"], form["set_aside"]) == (5, 5, 1, 4)
    assert queue.report["balanced"]
    assert queue.rows("SELECT decoded_count, set_aside_count FROM reporting.form_status") == [(1, 4)]


def test_an_entry_says_where_it_is_and_what_to_do(queue):
    """Somebody has to open it on the server and correct it."""
    entry = entries(queue)["wrong_type"]
    assert entry["question"] == "children"
    assert entry["place"] == f"{queue.url}/#/forms/{queue.uid()}/data/table"
    assert entry["server_id"].isdigit()
    assert "correct that answer" in entry["what_to_do"]
    shown = queue.done("queue", "show", str(entry["number"])).out
    assert entry["root_uuid"] in shown
    by_uuid = queue.done("queue", "show", entry["root_uuid"], "--json").document
    assert by_uuid == entry


def test_no_answer_is_in_the_queue(queue):
    """It is read by whoever keeps the machine, and exported."""
    for said in (queue.done("queue", "list", "--json"), queue.done("queue", "list")):
        assert NAME not in said.all
        assert "trois" not in said.all
        assert "xxxx" not in said.all


def test_status_says_that_somebody_should_look(queue):
    """Four people are in no report until somebody does."""
    assert "4 submissions are set aside and wait for you: retour queue list" in queue.done("status").out


@pytest.mark.parametrize("name", ["queue.csv", "queue.xlsx"])
def test_the_queue_is_exported_for_a_spreadsheet(queue, tmp_path, name):
    """Field teams correct from a list, not from a terminal."""
    assert queue.done("queue", "export", tmp_path / name).out == f"4 rows are in {tmp_path / name}.\n"
    assert (tmp_path / name).stat().st_size > 100


def test_an_export_in_another_format_is_refused(queue, tmp_path):
    """A file that nobody can open is no export."""
    said = queue.retour("queue", "export", tmp_path / "queue.pdf")
    assert (said.code, said.err.count("\n")) == (3, 1)


@pytest.mark.parametrize(("which", "what"), [("99", "no submission is called '99'"), ("uu", "no submission is called")])
def test_an_entry_that_is_not_there_is_told(queue, which, what):
    """A number of yesterday's list may be somebody else's today."""
    said = queue.retour("queue", "show", which)
    assert said.code == 3
    assert what in said.err


def test_a_dismissal_needs_a_reason(queue):
    """It is asked about months later."""
    assert queue.retour("queue", "dismiss", "1", "--why", " ").code == 3
    assert queue.retour("queue", "dismiss", "1").code == 2
    assert len(entries(queue)) == 4


def test_a_second_run_writes_nothing_though_some_are_set_aside(queue):
    """They wait; they are not tried every night."""
    before = queue.contents()
    assert queue.run()["rows_written"] == 0
    assert queue.contents() == before


def test_a_rebuild_sets_the_same_ones_aside(queue):
    """And keeps since when they wait."""
    query = "SELECT deployment, root_uuid, edition_id, reason, question, detail, since FROM ops.set_aside ORDER BY 2"
    before = queue.rows(query), queue.snapshot()
    queue.run("--rebuild")
    assert (queue.rows(query), queue.snapshot()) == before


def test_control_characters_set_a_submission_aside(ground):
    """No keyboard has them; a broken tablet did, and a JSON post can carry them."""
    uid = ground.uid()
    exported = {"_id": 7, "_uuid": "broken-tablet", "__version__": None, "village": "Ga\u0007rango"}
    folder = ground.folder / "exports" / uid
    folder.mkdir(parents=True)
    (folder / "one.json").write_text(json.dumps([exported]), "utf-8")
    (folder / "form.xlsx").write_bytes((ground.folder / "forms/household.xlsx").read_bytes())
    ground.change_settings(r'kind = "kobo"\nurl = .*', 'kind = "folder"\nurl = "exports"')
    report = ground.run()
    assert (report["forms"][0]["set_aside"], report["balanced"]) == (1, True)
    (entry,) = entries(ground).values()
    assert (entry["reason"], entry["question"]) == ("not_readable", "village")


def test_a_repeat_nested_four_deep_is_set_aside(bare):
    """No table of ours would be readable any more; who needs it raises the limit."""
    begins = [row("begin_repeat", name, name) for name in "abcd"]
    form = sheets(row("text", "village", privacy="open"), *begins, row("integer", "x"), *[row("end_repeat")] * 4)
    bare.lay(form).done("forms", "deploy")
    bare.fill_only(village="Garango", a=[{"a/b": [{"a/b/c": [{"a/b/c/d": [{"a/b/c/d/x": 1}]}]}]}])
    report = bare.run()
    assert (report["forms"][0]["set_aside"], report["balanced"]) == (1, True)
    (entry,) = entries(bare).values()
    assert (entry["reason"], "repeat_depth" in entry["what_to_do"]) == ("too_deep", True)
    bare.settings.write_text(bare.settings.read_text("utf-8") + "repeat_depth = 4\n", "utf-8")
    assert bare.done("queue", "retry", "--json").document["forms"][0]["decoded"] == 1
    assert bare.rows("SELECT x FROM answers.household__a__b__c__d") == [(1,)]


@pytest.fixture
def waiting(ground):
    """One submission that names a version nobody knows, and one with a word for a number."""
    ground.fill()
    ground.unknown = ground.send_xml("<village>Garango</village>", version="vOfAnotherForm")
    ground.wrong = ground.send_xml("<village>Fada</village><children>trois</children>")
    ground.run()
    return ground


def test_a_dismissed_one_stays_counted(waiting):
    """Leaving it is a decision, not a deletion."""
    waiting.done("queue", "dismiss", waiting.unknown, "--why", "a test of the vendor", "--by", "Awa")
    assert list(entries(waiting)) == ["wrong_type"]
    assert entries(waiting, "--all")["unknown_version"]["dismissed_why"] == "a test of the vendor"
    report = waiting.run("--rebuild")
    (form,) = report["forms"]
    assert (form["set_aside"], form["dismissed"], form["decoded"], report["balanced"]) == (2, 1, 1, True)
    assert list(entries(waiting)) == ["wrong_type"]


def test_one_corrected_on_the_server_leaves_the_queue_by_itself(waiting):
    """The office opens it in the browser and types the number."""
    asset = waiting.ask("GET", f"assets/{waiting.uid()}/").json()
    bare = waiting.wrong.removeprefix("uuid:")
    waiting.send_xml(
        "<village>Fada</village><children>3</children>",
        version=asset["deployed_version_id"],
        instance_id="corrected-" + bare[:20],
        replaces=bare,
    )
    report = waiting.run()
    assert list(entries(waiting)) == ["unknown_version"]
    assert (report["forms"][0]["decoded"], report["balanced"]) == (2, True)


def test_a_retry_decodes_what_a_changed_limit_allows(ground):
    """The limit was too low for this form; the submission was right."""
    ground.fill()
    ground.send_xml("<village>" + "é" * 1500 + "</village>")
    ground.change_settings("wait_seconds = 5", "wait_seconds = 5\nanswer_bytes = 2000")
    assert ground.run()["forms"][0]["set_aside"] == 1
    ground.change_settings("answer_bytes = 2000", "answer_bytes = 4000")
    assert ground.run()["forms"][0]["set_aside"] == 1
    report = ground.done("queue", "retry", "--json").document
    assert (report["forms"][0]["set_aside"], report["forms"][0]["decoded"], report["balanced"]) == (0, 2, True)
