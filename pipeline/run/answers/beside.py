"""A large first pull has its rows built beside it, by a second process that reads what each page left in the archive.

The archive still comes first, and the stage still appears whole or not at all: the second process has one transaction,
which it ends when the pull has ended. It is nothing but a head start: whatever it did not do, because it failed or
because something changed meanwhile, the ordinary build does afterwards.
"""

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from typing import BinaryIO

from ...programme import Deployment
from ..session import Session
from .loading import Built

LARGE = 5_000
"""Submissions of a first pull from which on it repays a second process."""

PAGE, END = b"page\n", b"end\n"


class Beside:
    """The second process of a run; ``with`` ends it with the run, however that ends.

    It lives while one deployment is pulled, and is ended by a pipe that closes when this process dies.
    """

    def __init__(self, session: Session, large: int = LARGE, processors: int = os.cpu_count() or 1) -> None:
        """``processors``: of this machine; with a single one nothing is gained."""
        self._session, self._large, self._processors = session, large, processors
        self._process: subprocess.Popen[bytes] | None = None
        self._deployment = ""
        self._tried: set[str] = set()
        self._built: list[Built] = []

    def __enter__(self) -> "Beside":
        """Nothing runs yet."""
        return self

    def __exit__(self, *raised: object) -> None:
        """Nothing runs any more; what was not finished is rolled back."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def page_stored(self, deployment: Deployment, expected: int | None) -> None:
        """A page of a first pull is in the archive; the second process begins with it, or goes on.

        Args:
            expected: submissions that the whole pull will bring.
        """
        if self._process is not None and self._process.poll() is not None:
            self.built()
        is_worth_it = self._processors > 1 and (expected or 0) >= self._large
        if self._process is None and is_worth_it and deployment.key not in self._tried:
            self._start(deployment)
        if self._deployment == deployment.key:
            self._say(PAGE)

    def pull_ended(self) -> None:
        """Nothing more comes in order: the second process ends its transaction while others are pulled."""
        self._say(END)
        self._deployment = ""

    def built(self) -> list[Built]:
        """What was built beside, once it is done; nothing where that failed."""
        if self._process is not None:
            answer, _ = self._process.communicate()
            if self._process.returncode == 0:
                self._built.append(pickle.loads(answer))  # noqa: S301 from our own process
            self._process = None
        return self._built

    def _start(self, deployment: Deployment) -> None:
        session = self._session
        command = [sys.executable, "-m", f"{__package__}.beside_main", str(session.settings.folder), deployment.key]
        command += [str(session.run_id), session.at.isoformat()]
        pipe, silent = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=silent)  # noqa: S603 ourselves
        self._deployment = deployment.key
        self._tried.add(deployment.key)

    def _say(self, word: bytes) -> None:
        """Heard or not: a second process that is gone says so by its end."""
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.write(word)
                self._process.stdin.flush()


class Told:
    """The pull as its process tells of it to the second one."""

    def __init__(self, deployment: str, words: BinaryIO) -> None:
        self.deployment, self._words = deployment, words

    def wait(self) -> bool:
        """As ``Pulling`` promises.

        Raises:
            EOFError: the process that pulls is gone; nothing must be committed.
        """
        word = self._words.readline()
        if word not in (PAGE, END):
            raise EOFError
        return word == PAGE
