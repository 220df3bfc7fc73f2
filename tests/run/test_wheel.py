"""An installed wheel works from any folder: it carries the forms, the settings and the steps of the database."""

import os
import subprocess
import sys
import zipfile

import pytest

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


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Runs code on the wheel's contents alone, from a folder that knows nothing of the checkout."""
    target, elsewhere = tmp_path_factory.mktemp("installed"), tmp_path_factory.mktemp("elsewhere")
    zipfile.ZipFile(wheel).extractall(target)

    def run(code, *typed, **variables):
        environ = os.environ | {"PYTHONPATH": str(target), "PYTHONDONTWRITEBYTECODE": "1"} | variables
        line = [sys.executable, "-c", code, *map(str, typed)]
        done = subprocess.run(line, cwd=elsewhere, env=environ, capture_output=True, text=True, encoding="utf-8")
        return done.returncode, done.stdout, done.stderr

    assert run("import cli, pipeline; print(cli.__file__)") == (0, f"{target / 'cli.py'}\n", "")
    return run


def names_in(folder, pattern):
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(pattern) if "~$" not in path.name}


def test_the_wheel_carries_forms_settings_and_migrations(wheel):
    """Without one of them the first command on a fresh laptop fails."""
    carried = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"pipeline/template/{name}" for name in names_in("forms", "*.xlsx") | names_in("config", "*.*")}
    wanted |= names_in("pipeline/warehouse/migrations", "*.py") | {"cli.py"}
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


def test_an_installed_wheel_lays_a_programme_with_an_id_of_its_own(installed, tmp_path):
    """Two offices never share a key, and the new programme holds every form."""
    main = "from cli import main; main()"
    ids = set()
    for name in ("one", "two"):
        code, _, err = installed(main, "init", tmp_path / name)
        assert (code, err) == (0, "")
        written = (tmp_path / name / "config/programme.toml").read_text("utf-8")
        ids.add(next(line for line in written.splitlines() if line.startswith("id = ")))
        assert {p.name for p in (tmp_path / name / "forms").glob("*.xlsx")} == {
            p.name for p in (ROOT / "forms").glob("*.xlsx") if "~$" not in p.name
        }
    assert len(ids) == 2
    assert "not-laid-out-yet" not in "".join(ids)


def test_an_installed_wheel_makes_its_database_and_checks_its_forms(installed, tmp_path, empty_url):
    """Migrations, pyxform and ODK Validate work from where they were installed."""
    main, url = "from cli import main; main()", empty_url.render_as_string(hide_password=False)
    installed(main, "init", tmp_path / "p")
    code, out, err = installed(main, "--project", tmp_path / "p", "db", "upgrade", RETOUR_DATABASE_URL=url)
    assert (code, out.startswith("Steps taken: "), err) == (0, True, "")
    code, out, err = installed(main, "--project", tmp_path / "p", "forms", "check", "registration")
    assert (code, err) == (0, ""), out
