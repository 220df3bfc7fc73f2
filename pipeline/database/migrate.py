"""The database's fixed tables are those of this program: Alembic, told to work inside one transaction of ours."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from pipeline.errors import SetupError

from . import roles

STEPS = Path(__file__).parent / "migrations"
# Any number will do, but all programs must use the same: two upgrades at once wait for each other.
UPGRADE_LOCK = 7_305_128_401


def upgrade(engine: Engine) -> tuple[str, ...]:
    """The database stands at the newest step; all or nothing.

    Returns:
        Ids of the steps taken, oldest first; empty if there was nothing to do.

    Raises:
        SetupError: the database is newer than this program, or its account may not make schemas.
    """
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        before = _stands_at(connection)
        script = _script(connection)
        wanted = script.get_current_head()
        if before == wanted:
            return ()
        _refuse_newer(before, script)
        steps = [step.revision for step in script.iterate_revisions(wanted, before or "base")]
        _create_schema(connection)
        command.upgrade(_config(connection), "head")
        for role in roles.READS:
            roles.grant(connection, role)
    return tuple(reversed(steps))


def current(engine: Engine) -> str | None:
    """The id of the step the database stands at; None for an empty one."""
    with engine.connect() as connection:
        return _stands_at(connection)


def newest() -> str:
    """The id of the newest step this program knows."""
    return _script(None).get_current_head() or ""


def check_current(engine: Engine) -> None:
    """The database is exactly what this program works with.

    Raises:
        SetupError: it is newer, or older and waits for ``retour db upgrade``.
    """
    stands = current(engine)
    _refuse_newer(stands, _script(None))
    if stands != newest():
        raise SetupError(
            "database", f"it stands at '{stands or 'nothing'}', not '{newest()}'.", "Run: retour db upgrade"
        )


def _refuse_newer(stands: str | None, script: ScriptDirectory) -> None:
    """A step this program does not know was taken by a newer one, whose tables it would misread."""
    known = {step.revision for step in script.walk_revisions()}
    if stands is not None and stands not in known:
        raise SetupError(
            "database",
            f"it stands at step '{stands}', which this program does not know: a newer retour upgraded it.",
            "Install that newer version of retour here too.",
        )


def _stands_at(connection: Connection) -> str | None:
    """Read straight from Alembic's table, wherever no such table is there yet: None."""
    context = MigrationContext.configure(connection, opts={"version_table_schema": "ops"})
    return context.get_current_revision()


def _create_schema(connection: Connection) -> None:
    """The schema of Alembic's own table exists before its first step."""
    may = connection.scalar(text("SELECT has_database_privilege(current_database(), 'CREATE')"))
    if not may:
        raise SetupError(
            "database", "this account may not create schemas in it.", "Let its owner run: retour db upgrade"
        )
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS ops"))


def _config(connection: Connection | None) -> Config:
    """Alembic without a file of settings: everything it needs is in the package."""
    config = Config()
    # ConfigParser reads % as its own sign; a folder may have one.
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _script(connection: Connection | None) -> ScriptDirectory:
    """The steps in the package."""
    return ScriptDirectory.from_config(_config(connection))
