"""The process beside a large pull: told of each page on standard input, it builds the stage; see ``beside``."""

import pickle
import sys
import uuid
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ..settings import find_stage
from .beside import END, PAGE
from .build import build_beside
from .collecting import rare_collections
from .session import open_session
from .telling import Silent


class Told:
    """The pull as its process tells of it."""

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


def main(folder: Path, deployment: str, run_id: uuid.UUID, at: datetime) -> None:
    """The stage of the deployment is built; what was done goes out on standard output."""
    pulling = Told(deployment, sys.stdin.buffer)
    with open_session(folder, Silent(), writes=False, now=lambda: at) as session, rare_collections():
        session.run_id = run_id
        built = build_beside(session, find_stage(session.settings, deployment.partition("/")[0]), pulling)
    pickle.dump(built, sys.stdout.buffer)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], uuid.UUID(sys.argv[3]), datetime.fromisoformat(sys.argv[4]))
