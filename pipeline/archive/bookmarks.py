"""How far each source was read: a bookmark moves in the transaction of the content it stands behind."""

import uuid
from dataclasses import dataclass

from .transaction import Cursor


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far a source was read, under a name of the source's choosing."""

    name: str
    value: str


def read(cursor: Cursor, deployment: str, name: str) -> str | None:
    """The bookmark's value; None if the source was never read."""
    cursor.execute("select value from archive.bookmark where deployment = %s and name = %s", (deployment, name))
    row = cursor.fetchone()
    return row[0] if row else None


def move(cursor: Cursor, deployment: str, run_id: uuid.UUID, bookmark: Bookmark) -> bool:
    """True if the bookmark stood elsewhere; where it stands already, not even a row is locked."""
    if read(cursor, deployment, bookmark.name) == bookmark.value:
        return False
    cursor.execute(
        "insert into archive.bookmark (deployment, name, value, run_id) values (%s, %s, %s, %s)"
        " on conflict (deployment, name)"
        " do update set value = excluded.value, moved_at = now(), run_id = excluded.run_id",
        (deployment, bookmark.name, bookmark.value, run_id),
    )
    return True
