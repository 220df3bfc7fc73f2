"""Stores pages of submissions: an edition only where the answers are new, the bookmark only with its content."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import psycopg
from sqlalchemy import Engine

from ..model.submission import Received
from ..sql import store_errors
from . import bookmarks, inserting
from .bodies import Compressor
from .bookmarks import Bookmark
from .deletions import lift_tombstones
from .erasure import refused
from .forms import underscored_questions
from .held import lookup, open_editions
from .holding import Holding, Stored, cleaned, distinct_batches, files_text, is_same
from .judging import Change, judge
from .transaction import Cursor, opened, transaction


class Archive:
    """The archive of one deployment, as one run writes it; one writer at a time (the shell's lock sees to that)."""

    def __init__(self, engine: Engine, deployment: str, run_id: uuid.UUID) -> None:
        self._engine, self._deployment, self._run_id = engine, deployment, run_id
        self._compressor = Compressor(deployment)

    def store_page(self, submissions: Sequence[Received], bookmark: Bookmark | None = None) -> Stored:
        """Everything of the page is in the archive and the bookmark moved, in one commit; or neither.

        What is known already is compared by hash before anything is written: a page of unchanged submissions
        writes no row. Pages must come in the order they were read, because the last answer of a server counts.

        Args:
            submissions: any number, usually a page of 1,000; the same key may come twice, later ones are newer.
            bookmark: where to go on after this page; None leaves it where it is.

        Raises:
            StoreError: the database refused; page and bookmark are as before.
        """
        with store_errors(self._deployment):
            try:
                return self._store_page(submissions, bookmark)
            except (UnicodeEncodeError, psycopg.DataError):
                return self._store_page([cleaned(s) for s in submissions], bookmark)

    def bookmark(self, name: str) -> str | None:
        """How far the source was read under that name; None for never."""
        with transaction(self._engine, self._deployment) as cursor:
            return bookmarks.read(cursor, self._deployment, name)

    def _store_page(self, submissions: Sequence[Received], bookmark: Bookmark | None) -> Stored:
        stored = Stored()
        try:
            with opened(self._engine) as cursor:
                for batch in distinct_batches(submissions):
                    stored += self._store_batch(cursor, batch)
                if bookmark and bookmarks.move(cursor, self._deployment, self._run_id, bookmark):
                    stored += Stored(written=1)
        except BaseException:
            # A dictionary trained in this transaction went with it.
            self._compressor = Compressor(self._deployment)
            raise
        return stored

    def _store_batch(self, cursor: Cursor, batch: Sequence[Received]) -> Stored:
        """Submissions with distinct keys: known ones judged, the others inserted."""
        held = lookup(cursor, self._deployment, [r.root_uuid for r in batch])
        files = {r.root_uuid: files_text(r.attachments) for r in batch}
        unknown = [r for r in batch if r.root_uuid not in held]
        barred = refused(cursor, (r.root_uuid for r in unknown)) if unknown else frozenset()
        barred |= {root for root, h in held.items() if h.state == "erased"}
        new = [r for r in unknown if r.root_uuid not in barred]
        moved = [
            r
            for r in batch
            if r.root_uuid in held
            and r.root_uuid not in barred
            and not is_same(held[r.root_uuid], r, files[r.root_uuid])
        ]
        unchanged = len(batch) - len(new) - len(moved) - len(barred)
        written = 2 * len(new) + sum(bool(r.status.code) for r in new)
        stored = Stored(new=len(new), unchanged=unchanged, refused=len(barred), written=written)
        if not new and not moved:
            return stored
        numbers = inserting.numbers(cursor, len(new) + len(moved))
        at = _now(cursor)
        changes = self._judge(cursor, zip(numbers, moved, strict=False), held, files)
        numbered = list(zip(numbers[len(moved) :], new, strict=True))
        self._write_new(cursor, at, numbered, files)
        self._write_changes(cursor, at, changes)
        return sum((change.counted for change in changes), stored)

    def _judge(
        self,
        cursor: Cursor,
        moved: Iterable[inserting.Numbered],
        held: Mapping[str, Holding],
        files: Mapping[str, str],
    ) -> list[Change]:
        pairs = list(moved)
        edited = [r.root_uuid for _, r in pairs if r.content_hash != held[r.root_uuid].content_hash]
        editions = open_editions(cursor, self._deployment, edited) if edited else {}
        questions = underscored_questions(cursor, self._deployment) if edited else None
        return [
            judge(held[r.root_uuid], number, r, files[r.root_uuid], editions.get(r.root_uuid, []), questions)
            for number, r in pairs
        ]

    def _write_new(
        self, cursor: Cursor, at: datetime, new: Sequence[inserting.Numbered], files: Mapping[str, str]
    ) -> None:
        if not new:
            return
        inserting.insert_editions(cursor, self._deployment, self._run_id, at, new, self._compressor, False)
        inserting.insert_submissions(cursor, self._deployment, self._run_id, at, new, files)
        statuses = [(r.root_uuid, r.status) for _, r in new if r.status.code]
        inserting.insert_statuses(cursor, self._deployment, self._run_id, statuses, is_ours=False)

    def _write_changes(self, cursor: Cursor, at: datetime, changes: Sequence[Change]) -> None:
        editions = [(c.number, c.received) for c in changes if c.is_new_edition]
        if editions:
            inserting.insert_editions(cursor, self._deployment, self._run_id, at, editions, self._compressor, True)
        restored = [c.received.root_uuid for c in changes if c.restored]
        if restored:
            lift_tombstones(cursor, self._deployment, restored, self._run_id)
        after = {c.received.root_uuid: c.after for c in changes if c.after is not None}
        if after:
            inserting.update_submissions(cursor, self._deployment, at, after)
        statuses = [(c.received.root_uuid, c.received.status) for c in changes if c.status_changed]
        inserting.insert_statuses(cursor, self._deployment, self._run_id, statuses, is_ours=False)


def _now(cursor: Cursor) -> datetime:
    """The database's clock: one for all machines that ever write here."""
    cursor.execute("select now()")
    row = cursor.fetchone()
    assert row is not None  # noqa: S101 a select without a table has one row
    at: datetime = row[0]
    return at
