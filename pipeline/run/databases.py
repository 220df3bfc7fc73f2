"""What stands behind ``retour db``: the programme's database started, stopped, looked at, opened to analysts."""

from pathlib import Path

from ..database import console, embedded, migrate
from ..database.configure import ANALYST, FOCAL_POINT
from ..database.console import Status
from ..database.opening import Database, open_database
from ..errors import SetupError
from ..settings import load_settings


def open_programme(folder: Path) -> Database:
    """The programme's database, started if it is the embedded one; not migrated."""
    settings = load_settings(folder.resolve())
    return open_database(settings.database_url, settings.folder)


def start(folder: Path) -> tuple[Status, tuple[str, ...]]:
    """The database runs; its status and sentences a person should read."""
    with open_programme(folder) as database:
        return console.read_status(database), database.notices


def stop(folder: Path) -> bool:
    """The embedded database does not run; True if it did.

    Raises:
        SetupError: the database is the organisation's own, which retour does not stop.
    """
    settings = load_settings(folder.resolve())
    if settings.database_url:
        raise SetupError("RETOUR_DATABASE_URL", "that server is not run by retour.", "Stop it where it is run.")
    return embedded.stop(settings.folder)


def status(folder: Path) -> Status:
    """One look; a stopped embedded database stays stopped."""
    settings = load_settings(folder.resolve())
    stopped = None if settings.database_url else console.stopped_status(settings.folder)
    if stopped:
        return stopped
    with open_database(settings.database_url, settings.folder) as database:
        return console.read_status(database)


ROLES = {"analyst": ANALYST, "focal-point": FOCAL_POINT}
"""Who may be given an address: analysts read ``reporting``, the protection focal point ``protected``."""


def reader_url(folder: Path, role: str = "analyst", *, new_password: bool) -> str:
    """What Excel, R or Power BI connect to; with a fresh password if wanted, shown once and kept nowhere.

    Args:
        role: one of ``ROLES``.
    """
    with open_programme(folder) as database:
        if new_password:
            migrate.upgrade(database.engine)
        password = console.new_password(database.engine, ROLES[role]) if new_password else None
        return console.reader_address(database, password, ROLES[role])


def shell(folder: Path, arguments: tuple[str, ...]) -> int:
    """A psql of the reader's own until it is left; its exit code."""
    with open_programme(folder) as database:
        return console.open_shell(database, arguments)


def upgrade(folder: Path) -> tuple[str, ...]:
    """The fixed tables are those of this program; the steps taken."""
    with open_programme(folder) as database:
        return migrate.upgrade(database.engine)
