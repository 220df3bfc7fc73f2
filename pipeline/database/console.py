"""What stands behind ``retour db``: status, the address for outside tools, a password for analysts, psql."""

import os
import secrets
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, make_url, text

from pipeline.errors import SetupError

from . import embedded, migrate, roles
from .binaries import installed_binaries, program
from .configure import ANALYST
from .opening import Database


@dataclass(frozen=True, slots=True)
class Status:
    """One look at the database.

    Attributes:
        is_running: False only for an embedded server that is stopped; then all else is None or ''.
        since: when the server started, UTC.
        host / port: where outside tools connect.
        step / newest_step: of the migrations: where it stands, and what this program knows.
        connections: sessions of others on this database.
    """

    is_running: bool
    is_embedded: bool
    version: str = ""
    size_bytes: int | None = None
    host: str = ""
    port: int | None = None
    pid: int | None = None
    since: datetime | None = None
    folder: Path | None = None
    step: str | None = None
    newest_step: str = ""
    connections: int | None = None


def stopped_status(programme: Path) -> Status | None:
    """The status of an embedded server that does not run; None if it runs. Starts nothing."""
    return None if embedded.running(programme) else Status(is_running=False, is_embedded=True)


def read_status(database: Database) -> Status:
    """The status of a database that is open."""
    with database.engine.connect() as connection:
        row = connection.execute(
            text("""
            SELECT current_setting('server_version') AS version, pg_postmaster_start_time() AS since,
                   pg_database_size(current_database()) AS size_bytes,
                   (SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()) AS connections
            """)
        ).one()
    server, address = database.server, database.engine.url
    return Status(
        is_running=True,
        is_embedded=server is not None,
        version=row.version,
        size_bytes=row.size_bytes,
        host="127.0.0.1" if server else address.host or "",
        port=server.place.port if server else address.port or 5432,
        pid=server.postmaster.pid if server else None,
        since=row.since,
        folder=server.place.data if server else None,
        step=migrate.current(database.engine),
        newest_step=migrate.newest(),
        connections=row.connections,
    )


def reader_address(database: Database, password: str | None = None, role: str = ANALYST) -> str:
    """What Excel, Power BI, R, QGIS or Metabase connect to: a role that only reads, over TCP.

    Args:
        password: shown in the address if given, which happens once: right after ``new_password``.
        role: the analyst's or the focal point's.
    """
    own = database.engine.url
    host, port = ("127.0.0.1", database.server.place.port) if database.server else (own.host, own.port or 5432)
    address = URL.create("postgresql", role, password, host, port, own.database)
    return address.render_as_string(hide_password=False)


def new_password(engine: Engine, role: str = ANALYST) -> str:
    """The role can log in with the password returned, and with no earlier one; it is kept nowhere.

    The server receives only its SCRAM verifier, so that no log of a server can hold it.

    Raises:
        SetupError: the role is missing and our account may not make it, or may not change it.
    """
    password = secrets.token_urlsafe(18)
    with engine.begin() as connection:
        if not roles.exists(connection, role) and not roles.grant(connection, role):
            raise _not_allowed(role)
        if not _may_change(connection, role):
            raise _not_allowed(role)
        raw = connection.connection.driver_connection
        if raw is None:
            raise _not_allowed(role)
        verifier = raw.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        # Not text(): the verifier has colons, which would be read as parameters.
        connection.exec_driver_sql(f"ALTER ROLE {role} LOGIN PASSWORD '{verifier}'")
    return password


def open_shell(database: Database, arguments: tuple[str, ...] = ()) -> int:
    """Runs psql of the wheel on the database until the reader leaves it; its exit code.

    Raises:
        SetupError: the installed wheel carries no psql.
    """
    command = program(installed_binaries(), "psql")
    if not command.exists():
        raise SetupError("psql", "the installed database programs have no psql.", "Install psql, or use another tool.")
    address = database.engine.url.set(drivername="postgresql")
    # The password goes through the environment: everybody on the machine can read a command line.
    environment = os.environ | {"PGTZ": "UTC", "PGAPPNAME": "retour db shell"}
    if address.password:
        environment["PGPASSWORD"] = str(address.password)
    bare = make_url(address.set(password=None) if address.password else address)
    words = [str(command), bare.render_as_string(hide_password=False), *arguments]
    return subprocess.run(words, env=environment, check=False).returncode  # noqa: S603


def _may_change(connection: Connection, role: str) -> bool:
    """Whether our account may give the role a password: a superuser, or one that holds it with admin option."""
    return bool(
        connection.scalar(
            text("""
            SELECT r.rolsuper OR (r.rolcreaterole AND (pg_has_role(:name, 'MEMBER WITH ADMIN OPTION')
                   OR current_setting('server_version_num')::int < 160000))
            FROM pg_roles r WHERE r.rolname = current_user
            """),
            {"name": role},
        )
    )


def _not_allowed(role: str) -> SetupError:
    """Only the server's administrator can do it."""
    return SetupError(
        f"role '{role}'",
        "this account may not create it or change its password.",
        "Ask the server's administrator to do it.",
    )
