"""Downloads the files of submissions, takes up what broke off, and never lets one bad file stop the others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from sqlalchemy import Engine

from ..errors import SourceError
from ..model.submission import AttachmentRef
from .blobs import append, blob_path, is_whole, keep, partial_path
from .holding import files_of
from .transaction import transaction

Download = Callable[[AttachmentRef, int], Iterator[bytes]]
"""``Source.download``: the bytes from an offset on, or SourceError when fewer came than the server promised."""

FAILURES_IN_A_ROW = 10
BATCH = 500
# -1 for a file that is here; the key of the last submission of the batch before says where to go on.
PENDING = """select s.changed_seq, s.root_uuid, s.files, coalesce((select jsonb_object_agg(attachment_id,
 case when sha256 is null then attempts else -1 end) from archive.attachment a
 where a.deployment = s.deployment and a.root_uuid = s.root_uuid), '{}')
 from archive.submission s where deployment = %s and files_pending and state = 'present'
 and (changed_seq, root_uuid) > (%s, %s) order by changed_seq, root_uuid limit %s"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file to download."""

    root_uuid: str
    attachment: AttachmentRef


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What became of the files: ``failed`` are tried again at the next run, ``not_tried`` too (the server was down).

    ``written`` counts rows: of files, of tries, and of submissions that wait no longer.
    """

    stored: int = 0
    failed: int = 0
    not_tried: int = 0
    size_bytes: int = 0
    written: int = field(default=0, compare=False)


def plan(engine: Engine, deployment: str, *, failed_before: bool) -> Iterator[Wanted]:
    """The files that are on the server and not here, oldest submission first; read as they are asked for.

    Args:
        failed_before: those that failed at least once, or those that were never tried.

    Raises:
        StoreError: the database refused.
    """
    for _, waiting in _pending(engine, deployment):
        yield from (file for tries, file in waiting if (tries > 0) == failed_before)


def download_all(engine: Engine, deployment: str, folder: Path, download: Download) -> Downloaded:
    """Every wanted file is on disk under its content, with a row that says so; commits file by file.

    Killed anywhere it resumes: the partial file grows, is synced and renamed, and only then the row is written.
    After ten failures in a row the rest waits for the next run: the server is away, not the files. Files that failed
    at an earlier run come last: else ten lost photos would hide all new ones.

    Args:
        folder: the programme's ``attachments``.
        download: from an offset on; a plain iterator.

    Raises:
        StoreError: the disk or the database refused.
    """
    stored = size_bytes = in_a_row = 0
    failed: set[Wanted] = set()
    new, again = (plan(engine, deployment, failed_before=before) for before in (False, True))
    for file in chain(new, again):
        if in_a_row == FAILURES_IN_A_ROW:
            break
        if file in failed:
            continue
        try:
            size_bytes += _fetch(engine, deployment, folder, file, download)
            stored, in_a_row = stored + 1, 0
        except SourceError:
            _note_failure(engine, deployment, file)
            failed.add(file)
            in_a_row += 1
    left, settled = _settle(engine, deployment)
    return Downloaded(stored, len(failed), left - len(failed), size_bytes, stored + len(failed) + settled)


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


def _pending(engine: Engine, deployment: str) -> Iterator[tuple[str, list[tuple[int, Wanted]]]]:
    """Every pending submission with (tries until now, file) of what it still waits for, which may be nothing.

    A batch at a time, each in a transaction of its own: a first pull may have hundreds of thousands of files to
    fetch, for many hours.
    """
    last = (0, "")
    while True:
        with transaction(engine, deployment) as cursor:
            cursor.execute(PENDING, (deployment, *last, BATCH))
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][:2]
        for _, root, files, tries in rows:
            there = (a for a in files_of(files) if not a.is_deleted)
            waiting = [(tries.get(a.attachment_id, 0), Wanted(root, a)) for a in there]
            yield root, [(count, file) for count, file in waiting if count >= 0]


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


def _settle(engine: Engine, deployment: str) -> tuple[int, int]:
    """Submissions whose files are all here wait no longer: (files still waited for, submissions done)."""
    left = 0
    done = []
    for root, waiting in _pending(engine, deployment):
        left += len(waiting)
        if not waiting:
            done.append(root)
    with transaction(engine, deployment) as cursor:
        cursor.execute(
            "update archive.submission set files_pending = false"
            " where deployment = %s and files_pending and state = 'present' and root_uuid = any(%s)",
            (deployment, done),
        )
    return left, len(done)
