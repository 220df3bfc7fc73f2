"""Two runs of one programme never work at once: a lock in the database that dies with its holder."""

import hashlib
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from pipeline.errors import SetupError, StoreError

HOLDER = text("""
    SELECT coalesce(a.application_name, ''), to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
    FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (l.classid::bigint << 32 | l.objid::bigint) = :key
""")
SIGN = text("SELECT set_config('application_name', :name || to_char(now() AT TIME ZONE 'UTC', :form), false)")


@contextmanager
def only_one_run(engine: Engine, programme_id: str) -> Iterator["RunLock"]:
    """Nobody else runs this programme on this database inside the block, as long as the lock given says so.

    The lock hangs on a connection of its own that is in no transaction: it neither blocks nor delays others,
    and the server lifts it when this process dies, however it dies.

    Raises:
        SetupError: another run is under way; the message names its process and since when.
    """
    key = _key(programme_id)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
            raise _under_way(connection, key)
        _sign(connection)
        try:
            yield RunLock(connection)
        finally:
            # The server lifts it as well when the connection is gone; what the block raised matters more.
            with suppress(SQLAlchemyError):
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
            connection.invalidate()


def only_one_build(connection: Connection, programme_id: str) -> None:
    """No other transaction builds this programme until this one ends; waits for one that does.

    Runs exclude each other already; but the process that built beside a run may end a moment after it was killed.
    """
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _key(programme_id, "build")})


class RunLock:
    """The lock of a run that is under way."""

    def __init__(self, connection: Connection) -> None:
        """``connection`` holds the lock."""
        self._connection = connection
        self._session = connection.scalar(text("SELECT pg_backend_pid()"))

    def check(self) -> None:
        """Nothing, as long as the lock is held.

        A server that was restarted lifted it, while the work would go on over a fresh connection, beside another run.

        Raises:
            StoreError: the lock is lost.
        """
        with suppress(SQLAlchemyError):
            if self._connection.scalar(text("SELECT pg_backend_pid()")) == self._session:
                return
        raise StoreError(
            "database",
            "the connection that kept other runs away was lost.",
            "Run again; nothing is lost, the next run goes on where this one stopped.",
        )


def _key(programme_id: str, work: str = "run") -> int:
    """64 signed bits of the programme's id and what is done."""
    return int.from_bytes(hashlib.sha256(f"retour {work} {programme_id}".encode()).digest()[:8], signed=True)


def _sign(connection: Connection) -> None:
    """Who waits can read who holds: process, machine and instant stand in the session's name (63 bytes)."""
    host = re.sub(r"[^A-Za-z0-9.-]", "", socket.gethostname())[:16]
    name = f"retour run pid={os.getpid()} host={host} since="
    connection.execute(SIGN, {"name": name, "form": "YYYY-MM-DD_HH24:MI"})


def _under_way(connection: Connection, key: int) -> SetupError:
    """The message for whoever comes second."""
    row = connection.execute(HOLDER, {"key": key}).first()
    said = dict(re.findall(r"(pid|host|since)=(\S*)", row[0])) if row else {}
    since = str(said.get("since", row[1] if row else "")).replace("_", " ")
    who = f"process {said['pid']} on {said.get('host', '?')}" if "pid" in said else "another process"
    when = f", since {since} UTC" if since else ""
    return SetupError(
        "database",
        f"another run of this programme is under way ({who}{when}).",
        "Wait until it is done, or end that process; nothing is lost, the next run goes on where it stopped.",
    )
