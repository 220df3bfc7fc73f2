"""What ``retour doctor`` says about the database and the disk under it: facts, each None where nobody can tell."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from .disk import encryption_of, synchronised_by
from .opening import Database


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """One look at the database and its disk.

    Attributes:
        free_bytes: on the disk of an embedded database; None for a server elsewhere.
        synchronised_by: the service that copies the programme's folder elsewhere (``Dropbox``); None = no sign of one.
            Two machines writing the same files destroy a database, and copies of personal data leave the house.
        is_encrypted: whether the operating system encrypts the disk; None = it does not say.
        encryption: how, in words.
        clock_skew_seconds: the database's clock minus this machine's.
        notices: what the upgrade left to say to an administrator.
    """

    version: str
    encoding: str
    size_bytes: int
    free_bytes: int | None
    synchronised_by: str | None
    is_encrypted: bool | None
    encryption: str
    clock_skew_seconds: float
    notices: tuple[str, ...] = ()


def database_facts(database: Database, programme: Path, environment: Mapping[str, str]) -> DatabaseFacts:
    """All facts of an open database.

    Args:
        programme: its folder: it holds the database, or at least exports.
        environment: of the process; Windows tells there where OneDrive lives.
    """
    with database.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        before = datetime.now(UTC)
        row = connection.execute(
            text("""
            SELECT clock_timestamp() AS instant, current_setting('server_version') AS version,
                   current_setting('server_encoding') AS encoding,
                   pg_database_size(current_database()) AS size_bytes
            """)
        ).one()
        after = datetime.now(UTC)
    place = database.server.place.data if database.server else None
    is_encrypted, encryption = encryption_of(place or programme)
    return DatabaseFacts(
        version=row.version,
        encoding=row.encoding,
        size_bytes=row.size_bytes,
        free_bytes=shutil.disk_usage(place).free if place else None,
        synchronised_by=synchronised_by(place or programme, environment) or synchronised_by(programme, environment),
        is_encrypted=is_encrypted,
        encryption=encryption,
        clock_skew_seconds=(row.instant - before).total_seconds() - (after - before).total_seconds() / 2,
        notices=(*database.notices, *_noted(database.engine)),
    )


def _noted(engine: Engine) -> tuple[str, ...]:
    """What is written in ``ops.notice``; nothing before the first upgrade."""
    try:
        with engine.connect() as connection:
            return tuple(connection.scalars(text("SELECT detail FROM ops.notice ORDER BY notice_id")))
    except DBAPIError:
        return ()
