"""Writes a page's rows: COPY for what is new, one statement per table for what changed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime

from ..model.submission import AttachmentRef, Received, Status
from .bodies import Compressor
from .holding import Holding
from .transaction import Cursor

Numbered = tuple[int, Received]
"""A submission with its edition id, which for a new one is its change number too."""

EDITION = """copy archive.edition (edition_id, deployment, root_uuid, instance_id, server_id, form_version,
 submitted_at, submitted_by, received_at, run_id, body_format, encrypted, content_hash, dictionary_id, body) from stdin (format binary)"""
EDITION_TYPES = "int8 text text text text text timestamptz text timestamptz uuid text bool bytea int4 bytea"
SUBMISSION = """copy archive.submission (deployment, root_uuid, edition_id, instance_id, server_id, content_hash,
 files_hash, state, status_code, status_by, status_at, changed_seq, changed_at, first_run) from stdin (format binary)"""
SUBMISSION_TYPES = "text text int8 text text bytea bytea text text text timestamptz int8 timestamptz uuid"
ATTACHMENT = """copy archive.attachment (deployment, root_uuid, attachment_id, question, filename, locator, media_type,
 is_deleted, added_seq) from stdin (format binary)"""
ATTACHMENT_TYPES = "text text text text text text text bool int8"

UPDATE = """update archive.submission s
 set edition_id = v.edition_id, instance_id = v.instance_id, server_id = v.server_id, content_hash = v.content_hash,
 files_hash = v.files_hash, state = v.state, status_code = v.status_code, status_by = v.status_by,
 status_at = v.status_at, status_is_ours = v.status_is_ours, changed_seq = v.changed_seq,
 changed_at = case when s.changed_seq = v.changed_seq then s.changed_at else %s end
 from unnest(%s::text[], %s::int8[], %s::text[], %s::text[], %s::bytea[], %s::bytea[], %s::text[], %s::text[],
 %s::text[], %s::timestamptz[], %s::bool[], %s::int8[]) as v(root_uuid, edition_id, instance_id, server_id,
 content_hash, files_hash, state, status_code, status_by, status_at, status_is_ours, changed_seq)
 where s.deployment = %s and s.root_uuid = v.root_uuid"""
UPSERT_FILES = """insert into archive.attachment as a (deployment, root_uuid, attachment_id, question, filename,
 locator, media_type, is_deleted, added_seq)
 select %s, * from unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bool[],
 %s::int8[])
 on conflict (deployment, root_uuid, attachment_id) do update set question = excluded.question,
 filename = excluded.filename, locator = excluded.locator, media_type = excluded.media_type,
 is_deleted = excluded.is_deleted, attempts = 0
 where (a.question, a.filename, a.locator, a.media_type, a.is_deleted)
 is distinct from (excluded.question, excluded.filename, excluded.locator, excluded.media_type, excluded.is_deleted)"""


def numbers(cursor: Cursor, count: int) -> list[int]:
    """So many numbers of the archive's one sequence, ascending."""
    if not count:
        return []
    cursor.execute("select nextval('archive.change_seq') from generate_series(1, %s)", (count,))
    return [number for (number,) in cursor.fetchall()]


def insert_editions(
    cursor: Cursor,
    deployment: str,
    run_id: uuid.UUID,
    received_at: datetime,
    rows: Sequence[Numbered],
    compressor: Compressor,
) -> None:
    """One row of ``archive.edition`` per submission, its body compressed."""
    dictionary_id = compressor.prepare(cursor, [r.body for _, r in rows])
    compress = compressor.compress
    with cursor.copy(EDITION) as copy:
        copy.set_types(EDITION_TYPES.split())
        for edition_id, r in rows:
            # fmt: off
            copy.write_row((
                edition_id, deployment, r.root_uuid, r.instance_id, r.server_id, r.form_version, r.submitted_at,
                r.submitted_by, received_at, run_id, r.body_format, r.encrypted, r.content_hash, dictionary_id,
                compress(r.body),
            ))
            # fmt: on


def insert_submissions(
    cursor: Cursor,
    deployment: str,
    run_id: uuid.UUID,
    received_at: datetime,
    rows: Sequence[Numbered],
    files: Mapping[str, bytes],
) -> None:
    """One row of ``archive.submission`` per submission; none of them is there yet.

    Args:
        files: hash of the list of files by root uuid.
    """
    with cursor.copy(SUBMISSION) as copy:
        copy.set_types(SUBMISSION_TYPES.split())
        for number, r in rows:
            # fmt: off
            copy.write_row((
                deployment, r.root_uuid, number, r.instance_id, r.server_id, r.content_hash, files[r.root_uuid],
                "present", r.status.code, r.status.by_whom, r.status.at, number, received_at, run_id,
            ))
            # fmt: on


def insert_files(cursor: Cursor, deployment: str, rows: Sequence[Numbered]) -> None:
    """The attachments of submissions that are new."""
    if not any(r.attachments for _, r in rows):
        return
    with cursor.copy(ATTACHMENT) as copy:
        copy.set_types(ATTACHMENT_TYPES.split())
        for number, r in rows:
            for a in _by_id(r.attachments):
                # fmt: off
                copy.write_row((
                    deployment, r.root_uuid, a.attachment_id, a.question, a.filename, a.locator, a.media_type,
                    a.is_deleted, number,
                ))
                # fmt: on


def merge_files(cursor: Cursor, deployment: str, rows: Sequence[Numbered]) -> None:
    """The lists of files of known submissions become those received; one that is no longer named counts as deleted."""
    flat = [(r.root_uuid, a, number) for number, r in rows for a in _by_id(r.attachments)]
    roots = [root for root, _, _ in flat]
    ids = [a.attachment_id for _, a, _ in flat]
    texts = [[getattr(a, name) for _, a, _ in flat] for name in ("question", "filename", "locator", "media_type")]
    cursor.execute(
        UPSERT_FILES, (deployment, roots, ids, *texts, [a.is_deleted for _, a, _ in flat], [n for _, _, n in flat])
    )
    cursor.execute(
        "update archive.attachment a set is_deleted = true where deployment = %s and root_uuid = any(%s)"
        " and not is_deleted and not exists (select from unnest(%s::text[], %s::text[]) as v(root_uuid, attachment_id)"
        " where v.root_uuid = a.root_uuid and v.attachment_id = a.attachment_id)",
        (deployment, [r.root_uuid for _, r in rows], roots, ids),
    )


def update_submissions(cursor: Cursor, deployment: str, changed_at: datetime, holdings: Mapping[str, Holding]) -> None:
    """The rows of these root uuids become these holdings."""
    names = (f.name for f in fields(Holding))
    columns = [[getattr(h, name) for h in holdings.values()] for name in names]
    cursor.execute(UPDATE, (changed_at, list(holdings), *columns, deployment))


def insert_statuses(
    cursor: Cursor, deployment: str, run_id: uuid.UUID | None, statuses: Sequence[tuple[str, Status]], is_ours: bool
) -> None:
    """One row of history per (root uuid, status)."""
    if statuses:
        cursor.executemany(
            "insert into archive.status_history (deployment, root_uuid, code, by_whom, at, is_ours, run_id)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            [(deployment, root, s.code, s.by_whom, s.at, is_ours, run_id) for root, s in statuses],
        )


def _by_id(attachments: Sequence[AttachmentRef]) -> list[AttachmentRef]:
    """One per id, the last one named: a server that lists a file twice must not stop the page."""
    if len(attachments) < 2:
        return list(attachments)
    return list({a.attachment_id: a for a in attachments}.values())
