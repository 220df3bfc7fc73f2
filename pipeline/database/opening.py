"""One open database for the rest of the program: the embedded one, or the organisation's own PostgreSQL."""

import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from pipeline.errors import SetupError

from . import embedded

VARIABLE = "RETOUR_DATABASE_URL"
OLDEST_VERSION = 15
DRIVER = "postgresql+psycopg"
SPELLINGS = {"postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2", "postgresql+asyncpg"}
# The words of libpq, and what they mean to a reader; anything else stays unsaid, since it may quote the address.
REFUSALS = (
    ("password authentication failed", "the user or the password is wrong"),
    ("no password supplied", "the address has no password and the server asks for one"),
    ("no pg_hba.conf entry", "the server does not let this machine in"),
    ("does not exist", "the server knows no such database or user"),
    ("resolve host", "the server's name is unknown"),
    ("translate host name", "the server's name is unknown"),
    ("Connection refused", "nothing listens at that host and port"),
    ("No such file or directory", "nothing listens on that socket"),
    ("timeout", "the server does not answer"),
    ("SSL", "the encrypted connection could not be agreed"),
    ("too many", "the server has no connection free"),
    ("starting up", "the server is just starting"),
)


@dataclass(slots=True)
class Database:
    """An open database; ``with`` closes its connections, and leaves an embedded server running.

    Attributes:
        engine: sessions are in UTC; errors carry no values.
        server: the embedded server; None for the organisation's own.
        shown_url: without a password; safe to print and log.
        notices: sentences a person should read.
    """

    engine: Engine
    server: embedded.Server | None
    shown_url: str
    notices: tuple[str, ...] = ()

    @property
    def is_embedded(self) -> bool:
        """Whether it is the programme's own server."""
        return self.server is not None

    def close(self) -> None:
        """No connection is open any more."""
        self.engine.dispose()

    def __enter__(self) -> "Database":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_database(url: str | None, folder: Path, *, fast: bool = False) -> Database:
    """The database at ``url``, which RETOUR_DATABASE_URL says, or the embedded one, started if need be.

    Migrations are the caller's next step: ``migrate.upgrade(database.engine)``.

    Args:
        url: a PostgreSQL address in any usual spelling; None or '' = embedded.
        folder: the programme's.
        fast: see ``embedded.start``.

    Raises:
        SetupError: not reachable, not PostgreSQL, older than 15, or not UTF8.
    """
    if url:
        server, address, where = None, parse(url), VARIABLE
    else:
        server = embedded.start(folder, fast=fast)
        address, where = server.url, "embedded PostgreSQL"
    shown = address.render_as_string(hide_password=True)
    engine = connect(address)
    try:
        _check(engine, where)
    except SetupError:
        engine.dispose()
        raise
    return Database(engine, server, shown, server.notices if server else ())


def parse(url: str) -> URL:
    """The address with the one driver we use.

    Raises:
        SetupError: it is no address of a PostgreSQL database; the message never repeats it.
    """
    try:
        address = make_url(url.strip())
    except (ArgumentError, ValueError):
        # SQLAlchemy's own message quotes the whole address, so not even its cause may be shown.
        raise _not_an_address("it is not an address.") from None
    if address.drivername not in SPELLINGS:
        raise _not_an_address(f"'{address.drivername}' is not PostgreSQL, the only database retour works with.")
    if not address.database:
        raise _not_an_address("it names no database.")
    return address.set(drivername=DRIVER)


def connect(address: URL) -> Engine:
    """An Engine whose sessions are in UTC and whose errors carry no values; connects at first use."""
    given = address.query.get("options", "")
    options = " ".join([given] if isinstance(given, str) else given)
    address = address.difference_update_query(["options"])
    arguments = {
        "options": f"{options} -c timezone=UTC".strip(),
        "application_name": f"retour pid={os.getpid()}",
        "connect_timeout": 15,
        # A firewall forgets silent connections; a lock held on one would be lost with it.
        "keepalives_idle": 60,
        "client_encoding": "utf8",
    }
    return create_engine(address, connect_args=arguments, pool_pre_ping=True, hide_parameters=True)


def _check(engine: Engine, where: str) -> None:
    """The server answers, is new enough and stores every letter."""
    try:
        with engine.connect() as connection:
            number = int(connection.scalar(text("SHOW server_version_num")) or 0)
            encoding = connection.scalar(text("SHOW server_encoding"))
    except DBAPIError as error:
        raise SetupError(
            where, f"{_refusal(str(error.orig))}.", "Check the address and that the server runs."
        ) from None
    check_server(where, number, str(encoding))


def check_server(where: str, number: int, encoding: str) -> None:
    """The server is one this program was tried on.

    Args:
        number: ``server_version_num``: 180004.

    Raises:
        SetupError: it is older than 15, or the database is not UTF8.
    """
    if number < OLDEST_VERSION * 10_000:
        raise SetupError(
            where, f"the server is PostgreSQL {number // 10_000}.", f"Use PostgreSQL {OLDEST_VERSION} or newer."
        )
    if encoding != "UTF8":
        raise SetupError(
            where,
            f"the database stores text as {encoding}, which loses letters.",
            "Create it anew with ENCODING 'UTF8' TEMPLATE template0.",
        )


def _refusal(said: str) -> str:
    """Why the connection failed, in words without host, user or password."""
    for sign, meaning in REFUSALS:
        if sign.lower() in said.lower():
            return meaning
    return "the database cannot be reached"


def _not_an_address(what: str) -> SetupError:
    """The address is wrong; it may hold a password, so it is not quoted."""
    return SetupError(VARIABLE, what, "Write postgresql://user:password@host:5432/database; percent-encode signs.")
