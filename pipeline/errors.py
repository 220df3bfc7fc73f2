"""The error tree: each class says what the reader does next, and carries the exit code of the command.

    RetourError
    ├── SetupError    fix what the message names, run again; nothing was touched       exit 3
    ├── SourceError   a server could not be read completely; what is proved is
    │   │             loaded; wait or fix, run again                                   exit 4
    │   └── AccessError   the server answered, but this account may not see this
    └── StoreError    the database refused; everything was rolled back                 exit 5

A message has three sentences: where, what, how to fix. It carries ids, paths and counts,
never a name, a phone, an answer, a token or a server's whole reply.
A bad submission is no exception: it is set aside with a reason.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class RetourError(Exception):
    """What every message to a data manager is made of; never raised itself."""

    exit_code = 1

    def __init__(self, where: str, what: str, fix: str) -> None:
        """Args are whole clauses: ``where`` a place, ``what`` is wrong there, ``fix`` an order to the reader."""
        super().__init__(f"{where}: {what} {fix}".strip())
        self.where, self.what, self.fix = where, what, fix


class SetupError(RetourError):
    """Something on this side is wrong and nothing was touched: fix it and run again."""

    exit_code = 3


class SourceError(RetourError):
    """A server or folder could not be read completely; what is proved complete is loaded."""

    exit_code = 4


class AccessError(SourceError):
    """The server answered, and this account may not see or do what was asked."""


class StoreError(RetourError):
    """The database refused; everything since the last commit was rolled back."""

    exit_code = 5


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """A sentence with the nearest valid spelling, or the valid ones where none is near; empty if there are none."""
    spellings = sorted(known)
    near = get_close_matches(written, spellings, n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{near[0]}'?"
    return f"Valid here: {', '.join(spellings)}." if spellings else ""
