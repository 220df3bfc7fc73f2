"""Downloads the files of submissions, takes up what broke off, and never lets one bad file stop the others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from ..errors import SourceError
from ..model.submission import AttachmentRef
from .blobs import append, blob_path, is_whole, keep, partial_path
from .holding import files_of
from .transaction import Cursor, cursor_of, explained, transaction

Download = Callable[[AttachmentRef, int], Iterator[bytes]]
"""``Source.download``: the bytes from an offset on, or SourceError when fewer came than the server promised."""

FAILURES_IN_A_ROW = 10
BATCH = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file to download."""

    root_uuid: str
    attachment: AttachmentRef


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What became of the files: ``failed`` are tried again at the next run, ``not_tried`` too (the server was down)."""

    stored: int = 0
    failed: int = 0
    not_tried: int = 0
    size_bytes: int = 0


def plan(connection: Connection, deployment: str) -> list[Wanted]:
    """The files that are on the server and not here, oldest submission first; those that failed before come last.

    Raises:
        StoreError: the database refused.
    """
    with explained(deployment), cursor_of(connection) as cursor:
        wanted = [(tries, file) for tries, file in _wanted(cursor, deployment) if tries >= 0]
    return [file for _, file in sorted(wanted, key=lambda pair: pair[0])]


def download_all(engine: Engine, deployment: str, folder: Path, download: Download) -> Downloaded:
    """Every wanted file is on disk under its content, with a row that says so; commits file by file.

    Killed anywhere it resumes: the partial file grows, is synced and renamed, and only then the row is written.
    After ten failures in a row the rest waits for the next run: the server is away, not the files.

    Args:
        folder: the programme's ``attachments``.
        download: from an offset on; a plain iterator.

    Raises:
        StoreError: the disk or the database refused.
    """
    with engine.connect() as connection:
        wanted = plan(connection, deployment)
    stored = failed = size_bytes = in_a_row = 0
    for file in wanted:
        if in_a_row == FAILURES_IN_A_ROW:
            break
        try:
            size_bytes += _fetch(engine, deployment, folder, file, download)
            stored, in_a_row = stored + 1, 0
        except SourceError:
            _note_failure(engine, deployment, file)
            failed, in_a_row = failed + 1, in_a_row + 1
    _settle(engine, deployment)
    return Downloaded(stored, failed, len(wanted) - stored - failed, size_bytes)


def want_missing_again(engine: Engine, deployment: str, folder: Path) -> int:
    """Files whose row says they are here and that are not, or are damaged, are wanted again; returns how many.

    For after an import into another programme, and for ``doctor``: it reads every file.

    Raises:
        StoreError: the database refused.
    """
    with transaction(engine, deployment) as cursor:
        cursor.execute(
            "select distinct sha256 from archive.attachment where deployment = %s and sha256 is not null", (deployment,)
        )
        lost = [bytes(sha256) for (sha256,) in cursor.fetchall() if not is_whole(folder, bytes(sha256))]
        for sha256 in lost:
            blob_path(folder, sha256).unlink(missing_ok=True)
        cursor.execute(
            "with lost as (update archive.attachment set sha256 = null, size = null, stored_at = null"
            " where deployment = %s and sha256 = any(%s) returning deployment, root_uuid)"
            " update archive.submission s set files_pending = true from lost"
            " where s.deployment = lost.deployment and s.root_uuid = lost.root_uuid and s.state <> 'erased'",
            (deployment, lost),
        )
        return len(lost)


def _wanted(cursor: Cursor, deployment: str) -> Iterator[tuple[int, Wanted]]:
    """(tries until now, file) of every pending submission; -1 for a submission that has nothing left to wait for."""
    cursor.execute(
        "select s.root_uuid, s.files, coalesce((select jsonb_object_agg(attachment_id,"
        " case when sha256 is null then attempts else -1 end) from archive.attachment a"
        " where a.deployment = s.deployment and a.root_uuid = s.root_uuid), '{}')"
        " from archive.submission s where deployment = %s and files_pending and state = 'present' order by changed_seq",
        (deployment,),
    )
    for root, files, tries in cursor.fetchall():
        for attachment in files_of(files):
            if not attachment.is_deleted:
                yield tries.get(attachment.attachment_id, 0), Wanted(root, attachment)


def _fetch(engine: Engine, deployment: str, folder: Path, file: Wanted, download: Download) -> int:
    """Bytes of the file, now on disk and on record."""
    partial = partial_path(folder, deployment, file.root_uuid, file.attachment.attachment_id)
    offset = partial.stat().st_size if partial.exists() else 0
    size = append(partial, download(file.attachment, offset))
    sha256, kept = keep(folder, partial)
    if kept != size:
        raise SourceError(f"file of {file.root_uuid}", "its length changed while it was written.", "Run again.")
    with transaction(engine, deployment) as cursor:
        cursor.execute(
            "insert into archive.attachment as a (deployment, root_uuid, attachment_id, sha256, size, stored_at)"
            " values (%s, %s, %s, %s, %s, now()) on conflict (deployment, root_uuid, attachment_id)"
            " do update set sha256 = excluded.sha256, size = excluded.size, stored_at = excluded.stored_at",
            (deployment, file.root_uuid, file.attachment.attachment_id, sha256, size),
        )
    return size


def _note_failure(engine: Engine, deployment: str, file: Wanted) -> None:
    with transaction(engine, deployment) as cursor:
        cursor.execute(
            "insert into archive.attachment as a (deployment, root_uuid, attachment_id, attempts)"
            " values (%s, %s, %s, 1)"
            " on conflict (deployment, root_uuid, attachment_id) do update set attempts = a.attempts + 1",
            (deployment, file.root_uuid, file.attachment.attachment_id),
        )


def _settle(engine: Engine, deployment: str) -> None:
    """Submissions whose files are all here wait no longer."""
    with transaction(engine, deployment) as cursor:
        waiting = {file.root_uuid for tries, file in _wanted(cursor, deployment) if tries >= 0}
        cursor.execute(
            "update archive.submission set files_pending = false"
            " where deployment = %s and files_pending and state = 'present' and not root_uuid = any(%s)",
            (deployment, list(waiting)),
        )
