"""PostgreSQL's own programs at work on one data folder: initdb, pg_ctl, and the files they read."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import SetupError

from . import secret
from .account import Account, give, our_name, private_files
from .binaries import program
from .configure import OWNER, SETTINGS_FILE, hba_text, ident_text, settings_text
from .place import Place, keep, socket_folder

START_SECONDS = 60
# The server outlives the command: it must not carry our tokens in its environment, nor obey PGDATA and the like.
INHERITED = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "TMPDIR", "USERNAME")


def major_of(data: Path) -> int | None:
    """The PostgreSQL version that made the data folder; None if there is no database in it.

    Raises:
        SetupError: the database belongs to another account of this machine.
    """
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None
    except PermissionError as error:
        raise SetupError(
            str(data), "the database belongs to another account of this machine.", "Run retour as that account."
        ) from error


def initialise(place: Place, commands: Path, account: Account | None, *, fast: bool) -> None:
    """An empty database cluster stands at the place; one that was begun and never finished is begun again."""
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
    words += ["--builtin-locale=C.UTF-8", "--no-instructions", "--auth-host=scram-sha-256"]
    words += ["--no-sync"] if fast else []
    with secret.password_file(place) as password_file:
        words += [f"--pwfile={password_file}", "--auth-local=scram-sha-256"] if password_file else ["--auth-local=peer"]
        done = run(commands, "initdb", words, account)
    if done.returncode:
        shutil.rmtree(data, ignore_errors=True)
        reason = last_line(done.stdout)
        raise SetupError(str(place.data), f"the database could not be made: {reason}.", "Check space and rights there.")
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"\ninclude '{SETTINGS_FILE}'\n")
    if place.data.exists():
        place.data.rmdir()
    data.replace(place.data)
    keep(place)


def write_settings(place: Place, account: Account | None, *, fast: bool) -> None:
    """The server's files say the port, the socket folder and who may connect, as of this start."""
    sockets = None if sys.platform == "win32" else socket_folder(place.data, account)
    names = {our_name(), *([account.name] if account else [])}
    for name, content in (
        (SETTINGS_FILE, settings_text(place.port, sockets, fast=fast)),
        ("pg_hba.conf", hba_text()),
        ("pg_ident.conf", ident_text(names)),
    ):
        path = place.data / name
        with private_files():
            path.write_text(content, encoding="utf-8")
        give(path, account)


def launch(place: Place, commands: Path, account: Account | None) -> str:
    """The server was told to start and had its time to; the last line of its log, or of pg_ctl if it has none."""
    if place.log.exists() and place.log.stat().st_size > 4_000_000:
        place.log.replace(place.log.with_suffix(".old.log"))
    words = ["-D", str(place.data), "-l", str(place.log), "-w", "-t", str(START_SECONDS), "start"]
    done = run(commands, "pg_ctl", words, account)
    said = place.log.read_text(encoding="utf-8", errors="replace")[-20_000:] if place.log.exists() else ""
    fatal = [line for line in said.splitlines() if "FATAL" in line or "PANIC" in line]
    return last_line("\n".join(fatal) or done.stdout)


def run(commands: Path, name: str, words: Sequence[str], account: Account | None) -> "subprocess.CompletedProcess[str]":
    """One program of PostgreSQL, run as the server's account, with its output as text.

    The output goes through a file: on Windows a server inherits a pipe and would keep it open for ever.
    """
    process: Mapping[str, Any] = account.process() if account else {}
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(  # noqa: S603
            [str(program(commands, name)), *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=commands,
            env={key: os.environ[key] for key in INHERITED if key in os.environ} | {"LC_ALL": "C"},
            check=False,
            **process,
        )
        output.seek(0)
        said = output.read().decode("utf-8", errors="replace")
    return subprocess.CompletedProcess(done.args, done.returncode, said)


def last_line(said: str) -> str:
    """The last line that says something, without the full stop."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "it said nothing"
