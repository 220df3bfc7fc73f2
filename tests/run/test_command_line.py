"""What a person or a scheduler types, and what comes back: one line for an error, one document for --json."""

import json

import click
import pytest

import cli
from tests.xlsform.drawn import save

from .conftest import a_ground
from .ground import household
from .typed import retour


@pytest.fixture(scope="module")
def place(tmp_path_factory, database_url, migrated_template):
    """A programme that has run once."""
    with a_ground(tmp_path_factory.mktemp("typed") / "programme", database_url, migrated_template) as ground:
        ground.lay().done("forms", "deploy")
        ground.fill()
        ground.send_xml("<village>Fada</village><children>trois</children>")
        ground.run()
        yield ground


def every_command(group=cli.retour, path=()):
    """Paths of all commands."""
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


@pytest.mark.parametrize(("path", "command"), list(every_command()), ids=lambda value: str(value))
def test_every_command_says_what_it_does(path, command):
    """-h is the manual that everybody has at hand."""
    said = retour(*path, "-h")
    assert said.code == 0
    assert command.help
    assert command.help.split("\n")[0].split(".")[0][:30] in " ".join(said.out.split())


@pytest.mark.parametrize(
    "typed", [["nonsense"], ["run", "--nonsense"], ["init"], ["queue", "show"], ["demo", "--seed", "x"], ["forms", "x"]]
)
def test_wrong_usage_is_2_and_shows_the_usage(typed):
    """A scheduler tells a typing error from a server that is down by the number alone."""
    said = retour(*typed)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Usage: ")
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "typed", ["run", "status", "pull", "build", "queue list", "forms deploy", "db status", "db url"]
)
def test_a_folder_without_a_programme_is_3_in_one_line(tmp_path, typed):
    """The most frequent slip: the wrong folder."""
    said = retour("--project", tmp_path, *typed.split())
    assert (said.code, said.out, said.err.count("\n")) == (3, "", 1), said.all
    assert said.err.startswith("SetupError: ")
    assert "retour init DIR" in said.err


JSON = ["run", "pull", "build", "status", "queue list --all", "queue show 1", "queue retry", "forms check"]
JSON += ["forms diff", "forms status", "forms deploy", "doctor", "db status"]


@pytest.mark.parametrize("typed", JSON)
def test_json_is_one_document_and_nothing_else(place, typed):
    """A program reads it; a stray line of progress would break it."""
    said = place.retour(*typed.split(), "--json")
    assert said.code in (0, 3), said.all
    json.loads(said.out)
    assert said.err == ""


@pytest.mark.parametrize("typed", ["run --json", "status --json", "queue list --json", "forms status --json"])
def test_an_error_leaves_the_document_empty(place, typed):
    """Half a document would be taken for a whole one."""
    said = place.retour(*typed.split(), RETOUR_DATABASE_URL="mysql://nobody@nowhere/d")
    assert (said.code, said.out, said.err.count("\n")) == (3, "", 1)


def test_the_programme_is_found_by_its_variable(place):
    """A scheduler sets it once."""
    assert retour("status", RETOUR_PROJECT=str(place.folder), **place.variables).code == 0


def test_a_run_document_has_the_counts_per_form(place):
    """What the README promises to machines."""
    document = place.run()
    assert {"rows_written", "balanced", "complete", "forms", "run_id", "started_at"} <= set(document)
    (form,) = document["forms"]
    assert form["archived"] == form["decoded"] + form["set_aside"] == form["server"] == 2


@pytest.mark.parametrize(
    ("written", "word"),
    [("[programme", "not valid TOML"), ("serverr", "did you mean"), ('kind = "koboo"', "Did you mean 'kobo'")],
)
def test_a_settings_file_with_a_slip_is_told_in_one_line(bare, written, word):
    """File, table, key, and the nearest valid spelling."""
    bare.lay()
    old = {"[programme": "[programme]", "serverr": "server = ", 'kind = "koboo"': 'kind = "kobo"'}[written]
    bare.settings.write_text(
        bare.settings.read_text("utf-8").replace(old, written + (" = " if written == "serverr" else "")), "utf-8"
    )
    said = bare.retour("run")
    assert (said.code, said.err.count("\n")) == (3, 1), said.all
    assert "config/programme.toml" in said.err
    assert word in said.err


def test_a_stage_that_was_never_deployed_is_told(bare):
    """The first run of a beginner."""
    bare.lay()
    said = bare.retour("run")
    assert (said.code, said.err.count("\n")) == (3, 1), said.all
    assert "retour forms deploy" in said.err


def test_a_workbook_that_was_broken_since_does_not_pass_in_silence(ground):
    """It says what may leave the identified schemas: without it nothing is shown, and nobody reads a traceback."""
    ground.fill()
    (ground.folder / "forms/household.xlsx").write_bytes(b"no workbook any more")
    said = ground.retour("run")
    assert (said.code, said.err.count("\n")) == (3, 1), said.all
    assert "household.xlsx" in said.err
    ground.write_form(household())
    assert ground.run()["balanced"]


def test_exported_submissions_become_typed_files_without_a_database(place, tmp_path):
    """Any XLSForm, any export, on any laptop."""
    exported = place.ask("GET", f"assets/{place.uid()}/data/?format=json").content
    (tmp_path / "export.json").write_bytes(exported)
    form = save(tmp_path / "household.xlsx", household())
    said = retour("decode", form, tmp_path / "export.json", "--out", tmp_path / "out")
    assert said.code == 0, said.all
    assert said.out.startswith("1 submissions decoded, 1 set aside")
    assert {"household.csv", "household__members.csv", "set_aside.csv"} <= {
        p.name for p in (tmp_path / "out").iterdir()
    }


def test_an_export_that_is_none_is_told(tmp_path):
    """Somebody saved the login page."""
    (tmp_path / "export.json").write_text("<html>")
    form = save(tmp_path / "household.xlsx", household())
    said = retour("decode", form, tmp_path / "export.json", "--out", tmp_path / "out")
    assert (said.code, said.err.count("\n")) == (4, 1), said.all


def test_init_never_overwrites(place):
    """A programme holds the only copy of somebody's settings."""
    before = place.settings.read_bytes()
    said = retour("init", place.folder)
    assert (said.code, said.err.count("\n")) == (3, 1)
    assert place.settings.read_bytes() == before


def test_doctor_says_of_each_thing_how_it_is(place):
    """The first command a supporter asks for."""
    checks = {c["name"]: c for c in place.retour("doctor", "--json").document}
    for name in ("programme", "database", "java", "household/centre"):
        assert checks[name]["verdict"] in ("ok", "look"), checks[name]
    broken = place.retour("doctor", "--json", RETOUR_TEST_TOKEN="wrong")
    assert broken.code == 3
    assert [c["name"] for c in broken.document if c["verdict"] == "broken"] == ["household/centre"]
