"""An erased submission leaves a keyed digest and nothing else; by it, pull and import refuse it for ever."""

import hashlib
import hmac
from collections.abc import Iterable

from sqlalchemy import Connection

from ..errors import StoreError
from ..sql import store_errors
from .transaction import Cursor, cursor_of

KEY = "erasure"
TABLES_OF_A_SUBMISSION = ("status_history", "attachment", "tombstone", "pending_deletion")


def digest(key: bytes, root_uuid: str) -> bytes:
    """32 bytes that recognise the root uuid and, without the key, say nothing about it."""
    return hmac.new(key, root_uuid.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def refused(cursor: Cursor, root_uuids: Iterable[str]) -> frozenset[str]:
    """Those of the root uuids that were erased, under any deployment and any key this archive ever had."""
    cursor.execute(
        "select k.name, k.value from archive.key k where exists (select from archive.erasure where key_name = k.name)"
    )
    keys = cursor.fetchall()
    if not keys:
        return frozenset()
    by_digest = {digest(bytes(value), root): root for root in root_uuids for _, value in keys}
    cursor.execute("select digest from archive.erasure where digest = any(%s)", (list(by_digest),))
    return frozenset(by_digest[bytes(found)] for (found,) in cursor.fetchall())


def erase(connection: Connection, root_uuid: str, why: str) -> int:
    """Nothing of the submission is left in the archive but its keyed digest; in the connection's transaction.

    The row of ``archive.submission`` stays, emptied, as ``erased`` until the build has taken its answers out of every
    table made from it; then ``forget_erased`` removes that too. Files on disk: ``blobs.remove_unreferenced`` after
    the commit. PostgreSQL's own log and your backups keep old pages for a while: that is for their retention.

    Args:
        why: the decision, without a name: it is kept.

    Returns:
        How many submissions (one per deployment that held it) were erased; 0 still bars it from ever coming in.

    Raises:
        StoreError: the database refused.
    """
    with store_errors("erasure"), cursor_of(connection) as cursor:
        key = _own_key(cursor)
        cursor.execute(
            "select coalesce(min(deployment), '') from archive.submission where root_uuid = %s", (root_uuid,)
        )
        (deployment,) = cursor.fetchone() or ("",)
        cursor.execute(
            "insert into archive.erasure (digest, key_name, deployment, why) values (%s, %s, %s, %s)"
            " on conflict (digest) do nothing",
            (digest(key, root_uuid), KEY, deployment, why),
        )
        return empty(cursor, [root_uuid])


def _own_key(cursor: Cursor) -> bytes:
    cursor.execute("select value from archive.key where name = %s", (KEY,))
    row = cursor.fetchone()
    if row is None:
        raise StoreError("archive.key", "there is no key 'erasure'.", "Import the archive into a fresh database.")
    return bytes(row[0])


def empty(cursor: Cursor, root_uuids: list[str]) -> int:
    """Only the emptied rows of these submissions are left; how many there were."""
    cursor.execute(
        "delete from archive.edition where edition_id in"
        " (select first_edition_id from archive.submission where root_uuid = any(%s))"
        " or (is_later and root_uuid = any(%s))",
        (root_uuids, root_uuids),
    )
    for table in TABLES_OF_A_SUBMISSION:
        cursor.execute(f"delete from archive.{table} where root_uuid = any(%s)", (root_uuids,))  # noqa: S608 ours
    cursor.execute(
        "update archive.submission set state = 'erased', edition_id = 0, first_edition_id = 0,"
        " instance_id = '', server_id = '',"
        " content_hash = '', files = '[]', files_pending = false,"
        " status_code = '', status_by = '', status_at = null,"
        " status_is_ours = false, first_run = null, changed_at = now(), changed_seq = nextval('archive.change_seq')"
        " where root_uuid = any(%s) and state <> 'erased'",
        (root_uuids,),
    )
    return cursor.rowcount


def forget_erased(connection: Connection, deployment: str, up_to_seq: int) -> int:
    """The emptied rows that a build up to this change number has seen are gone; only the digests remain."""
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute(
            "delete from archive.submission where deployment = %s and state = 'erased' and changed_seq <= %s",
            (deployment, up_to_seq),
        )
        return cursor.rowcount
