"""What linking reads: one submission and what it says, whatever it was read from."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection

from ...model.mention import Mention


class Spoken(NamedTuple):
    """A submission and what it says.

    Attributes:
        received_at: when the server got it; None where it does not say.
        nouns: what the submission is about: a registration, a draft, a meeting …
    """

    root_uuid: str
    stage: str
    deployment: str
    zone: str
    edition_id: int
    received_at: datetime | None
    mentions: tuple[Mention, ...] = ()
    nouns: tuple[Any, ...] = ()


@dataclass(slots=True)
class Changed:
    """What must be read.

    Attributes:
        roots: by stage; None for the whole stage.
        gone: root uuids that were read and are no longer there.
        now: marks to write once it is done, by deployment.
    """

    roots: dict[str, frozenset[str] | None] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    now: dict[str, Mapping[str, str]] = field(default_factory=dict)


class Sayings(Protocol):
    """Where submissions come from; a test brings its own."""

    def changed(self, connection: Connection, *, everything: bool, thorough: bool) -> Changed:
        """What must be read since the last time; ``thorough`` looks at every submission's edition."""

    def said(self, connection: Connection, stage: str, roots: Collection[str] | None) -> Iterator[Spoken]:
        """What these submissions say, or all of the stage; unknown ones are absent."""
