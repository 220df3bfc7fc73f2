"""An installed wheel works from any folder: it carries the forms, the settings and the steps of the database."""

import os
import subprocess
import sys
import zipfile

import pytest
from sqlalchemy import make_url

from ..conftest import fresh
from .ground import ROOT

PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel that a release would publish."""
    folder = tmp_path_factory.mktemp("wheel")
    line = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder), str(ROOT)]
    subprocess.run(line, check=True, capture_output=True, cwd=folder)
    (found,) = folder.glob("retour-*.whl")
    return found


LIVE = """
import sys
import cli
print(cli.__file__)
for line in sys.argv[1:]:
    try:
        cli.main(line.split("|"))
        print("exit code 0")
    except SystemExit as end:
        print("exit code", end.code or 0)
"""


@pytest.fixture(scope="module")
def lived(wheel, tmp_path_factory, database_url):
    """What the wheel's contents alone said and left, run in a folder that knows nothing of the checkout."""
    target, elsewhere = tmp_path_factory.mktemp("installed"), tmp_path_factory.mktemp("elsewhere")
    zipfile.ZipFile(wheel).extractall(target)
    lines = ["init|one", "init|two", "--project|one|db|upgrade", "--project|one|forms|check|registration"]
    for url in fresh(make_url(database_url), "template1"):
        own = {"PYTHONPATH": str(target), "RETOUR_DATABASE_URL": url.render_as_string(hide_password=False)}
        line = [sys.executable, "-c", LIVE, *lines]
        done = subprocess.run(
            line, cwd=elsewhere, env=os.environ | own, capture_output=True, text=True, encoding="utf-8"
        )
    assert done.stderr == ""
    assert done.stdout.startswith(f"{target / 'cli.py'}\n")
    return elsewhere, done.stdout.split("exit code ")


def names_in(folder, pattern):
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(pattern) if "~$" not in path.name}


def test_the_wheel_carries_forms_settings_and_migrations(wheel):
    """Without one of them the first command on a fresh laptop fails."""
    carried = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"pipeline/template/{name}" for name in names_in("forms", "*.xlsx") | names_in("config", "*.*")}
    wanted |= names_in("pipeline/database/migrations", "*.py") | {"cli.py"}
    assert len(wanted) > 10
    assert wanted - carried == set()


def test_the_wheel_carries_no_test_and_no_data(wheel):
    """What nobody needs on a laptop in the field does not go there."""
    top = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in top if not name.endswith(".dist-info")} == {"cli.py", "pipeline"}


def test_the_installed_command_is_retour(wheel):
    """What the README tells people to type."""
    with zipfile.ZipFile(wheel) as packed:
        (points,) = [name for name in packed.namelist() if name.endswith("entry_points.txt")]
        assert "retour = cli:main" in packed.read(points).decode()


def test_an_installed_wheel_lays_programmes_with_ids_of_their_own(lived):
    """Two offices never share a key, and the new programme holds every form."""
    folder, said = lived
    assert [part[0] for part in said[1:3]] == ["0", "0"]
    ids = set()
    for name in ("one", "two"):
        written = (folder / name / "config/programme.toml").read_text("utf-8")
        ids.add(next(line for line in written.splitlines() if line.startswith("id = ")))
        assert {p.name for p in (folder / name / "forms").glob("*.xlsx")} == {
            p.name for p in (ROOT / "forms").glob("*.xlsx") if "~$" not in p.name
        }
    assert len(ids) == 2
    assert "not-laid-out-yet" not in "".join(ids)


def test_an_installed_wheel_makes_the_tables_of_its_database(lived):
    """The steps are in the wheel, not only in the checkout."""
    said = lived[1]
    assert "Steps taken: " in said[2]
    assert said[3][0] == "0"


def test_an_installed_wheel_checks_its_forms(lived):
    """Pyxform and ODK Validate work from where they were installed."""
    said = lived[1]
    assert "registration.xlsx: " in said[3]
    assert said[4][0] == "0"
