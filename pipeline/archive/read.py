"""Streams submissions out of the archive, exact bytes, in batches: what changed since, or everything."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import takewhile
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from ..model.archived import Archived
from ..sql import store_errors
from .bodies import Decompressor
from .transaction import Cursor, cursor_of

COLUMNS = """select s.changed_seq, s.state, s.root_uuid, s.edition_id, s.instance_id, s.server_id,
 coalesce(e.form_version, ''), e.submitted_at, coalesce(e.submitted_by, ''), e.dictionary_id, e.body,
 coalesce(e.body_format, 'json'), coalesce(e.encrypted, false), s.status_code"""
IS_UNTOUCHED = ", s.changed_seq = s.first_edition_id and s.state = 'present'"
SINCE = """ from archive.submission s left join archive.edition e on e.edition_id = s.edition_id
 where s.deployment = %s and s.changed_seq > %s order by s.changed_seq"""
CHANGED = COLUMNS + SINCE
UNTOUCHED = COLUMNS + IS_UNTOUCHED + SINCE + " limit %s"
NAMED = COLUMNS + SINCE.replace("s.changed_seq > %s", "s.root_uuid = any(%s)")


@dataclass(frozen=True, slots=True)
class Books:
    """What the archive of one deployment holds, to balance against its server.

    ``server count = present + erased_there``, where a scan says how many erased ones are still there (``refused``).

    Attributes:
        present / deleted: submissions; ``erased`` those whose digest alone is left.
        editions: of all submissions, those replaced included.
        pending_deletions: missing on the server and waiting for a person; still counted as present.
        files_pending: submissions with files not downloaded yet.
        last_seq: highest change number; 0 for an empty archive.
    """

    present: int
    deleted: int
    erased: int
    editions: int
    pending_deletions: int
    files_pending: int
    last_seq: int


def changed_since(connection: Connection, deployment: str, seq: int, size: int = 1000) -> Iterator[list[Archived]]:
    """Submissions whose answers, state, status or files changed after ``seq``, oldest change first.

    Streams through a cursor on the server, so memory is that of one batch; 0 gives everything, for a rebuild.
    Each submission comes once, as it stands now. Deleted ones come with their bytes, erased ones without.
    Remember the last ``changed_seq`` only when all before it is done with.

    Raises:
        StoreError: the database refused.
    """
    yield from _stream(connection, CHANGED, (deployment, seq), size)


def untouched_since(connection: Connection, deployment: str, seq: int, size: int = 500) -> list[Archived]:
    """The submissions that came next after ``seq``, up to the first that was edited, deleted or erased since.

    What it gives, it gives once: called again and again while another process stores pages, it never gives a second
    edition. Empty where there is nothing yet, or where a changed one comes next.

    Raises:
        StoreError: the database refused.
    """
    with store_errors(deployment), cursor_of(connection) as learning:
        opener = Decompressor().learn(learning)
        with learning.connection.cursor(binary=True) as cursor:
            # A plan made while the tables were small would go through all of them at every page.
            cursor.execute(UNTOUCHED, (deployment, seq, size), prepare=False)
            rows = takewhile(itemgetter(-1), cursor.fetchall())
            return [_archived(row[:-1], opener) for row in rows]


def by_root(
    connection: Connection, deployment: str, root_uuids: Collection[str], size: int = 1000
) -> Iterator[list[Archived]]:
    """These submissions as they stand now, such as those set aside that are worth another try; unknown ones are absent.

    Raises:
        StoreError: the database refused.
    """
    yield from _stream(connection, NAMED, (deployment, list(root_uuids)), size)


def last_seq(connection: Connection, deployment: str) -> int:
    """The highest change number of the deployment; 0 for an empty archive."""
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute(
            "select coalesce(max(changed_seq), 0) from archive.submission where deployment = %s", (deployment,)
        )
        return int((cursor.fetchone() or (0,))[0])


def present_among(connection: Connection, deployment: str, root_uuids: Collection[str]) -> frozenset[str]:
    """Those of the root uuids that the archive holds as present.

    Raises:
        StoreError: the database refused.
    """
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute(
            "select root_uuid from archive.submission"
            " where deployment = %s and root_uuid = any(%s) and state = 'present'",
            (deployment, list(root_uuids)),
        )
        return frozenset(root for (root,) in cursor.fetchall())


def gone_since(connection: Connection, deployment: str, seq: int) -> list[str]:
    """Root uuids that were deleted or erased after ``seq``, for what was built from them to go too.

    Raises:
        StoreError: the database refused.
    """
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute(
            "select root_uuid from archive.submission"
            " where deployment = %s and changed_seq > %s and state <> 'present'",
            (deployment, seq),
        )
        return [root for (root,) in cursor.fetchall()]


def books(connection: Connection, deployment: str) -> Books:
    """What the archive holds of the deployment."""
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute(
            "select count(*) filter (where state = 'present'), count(*) filter (where state = 'deleted'),"
            " (select count(*) from archive.erasure e where e.deployment = %(d)s),"
            " count(*) filter (where state <> 'erased')"
            " + (select count(*) from archive.edition e where e.deployment = %(d)s and is_later),"
            " (select count(*) from archive.pending_deletion p where p.deployment = %(d)s),"
            " count(*) filter (where files_pending and state = 'present'), coalesce(max(changed_seq), 0)"
            " from archive.submission where deployment = %(d)s",
            {"d": deployment},
        )
        return Books(*(cursor.fetchone() or (0,) * 7))


def _stream(connection: Connection, query: str, parameters: tuple[Any, ...], size: int) -> Iterator[list[Archived]]:
    with store_errors(str(parameters[0])), cursor_of(connection) as cursor:
        opener = Decompressor().learn(cursor)
        with cursor.connection.cursor(name="archive_read", binary=True) as streamed:
            _use_the_index(cursor)
            streamed.execute(query, parameters)
            while rows := streamed.fetchmany(size):
                yield [_archived(row, opener) for row in rows]


def _use_the_index(cursor: Cursor) -> None:
    # Before the first ANALYZE the planner may sort everything; the order is in the index already.
    cursor.execute("set local enable_sort = off")


def _archived(row: tuple[Any, ...], opener: Decompressor) -> Archived:
    seq, state, root, edition_id, instance_id, server_id, version, at, by, dictionary_id, packed, *rest = row
    body_format, encrypted, status_code = rest
    body = b"" if packed is None else opener.open(dictionary_id, packed)
    facts = (seq, state, root, edition_id, instance_id, server_id, version, at, by)
    return Archived(*facts, body, body_format, encrypted, status_code)
