"""Where one programme keeps its embedded database: port, data folder, socket folder, written down beside it."""

import hashlib
import json
import os
import re
import secrets
import socket
import stat
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SetupError

from .account import Account, can_enter, give

FOLDER = "database"
FILE = "server.json"
# Below 32768 no system hands ports out by itself, so the port in an analyst's workbook stays free for us.
PORTS = range(15432, 25432)
# 107 bytes on Linux, 103 on macOS, with "/.s.PGSQL.65535" at the end.
SOCKET_FOLDER_BYTES = 85
PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """What ``database/server.json`` says; it holds no secret.

    Attributes:
        folder: ``database`` inside the programme.
        port: on 127.0.0.1, chosen once: it stands in people's workbooks.
        data: PostgreSQL's data folder; inside ``folder`` wherever the server's account can get there.
    """

    folder: Path
    port: int
    data: Path

    @property
    def lock(self) -> Path:
        """The file that lets one process at a time start or stop the server."""
        return self.folder / "lock"

    @property
    def log(self) -> Path:
        """What the server wrote; PostgreSQL is told to leave values out of it."""
        return self.data / "server.log"


def state_folder() -> Path:
    """Where root keeps what the unprivileged account must reach and a private home would hide from it."""
    return Path("/var/db/retour" if sys.platform == "darwin" else "/var/lib/retour")


def prepare(programme: Path) -> Path:
    """The programme's ``database`` folder exists, and git will never pick it up."""
    folder = programme / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise SetupError(
            str(folder), f"the folder cannot be written ({error.strerror}).", "Check its owner."
        ) from error
    return folder


def find(programme: Path) -> Place | None:
    """The place as it was written down; None if the programme has no database of its own yet."""
    folder = programme / FOLDER
    try:
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
        # Relative to the programme where it is inside, so that the whole folder can be moved.
        return Place(folder, int(said["port"]), folder / str(said["data"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        if (folder / "data" / "PG_VERSION").exists():
            return Place(folder, free_port(), folder / "data")
        raise SetupError(
            str(folder / FILE), "the file is not readable.", "Restore it: it says where the database is."
        ) from error


def choose(programme: Path, account: Account | None, state: Path) -> Place:
    """A place for a new database; inside the programme unless the server's account cannot get there."""
    folder = prepare(programme)
    if account is not None:
        folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    if can_enter(account, folder):
        return Place(folder, free_port(), folder / "data")
    key = hashlib.sha256(f"{os.fspath(folder.resolve())}\0{secrets.token_hex(8)}".encode()).hexdigest()[:16]
    return Place(folder, free_port(), state / key / "data")


def keep(place: Place) -> None:
    """The place is written down, whole or not at all."""
    inside = place.data.is_relative_to(place.folder)
    data = place.data.relative_to(place.folder) if inside else place.data
    said = {"port": place.port, "data": data.as_posix()}
    unfinished = place.folder / f"{FILE}.unfinished"
    unfinished.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    unfinished.replace(place.folder / FILE)


def check_owner(place: Place) -> None:
    """A data folder outside the programme belongs to one programme, also after somebody copied that.

    Raises:
        SetupError: this programme is a copy and the original is still there.
    """
    if place.data.is_relative_to(place.folder) or not place.data.exists():
        return
    owner = place.data.parent / "programme"
    here = place.folder.resolve()
    said = Path(owner.read_text(encoding="utf-8").strip()) if owner.exists() else here
    if said != here and (said / FILE).exists():
        raise SetupError(
            str(place.folder / FILE),
            f"this programme is a copy: the database it names belongs to {said.parent}.",
            f"Delete the folder {place.folder} to begin a database of its own.",
        )
    owner.write_text(f"{here}\n", encoding="utf-8")


def check_reachable(place: Place, account: Account | None) -> None:
    """The server's account can still get to the data.

    Raises:
        SetupError: a folder above it was closed since; opening it is not ours to do.
    """
    parent = place.data.parent
    if account is not None and parent.exists() and not can_enter(account, parent):
        raise SetupError(
            str(parent),
            f"the account '{account.name}', which runs the database, can no longer enter this folder.",
            "Let it pass through the folders above, or run retour as an ordinary user.",
        )


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on now."""
    for _ in range(200):
        port = secrets.choice(PORTS)
        if is_free(port):
            return port
    raise SetupError("127.0.0.1", f"no port of {PORTS.start}–{PORTS.stop - 1} is free.", "Restart the machine.")


def is_free(port: int) -> bool:
    """Whether a server of ours could listen there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            # As PostgreSQL itself does: a port whose last connection is still fading away counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def socket_folder(data: Path, account: Account | None) -> Path:
    """A private folder with a path short and plain enough for a socket: the data folder, or one under temp."""
    if len(os.fsencode(data)) <= SOCKET_FOLDER_BYTES and PLAIN_PATH.fullmatch(str(data)):
        return data
    key = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:10]
    base = Path(tempfile.gettempdir())
    if len(os.fsencode(base)) > SOCKET_FOLDER_BYTES - 20 or not PLAIN_PATH.fullmatch(str(base)):
        # Safe all the same: the folder below it is ours alone, or it is not used.
        base = Path("/tmp")  # noqa: S108
    wanted = base / f"retour-{key}"
    owner = account.uid if account else _our_uid()
    try:
        wanted.mkdir(mode=0o700)
        give(wanted, account)
    except FileExistsError:
        found = wanted.lstat()
        is_private = stat.S_ISDIR(found.st_mode) and found.st_uid == owner and not found.st_mode & 0o077
        if not is_private:
            # Somebody else was there first: the socket must not stand where they could put their own.
            wanted = Path(tempfile.mkdtemp(prefix="retour-", dir=base))
            give(wanted, account)
    return wanted


def forget_socket_folder(place: Place, folder: str) -> None:
    """The folder made for the socket alone is gone again; one that is not empty, or not ours to delete, stays."""
    path = Path(folder)
    if folder and path.name.startswith("retour-") and path != place.data:
        with suppress(OSError):
            path.rmdir()


def _our_uid() -> int:
    """The number of our account; -1 on Windows, which has none and no sockets either."""
    return -1 if sys.platform == "win32" else os.geteuid()
