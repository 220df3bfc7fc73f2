"""An embedded PostgreSQL of one programme: made, started, found running, stopped.

The server is detached from the command that starts it and stays for the next one, until ``retour db stop``
or the end of the machine's session. Everything here may be called by several processes at once.
"""

import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import URL, NullPool, create_engine, text

from pipeline.errors import SetupError

from . import cluster, pidfile, secret, stale
from .account import Account, server_account
from .binaries import PREFERRED_MAJOR, binaries_for
from .configure import DATABASE, OWNER
from .filelock import hold
from .place import (
    Place,
    check_owner,
    check_reachable,
    choose,
    find,
    forget_socket_folder,
    free_port,
    is_free,
    keep,
    prepare,
    state_folder,
)

STOP_SECONDS = 60
READY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running embedded server.

    Attributes:
        url: for SQLAlchemy; over the socket without a password, over TCP (Windows) with one: never show it.
        was_started: by this call; False if it was running already.
        notices: sentences a person should read, such as a port that had to change.
    """

    place: Place
    postmaster: pidfile.Postmaster
    url: URL
    was_started: bool = False
    notices: tuple[str, ...] = ()


def running(programme: Path) -> Server | None:
    """The programme's server if it runs and is ready; starts nothing, waits for nothing."""
    place = find(programme)
    if place is None:
        return None
    postmaster = pidfile.running(place.data)
    if postmaster is None or not postmaster.is_ready:
        return None
    return Server(place, postmaster, _url(place, postmaster))


def start(programme: Path, *, fast: bool = False, state: Path | None = None) -> Server:
    """The programme's server runs and accepts connections; its database is made at the first call.

    Args:
        programme: the programme's folder; the database goes into ``database/`` below it.
        fast: for tests: nothing is forced to disk.
        state: where root puts what the server's account could not reach; None = the system's state folder.

    Raises:
        SetupError: it cannot be made or started; the message says why as far as the server does.
    """
    with hold(prepare(programme) / "lock"):
        known = find(programme)
        already = known and _await_ready(known.data)
        if known and already:
            return Server(known, already, _url(known, already))
        account = server_account(known.data if known else None)
        state = state or state_folder()
        place = known or choose(programme, account, state)
        check_owner(place)
        check_reachable(place, account)
        major = cluster.major_of(place.data)
        commands = binaries_for(account, major or PREFERRED_MAJOR, state)
        if major is None:
            cluster.initialise(place, commands, account, fast=fast)
        return _start(place, commands, account, fast=fast)


def stop(programme: Path) -> bool:
    """The programme's server does not run; True if it did. Open connections are cut, no commit is lost.

    Raises:
        SetupError: it would not stop within a minute.
    """
    place = find(programme)
    if place is None:
        return False
    with hold(place.lock):
        postmaster = pidfile.running(place.data)
        if postmaster is None:
            return False
        process = psutil.Process(postmaster.pid)
        if sys.platform == "win32":
            commands = binaries_for(None, cluster.major_of(place.data) or PREFERRED_MAJOR, state_folder())
            cluster.run(commands, "pg_ctl", ["-D", str(place.data), "-m", "fast", "stop"], None)
        else:
            # PostgreSQL's "fast" shutdown; pg_ctl would do the same.
            process.send_signal(signal.SIGINT)
        if not _ends(process):
            raise SetupError(
                f"process {postmaster.pid}", "the database would not stop.", f"Read {place.log}, then end the process."
            )
        forget_socket_folder(place, postmaster.socket_folder)
    return True


def _ends(process: psutil.Process) -> bool:
    """Whether the process is over, or dead and only not collected yet, within a minute."""
    until = time.monotonic() + STOP_SECONDS
    while time.monotonic() < until:
        try:
            if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def _start(place: Place, commands: Path, account: Account | None, *, fast: bool) -> Server:
    """The server is up; what an earlier one left behind has been dealt with."""
    stale.clear(place.data)
    notices: tuple[str, ...] = ()
    if not is_free(place.port):
        place, old = Place(place.folder, free_port(), place.data), place.port
        notices = (f"Port {old} is taken by another program; the database now listens on port {place.port}.",)
    keep(place)
    cluster.write_settings(place, account, fast=fast)
    said = cluster.launch(place, commands, account)
    postmaster = _await_ready(place.data)
    if postmaster is None:
        raise SetupError(str(place.data), f"the database would not start: {said}.", f"The whole log is {place.log}.")
    server = Server(place, postmaster, _url(place, postmaster), was_started=True, notices=notices)
    _create_database(server.url)
    return server


def _await_ready(data: Path) -> pidfile.Postmaster | None:
    """The server once it is ready; None if none runs, or one that is stopping.

    On Windows pg_ctl comes back before the server is ready; and after a crash a server repairs its files first.

    Raises:
        SetupError: it is still repairing after a minute; ending it would only make it begin again.
    """
    until = time.monotonic() + READY_SECONDS
    while (postmaster := pidfile.running(data)) is not None and postmaster.state != "stopping":
        if postmaster.is_ready:
            return postmaster
        if time.monotonic() > until:
            raise SetupError(
                f"process {postmaster.pid}", "the database is still repairing its files.", "Wait, then run again."
            )
        time.sleep(0.05)
    return None


def _create_database(url: URL) -> None:
    """The programme's database exists in the cluster."""
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": DATABASE})
        if found.first() is None:
            connection.execute(text(f"CREATE DATABASE {DATABASE}"))


def _url(place: Place, postmaster: pidfile.Postmaster) -> URL:
    """How this machine reaches the server as the owner of the database."""
    if not secret.NEEDS_PASSWORD:
        query = {"host": postmaster.socket_folder, "port": str(postmaster.port)}
        return URL.create("postgresql+psycopg", username=OWNER, database=DATABASE, query=query)
    password = secret.owner_password(place)
    return URL.create("postgresql+psycopg", OWNER, password, "127.0.0.1", postmaster.port, DATABASE)
