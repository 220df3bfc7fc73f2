"""Pull: what is on the servers comes into the archive, proved complete or marked incomplete, project by project."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from ...archive import deletions, runs
from ...archive.attachments import Downloaded, download_all
from ...archive.bookmarks import Bookmark
from ...archive.holding import Stored
from ...archive.read import books, last_seq, present_among
from ...archive.reconcile import confirm_deletions, trips_breaker
from ...archive.scan import Scan
from ...archive.store import Archive
from ...errors import SourceError
from ...model.source import Source
from ...model.submission import Access, Received
from ...programme import Deployment
from ..session import Session
from .beside import Beside
from .editions import store_new_editions

MARK = "server_id"
PAGE = 1000


@dataclass(slots=True)
class Pulled:
    """What a pull did to one deployment.

    Attributes:
        reason: why it is not complete; '' where it is.
        server_count: rows on the server that this account sees; None where the source cannot say.
        held_back: deletions that wait for a person; ``waiting_changed`` of them began or ceased to wait now.
        marks: instants the next run goes on from; they live in the run's own record.
    """

    deployment: Deployment
    stored: Stored = field(default_factory=Stored)
    reason: str = ""
    server_count: int | None = None
    new_editions: int = 0
    deleted: int = 0
    held_back: int = 0
    waiting_changed: int = 0
    files: Downloaded = field(default_factory=Downloaded)
    marks: dict[str, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Every row on the server is proved to be in the archive."""
        return not self.reason

    @property
    def rows_written(self) -> int:
        """Rows this pull wrote anywhere but in the run's own record; 0 when nothing was new."""
        # A deletion is a changed row and a tombstone.
        return self.stored.written + self.new_editions + 2 * self.deleted + self.files.written + self.waiting_changed


def pull(
    session: Session,
    deployments: Iterable[Deployment],
    *,
    confirm: bool = False,
    scan: bool = False,
    beside: Beside | None = None,
) -> list[Pulled]:
    """The archive holds what the servers hold; a server that cannot be read completely stops only itself.

    Args:
        session: holding the lock, its run on record.
        deployments: to pull, in this order.
        confirm: a person says that missing submissions are really gone.
        scan: compare everything, even where the change feed would do.
        beside: what builds beside a first pull; None where nothing is to be built.

    Raises:
        SetupError: no token, no uid; nothing was touched.
        StoreError: the database refused; what was committed before stays.
    """
    sources = [(d, session.source(d)) for d in deployments]
    return [_Pull(session, deployment, source, confirm, beside).run(scan) for deployment, source in sources]


class _Pull:
    """One deployment's pull."""

    def __init__(
        self, session: Session, deployment: Deployment, source: Source, confirm: bool, beside: Beside | None
    ) -> None:
        self._session, self._deployment, self._source, self._confirm = session, deployment, source, confirm
        self._beside = beside
        self._archive = Archive(session.engine, deployment.key, session.run_id)
        self._done = Pulled(deployment)
        self._is_first = False
        # Another project under the same zone starts at its first row, and says nothing of the rows of the one before.
        self._mark = f"{MARK} {deployment.uid}".strip()
        self._is_moved = self._archive.bookmark(self._mark) is None

    def run(self, scan: bool) -> Pulled:
        """Everything in its order; what is proved before a server fails is kept."""
        self._session.check_alone()
        try:
            access = self._source.check_access()
            self._done.new_editions = store_new_editions(self._session, self._deployment, self._source)
            self._read_new()
            self._follow(access, scan)
            self._prove(access)
        except SourceError as error:
            self._done.reason = str(error)
        folder = self._session.settings.folder / "attachments"
        self._done.files = download_all(self._session.engine, self._deployment.key, folder, self._source.download)
        return self._done

    def _read_new(self) -> None:
        """Rows above the bookmark, and some below it: ids can become visible late."""
        mark = int(self._archive.bookmark(self._mark) or 0)
        with self._session.engine.connect() as connection:
            self._is_first = mark == 0 and last_seq(connection, self._deployment.key) == 0
        start = max(0, mark - self._session.settings.limits.overlap_ids)
        with self._session.telling.step(f"pull {self._deployment.key}") as advance, self._beside_if_first() as stored:
            for page in self._source.read_since(start):
                mark = max(mark, page.high_mark)
                self._store(page.submissions, Bookmark(self._mark, str(mark)))
                stored(page.expected_count)
                advance(len(page.submissions))

    @contextmanager
    def _beside_if_first(self) -> Iterator[Callable[[int | None], None]]:
        """What is to be called after each page; a pull that its server cut short has ended like any other."""
        if self._beside is None or not self._is_first:
            yield lambda expected: None
            return
        try:
            yield partial(self._beside.page_stored, self._deployment)
        finally:
            self._beside.pull_ended()

    def _store(self, submissions: Sequence[Received], bookmark: Bookmark | None = None) -> None:
        self._done.stored += self._archive.store_page(submissions, bookmark)

    def _follow(self, access: Access, scan: bool) -> None:
        """Edits, statuses, late files and deletions: by the change feed between two scans, by a scan otherwise."""
        since = self._noted("changes_read_until")
        feed = None
        if since and access.can_see_changes and not (scan or self._is_due(since, access) or self._waits()):
            feed = self._source.changes_since(since)
        if feed is None:
            # What has just been read from its first row to its last, into an empty archive, has nothing to compare.
            if scan or not self._is_first:
                self._scan()
            self._done.marks = {"scanned_at": self._session.at.isoformat()}
            if access.server_time:
                # The feed is asked in the server's time; this machine's clock may be hours or years away from it.
                self._done.marks["changes_read_until"] = access.server_time.isoformat()
        else:
            gone = confirm_deletions(feed.root_uuids, self._fetch(feed.root_uuids))
            self._remove(gone)
            self._done.marks = {"changes_read_until": feed.read_until.isoformat()}

    def _is_due(self, since: datetime, access: Access) -> bool:
        """The last scan is too long ago; or a mark lies in the future: a clock was wrong, and it says nothing."""
        now, scanned = self._session.at, self._noted("scanned_at")
        if scanned is None or scanned > now or since > (access.server_time or now):
            return True
        return scanned <= now - timedelta(days=self._session.settings.limits.scan_days)

    def _waits(self) -> bool:
        """Deletions wait for a person: only a scan can tell whether what was missing has come back."""
        with self._session.engine.connect() as connection:
            return bool(deletions.waiting(connection, self._deployment.key))

    def _noted(self, name: str) -> datetime | None:
        with self._session.engine.connect() as connection:
            noted = runs.last_noted(connection, ("marks", self._deployment.key, self._deployment.uid, name))
        return datetime.fromisoformat(noted) if noted else None

    def _scan(self) -> None:
        scan = Scan(self._session.engine, self._deployment.key)
        with self._session.telling.step(f"scan {self._deployment.key}") as advance:
            for page, _ in self._source.scan():
                self._fetch(scan.take(page).to_read)
                advance(len(page))
        missing = scan.finish().missing
        self._remove(confirm_deletions(missing, self._fetch(missing)))

    def _fetch(self, root_uuids: Iterable[str]) -> set[str]:
        """Read and store these; the keys that the server still has."""
        found: set[str] = set()
        for chunk in _chunks(self._source.fetch(root_uuids)) if root_uuids else ():
            self._store(chunk)
            found.update(received.root_uuid for received in chunk)
        return found

    def _remove(self, gone: frozenset[str]) -> None:
        """Deleted with a tombstone; a sudden mass deletion waits for a person instead."""
        limits, key = self._session.settings.limits, self._deployment.key
        with self._session.engine.begin() as connection:
            # The change feed also tells of submissions that came and went before we ever saw them.
            gone = present_among(connection, key, gone)
            waited = deletions.waiting(connection, key)
            present = books(connection, key).present if gone else 0
            # What waits for a person goes on waiting, even if a run alone would not have stopped at so few.
            tripped = bool(gone & waited) or (bool(gone) and self._is_moved)
            tripped |= trips_breaker(len(gone), present, limits.deletion_share, limits.deletion_count)
            if tripped and not self._confirm:
                self._done.held_back = deletions.hold_back(connection, key, gone, self._session.run_id)
            else:
                deletions.hold_back(connection, key, (), self._session.run_id)
                self._done.deleted = deletions.delete(connection, key, gone, self._session.run_id)
            self._done.waiting_changed = len(waited ^ deletions.waiting(connection, key))

    def _prove(self, access: Access) -> None:
        """The server's own count equals what the archive holds; otherwise the deployment is incomplete, and why."""
        self._done.server_count = self._source.count()
        with self._session.engine.connect() as connection:
            held = books(connection, self._deployment.key)
        if not access.sees_all:
            self._done.reason = (
                f"{self._deployment.key}: the account '{access.account}' does not see every submission. "
                "Give it 'View submissions' without restriction on the server."
            )
        elif self._done.held_back:
            self._done.reason = (
                f"{self._deployment.key}: {self._done.held_back} submissions are gone from the server at once. "
                "Nothing was removed; if it is true, run: retour archive confirm-deletions"
            )
        elif self._done.server_count not in (None, held.present, held.present + held.erased):
            self._done.reason = (
                f"{self._deployment.key}: the server counts {self._done.server_count} submissions, the archive "
                f"{held.present}. Somebody may be sending or deleting right now; run it again."
            )


def _chunks(submissions: Iterator[Received]) -> Iterator[list[Received]]:
    while chunk := list(islice(submissions, PAGE)):
        yield chunk


def marks_of(pulled: Iterable[Pulled]) -> dict[str, Any]:
    """What the run's record notes, for the next run."""
    return {p.deployment.key: {p.deployment.uid: p.marks} for p in pulled if p.marks}
