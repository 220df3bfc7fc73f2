"""What ``postmaster.pid`` says, and whether it is true: the process lives, is PostgreSQL, and of this folder."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from pipeline.errors import SetupError

NAME = "postmaster.pid"
LARGEST_PID = 2**31


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A server that runs on a data folder.

    Attributes:
        socket_folder: '' where there are no sockets (Windows).
        state: ``starting``, ``ready`` or ``stopping``, as PostgreSQL writes it.
    """

    pid: int
    since: datetime
    port: int
    socket_folder: str
    state: str

    @property
    def is_ready(self) -> bool:
        """Whether it accepts connections."""
        return self.state == "ready"


def read(data: Path) -> Postmaster | None:
    """What the file says, believed or not; None if it is missing, empty, cut short or nonsense."""
    try:
        lines = (data / NAME).read_text(encoding="utf-8", errors="replace").splitlines()
        # Line by line: pid, data folder, start (epoch), port, socket folder, first address, shared memory, state.
        pid = int(lines[0])
        if not 0 < pid < LARGEST_PID:
            return None
        return Postmaster(
            pid=pid,
            since=datetime.fromtimestamp(int(lines[2]), UTC),
            port=int(lines[3]),
            socket_folder=lines[4].strip(),
            state=lines[7].strip() if len(lines) > 7 else "starting",
        )
    except (FileNotFoundError, ValueError, IndexError, OverflowError, OSError):
        return None


def running(data: Path) -> Postmaster | None:
    """The live server of exactly this data folder; None for a stale file or a pid that is somebody else's now."""
    said = read(data)
    return said if said is not None and is_ours(said.pid, data) else None


def is_ours(pid: int, data: Path) -> bool:
    """Whether that process is PostgreSQL working in this data folder.

    Raises:
        SetupError: it is PostgreSQL, but nothing tells whose: starting a second server on the same
            files would destroy them, so a person has to look.
    """
    try:
        process = psutil.Process(pid)
        if not _is_postgres(process) or not _has_owner_of(process, data):
            return False
        folder = _folder_of(process)
    except psutil.NoSuchProcess:
        return False
    if folder is None:
        raise SetupError(
            str(data / NAME),
            f"process {pid} is a PostgreSQL server, and this account cannot see of which folder.",
            f"If it belongs to this programme, stop it (kill -INT {pid}); if not, delete the file.",
        )
    return _is_same(folder, data)


def processes_in(data: Path) -> Iterator[psutil.Process]:
    """Every PostgreSQL process of this folder that can be seen, workers that outlived their server included."""
    for process in psutil.process_iter():
        try:
            if _is_postgres(process) and _has_owner_of(process, data):
                folder = _folder_of(process)
                if folder is not None and _is_same(folder, data):
                    yield process
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue


def _is_postgres(process: psutil.Process) -> bool:
    """Told by its name, which every account may read; a dead child nobody has collected is not running."""
    is_named = process.name().lower().removesuffix(".exe") in {"postgres", "postmaster"}
    return is_named and process.status() != psutil.STATUS_ZOMBIE


def _has_owner_of(process: psutil.Process, data: Path) -> bool:
    """Whether the account that owns the folder runs the process: PostgreSQL refuses any other."""
    return sys.platform == "win32" or process.uids().real == data.stat().st_uid


def _folder_of(process: psutil.Process) -> Path | None:
    """The data folder: PostgreSQL works in it. In a container even root may not ask; then the command line says."""
    try:
        return Path(process.cwd())
    except psutil.AccessDenied:
        pass
    try:
        words = process.cmdline()
    except psutil.AccessDenied:
        return None
    named = [Path(words[n + 1]) for n, word in enumerate(words[:-1]) if word == "-D"]
    return named[0] if named and named[0].exists() else None


def _is_same(one: Path, other: Path) -> bool:
    """The same folder under any spelling; a folder that is gone is not the same as any."""
    try:
        return one.samefile(other)
    except OSError:
        return False
