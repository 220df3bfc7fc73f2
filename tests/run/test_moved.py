"""What arrives in the wrong place is told before it mixes with what is there; a defect is told without an answer."""

from pathlib import Path

import click
import pytest
from sqlalchemy import text

import cli


def test_another_project_under_the_same_zone_removes_nothing_until_a_person_says_so(ground):
    """A uid pasted into the wrong line would otherwise delete the people of the project before, a few at a time."""
    for n in range(2):
        ground.fill(village=f"Village {n}")
    ground.run()
    ground.change_settings(r'^uid = ".*"$', 'uid = ""')
    ground.done("forms", "deploy")
    ground.fill(village="Ailleurs")
    for _ in range(2):
        said = ground.retour("run")
        assert (said.code, "2 submissions are gone from the server" in said.err) == (4, True), said.all
        assert ground.rows("SELECT count(*) FROM archive.tombstone") == [(0,)]
    ground.done("archive", "confirm-deletions", "--yes")
    assert ground.run()["complete"]
    assert ground.rows("SELECT village FROM reporting.household") == [("Ailleurs",)]


def test_the_archive_of_another_programme_is_refused_where_people_are_already(ground, tmp_path):
    """Stages and zones are called the same everywhere: two programmes' people would become one programme's."""
    ground.fill()
    ground.run()
    file = tmp_path / "archive.zst"
    ground.done("archive", "export", file)
    ground.change_settings(r'^id = ".*"$', 'id = "another-programme"')
    ground.done("archive", "import", file)
    with ground.engine.begin() as connection:
        connection.execute(text("UPDATE archive.key SET value = sha256(value) WHERE name = 'pseudonym'"))
    said = ground.retour("archive", "import", file)
    assert said.code == 3
    assert "it is the archive of another programme" in said.err


def test_a_defect_is_told_by_type_and_place_and_without_an_answer(capsys):
    """Python's own message may quote what somebody said."""

    @click.command("broken")
    def broken() -> None:
        raise ValueError("Awa Canary, 70 12 34 56")

    cli.retour.add_command(broken)
    try:
        with pytest.raises(SystemExit) as end:
            cli.main(["broken"])
    finally:
        cli.retour.commands.pop("broken")
    said = capsys.readouterr().err
    assert end.value.code == 1
    assert said.startswith(f"ValueError in {Path(__file__).name}, line ")
    assert "Canary" not in said
