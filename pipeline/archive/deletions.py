"""Deletions leave a tombstone and keep every edition; restorations lift it; a mass deletion waits for a person."""

import uuid
from collections.abc import Collection

from sqlalchemy import Connection

from ..sql import store_errors
from .transaction import Cursor, cursor_of


def delete(connection: Connection, deployment: str, root_uuids: Collection[str], run_id: uuid.UUID) -> int:
    """These submissions count as deleted on the server; their editions stay. In the connection's transaction.

    Returns:
        How many became deleted; those deleted before, erased or unknown are not counted again.

    Raises:
        StoreError: the database refused.
    """
    if not root_uuids:
        return 0
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute(
            "with gone as (update archive.submission set state = 'deleted', changed_at = now(),"
            " changed_seq = nextval('archive.change_seq')"
            " where deployment = %s and root_uuid = any(%s) and state = 'present'"
            " returning deployment, root_uuid, server_id)"
            " insert into archive.tombstone (deployment, root_uuid, server_id, deleted_run)"
            " select deployment, root_uuid, server_id, %s from gone",
            (deployment, list(root_uuids), run_id),
        )
        deleted = cursor.rowcount
        _forget_pending(cursor, deployment, root_uuids)
        return deleted


def restore(connection: Connection, deployment: str, root_uuids: Collection[str], run_id: uuid.UUID) -> int:
    """These submissions are on the server after all, as they were; the number that were deleted until now.

    Storing a page that brings them does the same; this is for those seen only as fingerprints.

    Raises:
        StoreError: the database refused.
    """
    if not root_uuids:
        return 0
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute(
            "update archive.submission set state = 'present', changed_at = now(),"
            " changed_seq = nextval('archive.change_seq')"
            " where deployment = %s and root_uuid = any(%s) and state = 'deleted'",
            (deployment, list(root_uuids)),
        )
        restored = cursor.rowcount
        lift_tombstones(cursor, deployment, root_uuids, run_id)
        return restored


def lift_tombstones(cursor: Cursor, deployment: str, root_uuids: Collection[str], run_id: uuid.UUID) -> None:
    """Their open tombstones say when the submissions came back."""
    cursor.execute(
        "update archive.tombstone set restored_at = now(), restored_run = %s"
        " where deployment = %s and root_uuid = any(%s) and restored_at is null",
        (run_id, deployment, list(root_uuids)),
    )


def hold_back(connection: Connection, deployment: str, root_uuids: Collection[str], run_id: uuid.UUID) -> int:
    """Exactly these wait for a person to confirm that they are really gone; those that came back wait no longer.

    Called after every complete scan, with nothing if the breaker did not trip. Writes nothing if nothing changed.

    Returns:
        How many wait now.

    Raises:
        StoreError: the database refused.
    """
    roots = list(root_uuids)
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute(
            "delete from archive.pending_deletion where deployment = %s and not root_uuid = any(%s)",
            (deployment, roots),
        )
        cursor.execute(
            "insert into archive.pending_deletion (deployment, root_uuid, run_id)"
            " select deployment, root_uuid, %s from archive.submission s"
            " where deployment = %s and root_uuid = any(%s) and state = 'present' and not exists"
            " (select from archive.pending_deletion p where p.deployment = s.deployment and p.root_uuid = s.root_uuid)",
            (run_id, deployment, roots),
        )
        return _count_pending(cursor, deployment)


def confirm_pending(connection: Connection, deployment: str, run_id: uuid.UUID) -> int:
    """A person said so: what waits is deleted. Returns how many.

    Raises:
        StoreError: the database refused.
    """
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute("select root_uuid from archive.pending_deletion where deployment = %s", (deployment,))
        roots = [root for (root,) in cursor.fetchall()]
    return delete(connection, deployment, roots, run_id)


def pending(connection: Connection) -> dict[str, int]:
    """How many deletions wait for a person, by deployment; only deployments where some do."""
    with cursor_of(connection) as cursor:
        cursor.execute("select deployment, count(*) from archive.pending_deletion group by deployment order by 1")
        return {row[0]: row[1] for row in cursor.fetchall()}


def waiting(connection: Connection, deployment: str) -> frozenset[str]:
    """The submissions whose deletion waits for a person."""
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute("select root_uuid from archive.pending_deletion where deployment = %s", (deployment,))
        return frozenset(root for (root,) in cursor.fetchall())


def _count_pending(cursor: Cursor, deployment: str) -> int:
    cursor.execute("select count(*) from archive.pending_deletion where deployment = %s", (deployment,))
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def _forget_pending(cursor: Cursor, deployment: str, root_uuids: Collection[str]) -> None:
    cursor.execute(
        "delete from archive.pending_deletion where deployment = %s and root_uuid = any(%s)",
        (deployment, list(root_uuids)),
    )
