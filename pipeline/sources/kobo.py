"""One KoBoToolbox project as a Source: correct against each trap of its API, in the words of no server."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from ..errors import AccessError, SourceError
from ..model.source import ChangeFeed, Page
from ..model.submission import Access, AttachmentRef, Fingerprint, FormEdition, Received
from . import kobo_access, kobo_changes, kobo_forms
from .answer import TooLargeError
from .download import download
from .http import Http
from .kobo_pages import PAGE_SIZE, DataList
from .kobo_rows import fingerprint, prefixed, received

SCANNED = ("_id", "_uuid", "_validation_status", "_attachments")
_NUMBER = re.compile(rb'"_id":\s*(\d{1,18})')
CHUNK = 100
"""Keys in one question: servers cut addresses at 8 to 32 KB."""


class KoboSource:
    """One project (asset). Every reading also writes a line into the project's history, so read in big pages."""

    def __init__(self, http: Http, asset_uid: str, *, page_size: int = PAGE_SIZE, ahead: int = 4) -> None:
        self.http, self.asset_uid = http, asset_uid
        self._path = kobo_access.asset_path(asset_uid)
        self._host = urlsplit(http.url).netloc
        self._rows = DataList(http, f"{self._path}data/", page_size=page_size, ahead=ahead)
        self._scan = DataList(http, f"{self._path}data/", SCANNED, page_size, ahead)

    def __repr__(self) -> str:
        """Address and project; no token."""
        return f"KoboSource({self.http.url!r}, {self.asset_uid!r})"

    def check_access(self) -> Access:
        """Who we are and what we may see; AccessError for a lost token and for a project that is gone for us."""
        return kobo_access.check_access(self.http, self.asset_uid)

    def read_since(self, mark: int) -> Iterator[Page]:
        """Every submission with ``_id`` above ``mark``; SourceError after the last page if it is not proved complete.

        Ids become visible out of order (the row is written after its files): start below the bookmark.
        """
        for page in self._rows.above(mark, self._received):
            yield Page(page.rows, page.last_id, page.expected_count)

    def scan(self) -> Iterator[tuple[Sequence[Fingerprint], int | None]]:
        """Fingerprints of all rows; SourceError if they are not proved complete."""
        for page in self._scan.above(0, self._fingerprint):
            yield page.rows, page.expected_count

    def changes_since(self, instant: datetime) -> ChangeFeed | None:
        """The project history, if the account may see it and it proves to reach back far enough."""
        return kobo_changes.changes_since(self.http, f"{self._path}history/", instant)

    def fetch(self, root_uuids: Iterable[str]) -> Iterator[Received]:
        """The submissions that exist now; before silence can mean deletion, the account must still see everything.

        Raises AccessError, after what was found, if some did not come and the account does not see all rows.
        """
        missing = sorted({prefixed(uuid) for uuid in root_uuids})
        for question, size in ((_by_root, CHUNK), (_by_bare_id, CHUNK // 2)):
            wanted, missing = missing, []
            for begin in range(0, len(wanted), size):
                chunk = wanted[begin : begin + size]
                found = {row.root_uuid: row for row in self._fetched(chunk, question)}
                yield from (found[key] for key in chunk if key in found)
                missing += [key for key in chunk if key not in found]
        if missing and not self.check_access().sees_all:
            raise AccessError(
                f"{self.http.url}{self._path}",
                f"{len(missing)} submissions did not come, and this account does not see every row.",
                "Give it 'View submissions' without restriction; nothing was taken as deleted.",
            )

    def count(self) -> int | None:
        """Rows this account sees now."""
        return self._scan.ask("", 1).count

    def form_editions(self, known: frozenset[str]) -> Iterator[FormEdition]:
        """Deployed versions not in ``known``, oldest first."""
        return kobo_forms.form_editions(self.http, self.asset_uid, known)

    def download(self, attachment: AttachmentRef, offset: int = 0) -> Iterator[bytes]:
        """The file's bytes from ``offset`` on; SourceError if it is not there."""
        if not attachment.locator.startswith("/"):
            raise SourceError(
                f"{self.http.url}{self._path}",
                f"attachment '{attachment.attachment_id}' lies on another host; the token is not sent there.",
                "Use the server's own address in config/programme.toml.",
            )
        return download(self.http, attachment.locator, offset, attachment.media_type)

    def _received(self, raw: bytes) -> tuple[int, Received]:
        with _readable(raw, f"{self.http.url}{self._path}"):
            row = received(raw, self.asset_uid, self._host)
        return int(row.server_id), row

    def _fingerprint(self, raw: bytes) -> tuple[int, Fingerprint]:
        with _readable(raw, f"{self.http.url}{self._path}"):
            row = fingerprint(raw)
        return int(row.server_id), row

    def _fetched(self, keys: Sequence[str], question: Callable[[Sequence[str]], object]) -> list[Received]:
        """Rows under these keys; a page that the server cuts, or that is too large, is asked in halves."""
        try:
            page = self._rows.ask(msgspec.json.encode(question(keys)).decode(), PAGE_SIZE)
        except TooLargeError:
            if len(keys) == 1:
                raise
        else:
            if page.count <= len(page.results) or len(keys) == 1:
                return [self._received(bytes(raw))[1] for raw in page.results]
        half = len(keys) // 2
        return self._fetched(keys[:half], question) + self._fetched(keys[half:], question)


def _by_root(keys: Sequence[str]) -> object:
    return {"meta/rootUuid": {"$in": keys}}


def _by_bare_id(keys: Sequence[str]) -> object:
    """For rows from before 2.025.02, which may lack the prefix or the whole key."""
    bare = [key.removeprefix("uuid:") for key in keys]
    return {"$or": [{"meta/rootUuid": {"$in": bare}}, {"_uuid": {"$in": bare}}]}


@contextmanager
def _readable(raw: bytes, where: str) -> Iterator[None]:
    """A row of another shape than any server's we know stops this project only, and is named by its number."""
    try:
        yield
    except (msgspec.DecodeError, ValueError):
        # `from None`: what the decoder says may quote an answer.
        number = _NUMBER.search(raw)
        which = f"row {number[1].decode()}" if number else "a row"
        raise SourceError(
            where, f"{which} of the data list has another shape than this server's API.", "Update retour, or report it."
        ) from None
