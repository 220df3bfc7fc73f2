"""Writes a page's rows: COPY for what is new, one statement per table for what changed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime

from psycopg.types.datetime import DatetimeBinaryDumper

from ..model.submission import Received, Status
from .bodies import Compressor
from .holding import Holding
from .transaction import Cursor

Numbered = tuple[int, Received]
"""A submission with its edition id, which for a new one is its change number too."""

EDITION = """copy archive.edition (edition_id, deployment, root_uuid, instance_id, server_id, form_version,
 submitted_at, submitted_by, received_at, run_id, body_format, encrypted, content_hash, is_later,
 dictionary_id, body)
 from stdin (format binary)"""
EDITION_TYPES = "int8 text text text text text timestamptz text timestamptz uuid text bool bytea bool int4 bytea"
SUBMISSION = """copy archive.submission (deployment, root_uuid, edition_id, first_edition_id, instance_id, server_id,
 content_hash, files, files_pending, state, status_code, status_by, status_at, changed_seq, changed_at, first_run)
 from stdin (format binary)"""
SUBMISSION_TYPES = "text text int8 int8 text text bytea text bool text text text timestamptz int8 timestamptz uuid"
UPDATE = """update archive.submission s
 set edition_id = v.edition_id, instance_id = v.instance_id, server_id = v.server_id, content_hash = v.content_hash,
 files = v.files, files_pending = v.files_pending, state = v.state, status_code = v.status_code,
 status_by = v.status_by, status_at = v.status_at, status_is_ours = v.status_is_ours, changed_seq = v.changed_seq,
 changed_at = case when s.changed_seq = v.changed_seq then s.changed_at else %s end
 from unnest(%s::text[], %s::int8[], %s::text[], %s::text[], %s::bytea[], %s::text[], %s::bool[], %s::text[],
 %s::text[], %s::text[], %s::timestamptz[], %s::bool[], %s::int8[]) as v(root_uuid, edition_id, instance_id, server_id,
 content_hash, files, files_pending, state, status_code, status_by, status_at, status_is_ours, changed_seq)
 where s.deployment = %s and s.root_uuid = v.root_uuid"""


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
    is_later: bool,
) -> None:
    """One row of ``archive.edition`` per submission, its body compressed."""
    at, run = _written_once(received_at, run_id)
    bodies = [r.body for _, r in rows]
    dictionary_id = compressor.prepare(cursor, bodies)
    packed = compressor.compress_all(bodies)
    with cursor.copy(EDITION) as copy:
        copy.set_types(_types(EDITION_TYPES))
        for (edition_id, r), body in zip(rows, packed, strict=True):
            # fmt: off
            copy.write_row((
                edition_id, deployment, r.root_uuid, r.instance_id, r.server_id, r.form_version, r.submitted_at,
                r.submitted_by, at, run, r.body_format, r.encrypted, r.content_hash, is_later,
                dictionary_id, body,
            ))
            # fmt: on


def insert_submissions(
    cursor: Cursor,
    deployment: str,
    run_id: uuid.UUID,
    received_at: datetime,
    rows: Sequence[Numbered],
    files: Mapping[str, str],
) -> None:
    """One row of ``archive.submission`` per submission; none of them is there yet.

    Args:
        files: the list of files, as text, by root uuid.
    """
    at, run = _written_once(received_at, run_id)
    with cursor.copy(SUBMISSION) as copy:
        copy.set_types(_types(SUBMISSION_TYPES))
        for number, r in rows:
            # fmt: off
            copy.write_row((
                deployment, r.root_uuid, number, number, r.instance_id, r.server_id, r.content_hash,
                files[r.root_uuid], any(not a.is_deleted for a in r.attachments), "present",
                r.status.code, r.status.by_whom, r.status.at, number, at, run,
            ))
            # fmt: on


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


def _written_once(at: datetime, run_id: uuid.UUID) -> tuple[bytes, bytes]:
    """The instant and the run of every row, in the server's own binary format."""
    return bytes(DatetimeBinaryDumper(datetime).dump(at) or b""), run_id.bytes


def _types(real: str) -> list[str]:
    """What the driver is told of the columns: that instant and run are bytes already, which it need not write."""
    return real.replace("timestamptz uuid", "bytea bytea").split()
