"""An embedded PostgreSQL of one programme: made, started, found running, stopped.

The server is detached from the command that starts it and stays for the next one, until ``retour db stop``
or the end of the machine's session. Everything here may be called by several processes at once.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import URL, NullPool, create_engine, text

from pipeline.errors import SetupError

from . import pidfile, secret
from .account import Account, give, our_name, private_files, server_account
from .binaries import PREFERRED_MAJOR, binaries_for, program
from .configure import DATABASE, OWNER, SETTINGS_FILE, hba_text, ident_text, settings_text
from .filelock import hold
from .place import Place, check_owner, choose, find, free_port, is_free, keep, prepare, socket_folder, state_folder

START_SECONDS = 60


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
    account = server_account()
    state = state or state_folder()
    with hold(prepare(programme) / "lock"):
        already = running(programme)
        if already is not None:
            return already
        place = find(programme) or choose(programme, account, state)
        check_owner(place)
        major = _major(place.data)
        commands = binaries_for(account, major or PREFERRED_MAJOR, state)
        if major is None:
            _initialise(place, commands, account, fast=fast)
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
        commands = binaries_for(server_account(), _major(place.data) or PREFERRED_MAJOR, state_folder())
        done = _run(
            commands, "pg_ctl", ["-D", str(place.data), "-m", "fast", "-w", "-t", "60", "stop"], server_account()
        )
        if done.returncode and pidfile.running(place.data) is not None:
            raise SetupError(
                f"process {postmaster.pid}", "the database would not stop.", f"Read {place.log}, then end the process."
            )
    return True


def _major(data: Path) -> int | None:
    """The PostgreSQL version that made the data folder; None if there is no database in it."""
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def _initialise(place: Place, commands: Path, account: Account | None, *, fast: bool) -> None:
    """An empty database cluster stands at the place; one that was begun and not finished is begun again."""
    if place.data.exists() and any(place.data.iterdir()):
        raise SetupError(str(place.data), "the folder is no database and not empty.", "Move it away, then start again.")
    data = place.data.with_name("data.unfinished")
    shutil.rmtree(data, ignore_errors=True)
    if not data.is_relative_to(place.folder):
        data.parent.mkdir(parents=True, exist_ok=True)
        (data.parent / "programme").write_text(f"{place.folder.resolve()}\n", encoding="utf-8")
    data.mkdir(mode=0o700)
    give(data, account)
    # The built-in C.UTF-8 of PostgreSQL sorts and folds case alike on every system; French order is a stored key.
    words = ["-D", str(data), "-U", OWNER, "--encoding=UTF8", "--no-locale", "--locale-provider=builtin"]
    words += ["--builtin-locale=C.UTF-8", "--no-instructions", *(["--no-sync"] if fast else [])]
    with secret.password_file(place) as password_file:
        words += ["--auth-local=peer"] if sys.platform != "win32" else []
        words += ["--auth-host=scram-sha-256", *([f"--pwfile={password_file}"] if password_file else [])]
        done = _run(commands, "initdb", words, account)
    if done.returncode:
        raise SetupError(
            str(data), f"the database could not be made: {_last_line(done.stdout)}.", "Check disk and rights."
        )
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"\ninclude '{SETTINGS_FILE}'\n")
    data.replace(place.data)
    keep(place)


def _start(place: Place, commands: Path, account: Account | None, *, fast: bool) -> Server:
    """The server is up; what an earlier one left behind has been dealt with."""
    _clear_stale(place.data)
    notices: tuple[str, ...] = ()
    if not is_free(place.port):
        place, old = Place(place.folder, free_port(), place.data), place.port
        notices = (f"Port {old} is taken by another program; the database now listens on port {place.port}.",)
    keep(place)
    sockets = None if sys.platform == "win32" else socket_folder(place.data, account)
    names = {our_name(), *([account.name] if account else [])}
    for name, content in (
        (SETTINGS_FILE, settings_text(place.port, sockets, fast=fast)),
        ("pg_hba.conf", hba_text()),
        ("pg_ident.conf", ident_text(names)),
    ):
        _write_private(place.data / name, content, account)
    _shorten(place.log)
    words = ["-D", str(place.data), "-l", str(place.log), "-w", "-t", str(START_SECONDS), "start"]
    done = _run(commands, "pg_ctl", words, account)
    postmaster = _await_ready(place.data)
    if postmaster is None:
        reason = _last_line(
            place.log.read_text(encoding="utf-8", errors="replace") if place.log.exists() else done.stdout
        )
        raise SetupError(str(place.data), f"the database would not start: {reason}.", f"The whole log is {place.log}.")
    server = Server(place, postmaster, _url(place, postmaster), was_started=True, notices=notices)
    _create_database(server.url)
    return server


def _create_database(url: URL) -> None:
    """The programme's database exists in the cluster."""
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": DATABASE})
        if found.first() is None:
            connection.execute(text(f"CREATE DATABASE {DATABASE}"))


def _clear_stale(data: Path) -> None:
    """No pid file stands in the way that PostgreSQL itself would stumble over: empty, nonsense, or a reused pid.

    A file whose process is dead is left alone, because the server reads from it which shared memory to check.
    """
    path = data / pidfile.NAME
    if not path.exists():
        return
    said = pidfile.read(data)
    if said is not None and said.pid > 0 and not psutil.pid_exists(said.pid):
        _await_workers(data)
        return
    _await_workers(data)
    path.unlink(missing_ok=True)


def _await_workers(data: Path) -> None:
    """Nothing of an earlier server works in the folder any more; a server without a valid pid file is stopped.

    Raises:
        SetupError: something does after half a minute, and a second server would destroy the files.
    """
    left = list(pidfile.processes_in(data))
    for process in left:
        # SIGTERM and SIGINT end a worker and stop a server in order; neither loses a commit.
        process.terminate()
    _, alive = psutil.wait_procs(left, timeout=5)
    for process in alive:
        process.send_signal(2)
    _, alive = psutil.wait_procs(alive, timeout=25)
    if alive:
        raise SetupError(
            str(data), f"process {alive[0].pid} of an earlier server is still at work.", "End it, then start again."
        )


def _await_ready(data: Path) -> pidfile.Postmaster | None:
    """The server once it is ready: on Windows pg_ctl comes back before the pid file says so."""
    for _ in range(100):
        postmaster = pidfile.running(data)
        if postmaster is None or postmaster.is_ready:
            return postmaster
        time.sleep(0.05)
    return None


def _url(place: Place, postmaster: pidfile.Postmaster) -> URL:
    """How this machine reaches the server as the owner of the database."""
    if postmaster.socket_folder and sys.platform != "win32":
        query = {"host": postmaster.socket_folder, "port": str(postmaster.port)}
        return URL.create("postgresql+psycopg", username=OWNER, database=DATABASE, query=query)
    return URL.create("postgresql+psycopg", OWNER, secret.owner_password(place), "127.0.0.1", postmaster.port, DATABASE)


def _run(
    commands: Path, name: str, words: Sequence[str], account: Account | None
) -> "subprocess.CompletedProcess[str]":
    """One program of PostgreSQL, run as the server's account, with its output as text.

    The output goes through a file: a server inherits a pipe on Windows and would keep it open for ever.
    """
    process: Mapping[str, Any] = account.process() if account else {}
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(  # noqa: S603
            [str(program(commands, name)), *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=commands,
            check=False,
            **process,
        )
        output.seek(0)
        said = output.read().decode("utf-8", errors="replace")
    return subprocess.CompletedProcess(done.args, done.returncode, said)


def _write_private(path: Path, content: str, account: Account | None) -> None:
    """The file has exactly this text and only the server's account reads it."""
    with private_files():
        path.write_text(content, encoding="utf-8")
    give(path, account)


def _shorten(log: Path) -> None:
    """The log of a server that starts is not longer than a few megabytes."""
    if log.exists() and log.stat().st_size > 4_000_000:
        log.replace(log.with_suffix(".old.log"))


def _last_line(said: str) -> str:
    """The last line that says something, without the full stop."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "it said nothing"
