"""All rows of KoBoToolbox's data list above an id, in order, several pages in flight, and proved complete.

Keyset paging on ``_id`` is the only one that neither skips nor doubles while rows are deleted and added; but it
asks one page after the other. So pages are also asked ahead by ``start``, each overlapping the one before by one
row: if a deletion or a late row shifted them, the overlapping row does not match, what was asked ahead is thrown
away, and reading goes on by keyset from the last row that is sure.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import msgspec

from ..errors import SourceError
from .answer import TooLargeError
from .http import Http

PAGE_SIZE = 1000
MISSES = 3
"""Pages asked ahead in vain before a reading stops asking ahead: this server or this hour is not made for it."""

FAST = 2
"""Pages asked ahead of a server that has them ready before they are needed: more would only fill memory."""

T = TypeVar("T")


class Envelope(msgspec.Struct):
    """The data list's answer; rows stay bytes."""

    count: int
    results: list[msgspec.Raw]


@dataclass(frozen=True, slots=True)
class DataList:
    """The data list of one project.

    Attributes:
        fields: keys to ask for; empty = all.
        page_size: rows per request; servers since 2.026.03 cut at 1000 (older: 30000), silently.
        ahead: most requests in flight, of a server that lets us wait; bounds memory together with ``page_size``.
    """

    http: Http
    path: str
    fields: tuple[str, ...] = ()
    page_size: int = PAGE_SIZE
    ahead: int = 4

    def ask(self, query: str, limit: int, start: int = 0) -> Envelope:
        """One request; ``query`` is Mongo's JSON, '' for every row."""
        params: dict[str, str | int] = {"format": "json", "limit": limit, "sort": '{"_id":1}'}
        if query:
            params["query"] = query
        if start:
            params["start"] = start
        if self.fields:
            params["fields"] = msgspec.json.encode(self.fields).decode()
        answer = self.http.get(self.path, params)
        if answer.status == 400 and b"not been deployed" in answer.body:
            raise SourceError(
                answer.where, "the project was never deployed, so it has no data list.", "Run 'retour forms deploy'."
            )
        return answer.accept(200).json(Envelope)

    def above(self, mark: int, parse: Callable[[bytes], tuple[int, T]]) -> Iterator["Rows[T]"]:
        """Every row with ``_id`` above ``mark``; raises SourceError if the end cannot be proved complete.

        ``parse`` gives a row's id and what becomes of it; it runs in the threads that download.
        """
        with ThreadPoolExecutor(max_workers=self.ahead, thread_name_prefix="page") as pool:
            reading = _Reading(self, pool, mark, parse)
            try:
                yield from reading.pages()
            finally:
                reading.forget()


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """One page: what became of its rows, in the order of their ids, none seen before.

    Attributes:
        expected_count: rows above the mark as of this page: those read before it and those the server still counts.
    """

    rows: tuple[T, ...]
    last_id: int
    expected_count: int


@dataclass(frozen=True, slots=True)
class _Asked(Generic[T]):
    """A request in flight: ``seen`` rows were sure when it left; ``brings`` is how many new ones it should."""

    answer: Future[tuple[int, list[tuple[int, T]]]]
    seen: int
    overlaps: bool
    brings: int


@dataclass(slots=True)
class _Reading(Generic[T]):
    """One reading of the list: what is sure so far, and the requests in flight."""

    listing: DataList
    pool: ThreadPoolExecutor
    mark: int
    parse: Callable[[bytes], tuple[int, T]]
    last: int = 0
    seen: int = 0
    expected: int = 1
    page_rows: int = 0
    limit: int = 0
    misses: int = 0
    stalled: int = 0
    window: int = FAST
    asked: deque[_Asked[T]] = field(default_factory=deque)

    def pages(self) -> Iterator[Rows[T]]:
        """Pages until the server counts nothing more, then the proof."""
        self.last, self.limit = self.mark, self.listing.page_size
        first_count = None
        while first_count is None or self.seen < self.expected:
            self._ask_ahead()
            rows = self._next()
            if rows is None:
                continue
            first_count = self.expected if first_count is None else first_count
            if rows or not self.seen:
                yield Rows(rows, self.last, self.expected)
        if self.seen != first_count:
            self._prove()

    def forget(self) -> None:
        """Drop what was asked ahead; what is under way ends in its thread and is not read."""
        for request in self.asked:
            request.answer.cancel()
        self.asked.clear()

    def _ask_ahead(self) -> None:
        """Fill the window: the first request by keyset, the others by ``start``, one row back."""
        window = min(self.window, self.listing.ahead) if self.page_rows > 1 and self.misses < MISSES else 1
        while len(self.asked) < window:
            coming = sum(request.brings for request in self.asked)
            if self.asked and self.seen + coming >= self.expected:
                return
            overlaps = bool(self.asked)
            answer = self.pool.submit(self._fetch, self.last, self.limit, coming - 1 if overlaps else 0)
            self.asked.append(_Asked(answer, self.seen, overlaps, max(self.page_rows - overlaps, 1)))

    def _fetch(self, last: int, limit: int, start: int) -> tuple[int, list[tuple[int, T]]]:
        page = self.listing.ask(f'{{"_id":{{"$gt":{last}}}}}', limit, start)
        return page.count, [self.parse(bytes(raw)) for raw in page.results]

    def _next(self) -> tuple[T, ...] | None:
        """The new rows of the next page; None if what was asked ahead was worth nothing."""
        request = self.asked.popleft()
        self.window = max(FAST, self.window - 1) if request.answer.done() else min(self.window + 1, self.listing.ahead)
        try:
            count, found = request.answer.result()
        except TooLargeError:
            self.forget()
            if self.limit == 1:
                raise
            self.limit = max(1, self.limit // 10)
            self.page_rows = 0
            return None
        if request.overlaps and (not found or found[0][0] != self.last):
            self.forget()
            self.misses += 1
            return None
        rows = self._new_rows(found)
        self.seen += len(rows)
        self.expected = request.seen + count
        self.page_rows = len(found)
        # A repeated answer (a proxy's) is forgiven once; a server that stands still is not asked for ever.
        self.stalled = 0 if rows or request.overlaps else self.stalled + 1
        if self.stalled > 1 and self.seen < self.expected:
            raise self._incomplete(f"counts {self.expected} submissions but hands over only {self.seen}")
        return rows

    def _new_rows(self, found: list[tuple[int, T]]) -> tuple[T, ...]:
        """Rows above the last sure one; a row that comes twice counts once, one out of order proves nothing."""
        rows = []
        before = 0
        for server_id, row in found:
            if server_id < before:
                raise self._incomplete(f"does not keep the order asked for (id {server_id} after {before})")
            before = server_id
            if server_id > self.last:
                self.last = server_id
                rows.append(row)
        return tuple(rows)

    def _prove(self) -> None:
        """Rows came or went while we read: count again what lies between the mark and the last row."""
        count = self.listing.ask(f'{{"_id":{{"$gt":{self.mark},"$lte":{self.last}}}}}', 1).count
        if count > self.seen:
            raise self._incomplete(f"holds {count} submissions up to id {self.last} but handed over {self.seen}")

    def _incomplete(self, what: str) -> SourceError:
        return SourceError(
            f"{self.listing.http.url}{self.listing.path}",
            f"the server {what}.",
            "What was read is kept; run again, and the missing ones are read from below the bookmark.",
        )
