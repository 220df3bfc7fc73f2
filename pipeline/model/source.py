"""What every source of submissions can do, in words that belong to no server."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from .submission import Access, AttachmentRef, Fingerprint, FormEdition, Received, Status


@dataclass(frozen=True, slots=True)
class Page:
    """Submissions in the order of their server ids.

    Attributes:
        high_mark: highest server id up to and including this page; the bookmark after it is stored.
        expected_count: submissions the server says match the whole question; None if it does not say.
    """

    submissions: tuple[Received, ...]
    high_mark: int
    expected_count: int | None


@dataclass(frozen=True, slots=True)
class ChangeFeed:
    """Root uuids that something happened to, and the instant up to which the feed was read."""

    root_uuids: frozenset[str]
    read_until: datetime


class Source(Protocol):
    """One project on one server, or one folder. Every method may raise SourceError or AccessError."""

    def check_access(self) -> Access:
        """Who we are there and what we may see; the only honest reading of an empty answer."""

    def read_since(self, mark: int) -> Iterator[Page]:
        """Every submission with a server id above ``mark`` (0 = all), page by page, bodies untouched."""

    def scan(self) -> Iterator[tuple[Sequence[Fingerprint], int | None]]:
        """Fingerprints of all rows with the count the server promised beside each page; complete or SourceError."""

    def changes_since(self, instant: datetime) -> ChangeFeed | None:
        """What the change feed says; None where this account or this server has no feed."""

    def fetch(self, root_uuids: Iterable[str]) -> Iterator[Received]:
        """The submissions that exist now under these keys; those that do not come are gone."""

    def count(self) -> int | None:
        """Rows this account sees now; None where the source cannot say."""

    def form_editions(self, known: frozenset[str]) -> Iterator[FormEdition]:
        """Editions of the form whose ``version`` is not in ``known``, oldest first."""

    def download(self, attachment: AttachmentRef, offset: int = 0) -> Iterator[bytes]:
        """The file's bytes from ``offset`` on, in pieces."""


class StatusBoard(Protocol):
    """The validation statuses of one project, where its server keeps any. Every method may raise SourceError."""

    def check_access(self) -> Access:
        """Who we are there, and whether that account may set statuses."""

    def is_marked(self, programme_id: str, *, take_over: bool = False) -> bool:
        """Whether the project carries this programme's mark; SetupError where it carries another's."""

    def read(self, server_ids: Collection[str]) -> Mapping[str, Status]:
        """The status of each submission that is there now, by its server id."""

    def write(self, server_ids: Collection[str], code: str) -> frozenset[str]:
        """These submissions have this status, '' for none; returns those that are not there. Never sent twice."""

    def pause(self, attempt: int) -> bool:
        """Wait before ``attempt`` (2 = the first repetition); False = it has been tried enough."""
