"""What happens to a submission after it was sent happens to its rows, and only to its rows."""

import pytest

from pipeline.simulation.tablet import Tablet

from .conftest import a_ground
from .ground import NAME, TOKEN

PHOTO = b"\xff\xd8 a picture"


@pytest.fixture(scope="module")
def history(tmp_path_factory, database_url, migrated_template):
    """Three runs, with an edit, a blank, a status, a late file, two deletions and one return between them."""
    with a_ground(tmp_path_factory.mktemp("history") / "programme", database_url, migrated_template) as ground:
        ground.lay().done("forms", "deploy")
        names = ("edited", "blanked", "approved", "late", "deleted", "returned", "left_alone")
        ground.filled = {n: ground.fill(photo="p.jpg" if n == "late" else None) for n in names}
        ground.reports = [ground.run()]
        change(ground)
        ground.reports.append(ground.run())
        ground.while_gone = ground.row_of(ground.filled["returned"], "village")
        Tablet(ground.url, TOKEN).send(ground.filled["returned"].xml)
        ground.reports.append(ground.run())
        yield ground


def change(ground):
    """All that enumerators and the office do between two runs."""
    filled, tablet = ground.filled, Tablet(ground.url, TOKEN)
    ground.edit(filled["edited"], children=5, members=[{}, None, {"members/share": 9000}])
    ground.edit(filled["blanked"], village=None, skills=None)
    ground.delete(filled["deleted"])
    ground.delete(filled["returned"])
    tablet.send(filled["late"].xml, {"p.jpg": PHOTO})
    bare = filled["approved"].instance_id.removeprefix("uuid:")
    status = {"validation_status.uid": "validation_status_approved"}
    ground.ask("PATCH", f"assets/{ground.uid()}/data/{bare}/validation_status/", json=status)


def test_an_edit_replaces_the_row_and_its_repeats(history):
    """A member who was struck out must not live on, and nobody is counted twice."""
    edited = history.filled["edited"]
    assert history.row_of(edited, "children, full_name") == [(5, NAME)]
    assert history.row_of(edited, "share", "answers.household__members") == [(5000,), (9000,)]


def test_a_blanked_answer_clears_its_cell(history):
    """An answer taken back is no answer, and no choice either."""
    blanked = history.filled["blanked"]
    assert history.row_of(blanked, "village, skills, children") == [(None, None, 3)]
    assert history.row_of(blanked, "choice", "answers.household__skills") == []


def test_a_deletion_removes_every_row_and_leaves_a_tombstone(history):
    """What was deleted is nowhere an analyst looks, and the archive knows when it went."""
    deleted = history.filled["deleted"]
    for table in ("household", "household__members", "household__skills"):
        assert history.row_of(deleted, "1", f"answers.{table}") == []
    assert history.row_of(deleted, "state", "archive.submission") == [("deleted",)]
    assert history.row_of(deleted, "restored_at", "archive.tombstone") == [(None,)]


def test_a_deleted_submission_that_is_sent_again_is_restored(history):
    """Somebody deleted the wrong one, and the tablet still had it."""
    returned = history.filled["returned"]
    assert history.while_gone == []
    assert history.row_of(returned, "village, children") == [("Garango", 3)]
    assert history.row_of(returned, "share", "answers.household__members") == [(5000,), (7000,)]
    assert history.row_of(returned, "restored_at IS NULL", "archive.tombstone") == [(False,)]


def test_a_status_change_shows_and_rewrites_no_answer(history):
    """Approved data are what reports count; nobody edited anything."""
    approved = history.filled["approved"]
    assert history.row_of(approved, "validation_status") == [("approved",)]
    assert history.row_of(approved, "count(*)", "archive.edition") == [(1,)]


def test_a_late_file_is_downloaded(history):
    """Pictures come over a slow line hours after the answers."""
    assert [r["forms"][0]["files"] for r in history.reports] == [0, 1, 0]
    (digest,) = history.rows("SELECT encode(sha256, 'hex') FROM archive.attachment")[0]
    found = [p for p in (history.folder / "attachments").rglob("*") if p.is_file() and digest[4:] in p.name]
    assert [p.read_bytes() for p in found] == [PHOTO]


def test_each_report_counts_what_happened(history):
    """The data manager sees in one line what the night brought."""
    counted = [tuple(r["forms"][0][n] for n in ("new", "edited", "deleted_now", "archived")) for r in history.reports]
    assert counted == [(7, 0, 0, 7), (0, 2, 2, 5), (0, 0, 0, 6)]
    assert all(r["balanced"] for r in history.reports)


def test_a_rebuild_after_all_this_gives_the_same_rows(history):
    """Any bug is repaired by a rebuild, so it must change nothing where there is none."""
    before = history.snapshot()
    assert history.run("--rebuild")["balanced"]
    assert history.snapshot() == before


def test_a_second_run_writes_nothing_but_its_own_record(history):
    """Every row stays where it is, down to the transaction that wrote it; the machine can sleep."""
    before, runs = history.contents(), history.rows("SELECT count(*) FROM ops.run")
    said = history.done("run")
    assert history.contents() == before
    assert history.rows("SELECT count(*) FROM ops.run") == [(runs[0][0] + 1,)]
    assert "Nothing was new: no row was written." in said.out


def test_a_second_run_says_so_to_machines(history):
    """A scheduler decides by the document."""
    document = history.run()
    assert (document["rows_written"], document["balanced"], document["complete"]) == (0, True, True)
    (form,) = document["forms"]
    assert (form["server"], form["archived"], form["decoded"], form["set_aside"], form["deleted"]) == (6, 6, 6, 0, 1)


def test_a_scan_with_nothing_new_writes_nothing_either(history):
    """The periodic comparison of everything costs reading, not writing."""
    before = history.contents()
    assert history.run("--scan")["rows_written"] == 0
    assert history.contents() == before
