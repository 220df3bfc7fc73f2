"""How long work tells where it is; the commands bring the real screen, tests a silent one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Advance = Callable[[int], None]
"""Moves a bar on by so many."""


class Telling(Protocol):
    """Where progress goes. Lines carry ids, paths and counts only."""

    def say(self, line: str) -> None:
        """One finished line."""

    def step(self, label: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """A piece of work with a bar; ``total`` in the unit its advance counts, None if unknown."""


class Silent:
    """Tells nothing: for tests and for ``--json``."""

    def say(self, line: str) -> None:
        """Nothing."""

    @contextmanager
    def step(self, label: str, total: int | None = None) -> Iterator[Advance]:
        """Counts nothing."""
        yield lambda count: None
