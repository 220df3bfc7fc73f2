"""Submissions and small questions to the archive that its tests share."""

import hashlib
import json
import uuid
from datetime import UTC, datetime

from sqlalchemy import text

from pipeline.archive.read import changed_since
from pipeline.archive.store import Archive
from pipeline.model.submission import AttachmentRef, Received, Status

HERE = "registration/bobo"
RUN = uuid.UUID(int=5)
# KoBoToolbox keeps these beside the answers; a source leaves them out of its hash.
BESIDE = ("_validation_status", "_attachments")


def root(number: int) -> str:
    """The key of the submission of that number."""
    return f"uuid:{uuid.UUID(int=number)}"


def a_photo(**changes):
    """A photo that is on the server; a test changes only what it is about."""
    fields = {"attachment_id": "att1", "question": "photo", "filename": "photo.jpg", "locator": "/media/1"}
    return AttachmentRef(**fields | changes)


def a_submission(number=1, *, answers=None, edit=0, server_id=None, envelope=None, **changes):
    """A submission as KoBoToolbox would send it; ``edit`` counts how often it was edited since."""
    key = root(number)
    instance_id = key if edit == 0 else f"{key}-{edit}"
    server_id = server_id or str(1000 + number)
    body = {"_id": int(server_id), "village": "Bobo", **(answers or {}), "meta/rootUuid": key}
    body |= {"meta/instanceID": instance_id, "_submission_time": "2026-01-02T03:04:05"} | (envelope or {})
    if edit:
        body["meta/deprecatedID"] = key if edit == 1 else f"{key}-{edit - 1}"
    hashed = {k: v for k, v in body.items() if k not in BESIDE}
    fields = {
        "root_uuid": key,
        "instance_id": instance_id,
        "server_id": server_id,
        "form_version": "v1",
        "submitted_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "body": json.dumps(body, ensure_ascii=False).encode(),
        "content_hash": hashlib.blake2b(json.dumps(hashed, sort_keys=True).encode(), digest_size=16).digest(),
        "submitted_by": "tablet7",
    }
    return Received(**fields | changes)


def approved(by_whom="chief", hour=8, code="approved"):
    """A status somebody gave."""
    return Status(code, by_whom, datetime(2026, 2, 1, hour, tzinfo=UTC))


def an_archive(engine, deployment=HERE):
    """The archive as a new run opens it."""
    return Archive(engine, deployment, uuid.uuid4())


def held(engine, deployment=HERE, seq=0):
    """What the archive gives back now, by root uuid."""
    with engine.connect() as connection:
        return {a.root_uuid: a for batch in changed_since(connection, deployment, seq) for a in batch}


def count(engine, table):
    """Rows of a table."""
    with engine.connect() as connection:
        return connection.scalar(text(f"select count(*) from {table}"))


def footprint(engine):
    """Every row of every table of the archive with its place on disk: any write at all changes it."""
    with engine.connect() as connection:
        tables = connection.scalars(
            text("select schemaname||'.'||relname from pg_stat_user_tables where schemaname in ('archive', 'ops')")
        ).all()
        return {
            table: connection.execute(text(f"select ctid::text, xmin::text, xmax::text from {table} order by 1")).all()
            for table in sorted(tables)
        }
