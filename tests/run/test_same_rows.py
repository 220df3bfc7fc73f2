"""The same submissions give the same rows: from a server or a file, in any order, here or in another programme."""

import json
import random
import re
import shutil
from contextlib import ExitStack

import pytest
from sqlalchemy import create_engine, make_url

from ..conftest import fresh
from ..xlsform.drawn import save
from .conftest import a_ground
from .ground import Ground, household

GIVEN = re.compile(r'"(edition_id|submission_key|since|server_count)": [^,}]+(, )?')
"""What says where a row came from, not what it says: numbers given on arrival, and the pseudonym of one database."""


@pytest.fixture(scope="module")
def collected(tmp_path_factory, database_url, migrated_template):
    """Twelve submissions on a server, four of them edited, and the data list before and after the edits."""
    with a_ground(tmp_path_factory.mktemp("collected") / "programme", database_url, migrated_template) as ground:
        ground.lay().done("forms", "deploy")
        filled = [ground.fill(village=f"Village {n}", children=n) for n in range(12)]
        ground.before = ground.ask("GET", f"assets/{ground.uid()}/data/?format=json").json()["results"]
        for one in filled[:4]:
            ground.edit(one, children=20, members=[None])
        ground.after = ground.ask("GET", f"assets/{ground.uid()}/data/?format=json").json()["results"]
        ground.run()
        yield ground


@pytest.fixture
def other(tmp_path, database_url, migrated_template):
    """Makes further programmes, each with a database of its own, that read a folder of exported files."""
    with ExitStack() as stack:

        def make(name):
            url = stack.enter_context(_fresh(database_url, migrated_template))
            ground = Ground(tmp_path / name, create_engine(url), "")
            stack.callback(ground.engine.dispose)
            ground.lay(server='kind = "folder"\nurl = "exports"')
            ground.change_settings('uid = ""', 'uid = "household"')
            ground.exports = ground.folder / "exports/household"
            ground.exports.mkdir(parents=True)
            save(ground.exports / "form.xlsx", household())
            return ground

        yield make


def _fresh(database_url, template):
    from contextlib import contextmanager

    return contextmanager(fresh)(make_url(database_url), template)


def comparable(ground):
    """All rows without what was given on arrival; answers and reporting views, not the books of deployments."""
    return {
        table: sorted(GIVEN.sub("", row) for row in rows)
        for table, rows in ground.snapshot().items()
        if table not in ("reporting.form_status", "answers.column_name")
    }


def submissions_of(ground):
    """The rows of answers and their views only."""
    return {table: rows for table, rows in comparable(ground).items() if ".household" in table}


def test_a_folder_of_exports_gives_the_rows_that_the_server_gives(collected, other):
    """Years of backfill and tonight's pull stand in one table."""
    folder = other("from files")
    (folder.exports / "export.json").write_text(json.dumps(collected.after), "utf-8")
    assert folder.run()["balanced"]
    assert submissions_of(folder) == submissions_of(collected)
    assert len(submissions_of(folder)["answers.household"]) == 12


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_of_arrival_gives_the_same_rows(collected, other, seed):
    """Tablets come online when they do; nobody's place in a report may depend on it."""
    chance = random.Random(seed)
    shuffled = chance.sample(collected.before, 12)
    some = other("by and by")
    for night, rows in enumerate([shuffled[:3], shuffled[:8], [*shuffled[:8], *shuffled[5:]], collected.after]):
        (some.exports / "export.json").write_text(json.dumps(rows), "utf-8")
        assert some.run()["balanced"], night
    assert submissions_of(some) == submissions_of(collected)


def test_an_edition_that_arrives_after_its_own_edit_changes_nothing(collected, other):
    """An old export is found and put beside the new one."""
    late = other("late")
    (late.exports / "2.json").write_text(json.dumps(collected.after), "utf-8")
    late.run()
    (late.exports / "1.json").write_text(json.dumps(collected.before), "utf-8")
    late.run()
    assert submissions_of(late) == submissions_of(collected)


def test_an_archive_moved_to_another_programme_gives_the_same_rows_and_pseudonyms(collected, other, tmp_path):
    """A new laptop, a new server: reports made before and after must join."""
    collected.done("archive", "export", tmp_path / "archive.zst")
    moved = other("moved")
    shutil.copy(collected.settings, moved.settings)
    moved.done("archive", "import", tmp_path / "archive.zst")
    moved.done("build")
    tables = [table for table in collected.snapshot() if table != "reporting.form_status"]
    there = moved.snapshot()
    assert {t: without_editions(there[t]) for t in tables} == {
        t: without_editions(rows) for t, rows in collected.snapshot().items() if t in tables
    }


def without_editions(rows):
    return sorted(re.sub(r'"edition_id": \d+, ', "", row) for row in rows)


def test_an_export_refuses_to_overwrite(collected, tmp_path):
    """The file may be the only backup."""
    kept = tmp_path / "archive.zst"
    kept.write_text("backup")
    said = collected.retour("archive", "export", kept)
    assert said.code == 3
    assert "nothing was overwritten" in said.err
    assert kept.read_text() == "backup"


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"\x28\xb5\x2f\xfd half"])
def test_a_file_that_is_no_archive_is_refused_whole(collected, tmp_path, content):
    """Half an archive would look like a whole one."""
    (tmp_path / "archive.zst").write_bytes(content)
    before = collected.contents()
    said = collected.retour("archive", "import", tmp_path / "archive.zst")
    assert (said.code, said.err.count("\n")) == (3, 1), said.err
    assert collected.contents() == before
