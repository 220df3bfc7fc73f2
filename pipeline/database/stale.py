"""What a dead server left in its data folder does not keep the next one from starting."""

import signal
import sys
from pathlib import Path

import psutil

from pipeline.errors import SetupError

from . import pidfile


def clear(data: Path) -> None:
    """No pid file stands in the way that PostgreSQL itself would stumble over: empty, nonsense, or a reused pid.

    A file whose process is gone is left alone: the server reads from it which shared memory to look at.

    Raises:
        SetupError: a server of this folder is still at work and will not end.
    """
    path = data / pidfile.NAME
    if not path.exists():
        return
    _await_others(data)
    said = pidfile.read(data)
    if said is None or psutil.pid_exists(said.pid):
        path.unlink(missing_ok=True)


def _await_others(data: Path) -> None:
    """Nothing works in the folder any more.

    A server whose pid file is spoilt is told to stop in order. Workers of a dead server notice its death
    by themselves; only one that does not within ten seconds is told.
    """
    left = list(pidfile.processes_in(data))
    for process in left:
        if "-D" in _words(process):
            process.terminate() if sys.platform == "win32" else process.send_signal(signal.SIGINT)
    _, left = psutil.wait_procs(left, timeout=10)
    for process in left:
        process.terminate()
    _, left = psutil.wait_procs(left, timeout=20)
    if left:
        raise SetupError(
            str(data), f"process {left[0].pid} of an earlier server is still at work.", "End it, then start again."
        )


def _words(process: psutil.Process) -> list[str]:
    """The command line; a worker's has been overwritten with what it does, so only a server's has ``-D``."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []
