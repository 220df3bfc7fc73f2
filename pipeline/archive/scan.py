"""Holds a server's fingerprints against the archive page by page, in memory that does not grow with the bodies."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Engine

from ..model.submission import Fingerprint
from .erasure import refused
from .holding import files_of
from .reconcile import Differences, Known, compare, find_missing, merged
from .transaction import Cursor, transaction

BATCH = 5000


class Scan:
    """One comparison of a whole server with the archive of one deployment; writes nothing."""

    def __init__(self, engine: Engine, deployment: str) -> None:
        self._engine, self._deployment = engine, deployment
        self._seen: set[str] = set()
        self._found: list[Differences] = []

    @property
    def seen_count(self) -> int:
        """Different submissions seen until now."""
        return len(self._seen)

    def take(self, page: Sequence[Fingerprint]) -> Differences:
        """What moved among these; remembered for ``finish``.

        Raises:
            StoreError: the database refused.
        """
        roots = [f.root_uuid for f in page]
        with transaction(self._engine, self._deployment) as cursor:
            known = known_fingerprints(cursor, self._deployment, roots)
            unknown = [root for root in roots if root not in known]
            barred = refused(cursor, unknown) if unknown else frozenset()
        erased = {f.root_uuid: Known(f, "erased") for f in page if f.root_uuid in barred}
        differences = compare({**known, **erased}, page)
        self._seen.update(roots)
        self._found.append(differences)
        return differences

    def finish(self) -> Differences:
        """All that moved, with those missing: call it only after a scan that was complete.

        Raises:
            StoreError: the database refused.
        """
        with transaction(self._engine, self._deployment) as cursor:
            missing = find_missing(_present(cursor, self._deployment), self._seen)
        return merged([*self._found, Differences(missing=missing)])


def known_fingerprints(cursor: Cursor, deployment: str, root_uuids: Sequence[str]) -> dict[str, Known]:
    """What the archive holds of these, by root uuid; those unknown are absent."""
    cursor.execute(
        "select root_uuid, instance_id, server_id, status_code, status_at, files, state from archive.submission"
        " where deployment = %s and root_uuid = any(%s)",
        (deployment, list(root_uuids)),
    )
    known = {}
    for root, instance_id, server_id, status_code, status_at, files, state in cursor.fetchall():
        there = frozenset(a.attachment_id for a in files_of(files) if not a.is_deleted)
        known[root] = Known(Fingerprint(root, instance_id, server_id, status_code, there, status_at), state)
    return known


def _present(cursor: Cursor, deployment: str) -> Iterator[str]:
    with cursor.connection.cursor(name="present") as streamed:
        streamed.itersize = BATCH
        streamed.execute(
            "select root_uuid from archive.submission where deployment = %s and state = 'present'", (deployment,)
        )
        for (root,) in streamed:
            yield root
