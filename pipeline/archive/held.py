"""Looks up what the archive holds of the submissions of a page, by primary key."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .bodies import Decompressor
from .holding import Holding
from .transaction import Cursor

# `= any(array)` goes through the primary key also while PostgreSQL has no statistics of a freshly filled table.
LOOKUP = """select root_uuid, edition_id, instance_id, server_id, content_hash, files, files_pending, state,
 status_code, status_by, status_at, status_is_ours, changed_seq
 from archive.submission where deployment = %s and root_uuid = any(%s)"""


@dataclass(frozen=True, slots=True)
class HeldEdition:
    """One stored edition, opened."""

    edition_id: int
    content_hash: bytes
    body: bytes
    body_format: str


def lookup(cursor: Cursor, deployment: str, root_uuids: Collection[str]) -> dict[str, Holding]:
    """What is held by root uuid; those unknown are absent."""
    cursor.execute(LOOKUP, (deployment, list(root_uuids)), binary=True)
    return {row[0]: Holding(*row[1:]) for row in cursor.fetchall()}


def open_editions(cursor: Cursor, deployment: str, root_uuids: Collection[str]) -> Mapping[str, list[HeldEdition]]:
    """Every edition of these submissions, oldest first."""
    opener = Decompressor().learn(cursor)
    cursor.execute(
        "select root_uuid, edition_id, content_hash, dictionary_id, body, body_format from archive.edition"
        " where edition_id in (select first_edition_id from archive.submission"
        " where deployment = %(place)s and root_uuid = any(%(roots)s)"
        " union all select edition_id from archive.edition"
        " where is_later and root_uuid = any(%(roots)s) and deployment = %(place)s) order by edition_id",
        {"place": deployment, "roots": list(root_uuids)},
        binary=True,
    )
    editions: dict[str, list[HeldEdition]] = defaultdict(list)
    for root, edition_id, content_hash, dictionary_id, body, body_format in cursor.fetchall():
        opened = opener.open(dictionary_id, body)
        editions[root].append(HeldEdition(edition_id, content_hash, opened, body_format))
    return editions
