"""One process at a time: a lock on a file that the system lifts when its holder dies."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipeline.errors import SetupError


@contextmanager
def hold(path: Path, wait_seconds: float = 60.0) -> Iterator[None]:
    """The lock is ours inside the block; threads of one process exclude each other too.

    Raises:
        SetupError: another process kept it longer than ``wait_seconds``, or the file is not ours to open.
    """
    until = time.monotonic() + wait_seconds
    with _opened(path) as file:
        while not _take(file):
            if time.monotonic() > until:
                raise SetupError(
                    str(path),
                    f"another process has been starting or stopping the database for {wait_seconds:.0f} seconds.",
                    "Wait for it, or end it if it hangs.",
                )
            time.sleep(0.02)
        try:
            yield
        finally:
            _release(file)


def _opened(path: Path) -> IO[bytes]:
    """The file, made if need be; root may have made it, and then the database is root's too."""
    try:
        return path.open("a+b")
    except OSError as error:
        raise SetupError(
            str(path), f"it cannot be opened ({error.strerror}).", "Run retour as the account that made the database."
        ) from error


def _take(file: IO[bytes]) -> bool:
    """Whether the lock became ours at this attempt."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _release(file: IO[bytes]) -> None:
    """Closing the file would do; saying so lets a waiting thread of ours in at once."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_UN)
