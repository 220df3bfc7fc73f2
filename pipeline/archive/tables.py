"""The tables of the ``archive`` schema and ``ops.run``, as SQLAlchemy Core describes them.

No foreign keys between the bulk tables: a check per row costs more than the row, and one transaction per page
already keeps them together. Keys are text because a device may send an instance id that is no UUID.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

metadata = sa.MetaData()
change_seq = sa.Sequence("change_seq", schema="archive", metadata=metadata, data_type=sa.BigInteger)
"""Numbers editions and changes alike, so a new submission's ``changed_seq`` is its ``edition_id``."""

Instant = sa.DateTime(timezone=True)


def _key() -> list[sa.Column[Any]]:
    """The key of a submission: root uuids are unique within one project only."""
    return [sa.Column("deployment", sa.Text, nullable=False), sa.Column("root_uuid", sa.Text, nullable=False)]


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _seen(name: str) -> sa.Column[Any]:
    return sa.Column(name, Instant, nullable=False, server_default=sa.func.now())


form_edition = sa.Table(
    "form_edition",
    metadata,
    sa.Column("deployment", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("content_hash", sa.LargeBinary, primary_key=True),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("aliases", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("deployed_at", Instant),
    sa.Column("xform", sa.Text, nullable=False),
    # json, not jsonb: the order of a workbook's columns says which language comes first.
    sa.Column("sheets", sa.JSON, nullable=False),
    _seen("seen_at"),
    sa.Column("run_id", sa.Uuid),
    schema="archive",
)

dictionary = sa.Table(
    "dictionary",
    metadata,
    sa.Column("dictionary_id", sa.Integer, sa.Identity(), primary_key=True),
    sa.Column("deployment", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    _seen("trained_at"),
    schema="archive",
)

edition = sa.Table(
    "edition",
    metadata,
    sa.Column("edition_id", sa.BigInteger, primary_key=True, autoincrement=False),
    *_key(),
    sa.Column("instance_id", sa.Text, nullable=False),
    sa.Column("server_id", sa.Text, nullable=False),
    sa.Column("form_version", sa.Text, nullable=False),
    sa.Column("submitted_at", Instant),
    sa.Column("submitted_by", sa.Text, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("run_id", sa.Uuid),
    sa.Column("body_format", sa.Text, nullable=False),
    sa.Column("encrypted", sa.Boolean, nullable=False),
    sa.Column("content_hash", sa.LargeBinary, nullable=False),
    # Most submissions have one edition, which submission.first_edition_id names: only later ones need an index.
    _flag("is_later"),
    sa.Column("dictionary_id", sa.Integer),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("edition_later", "root_uuid", "deployment", postgresql_where=sa.text("is_later")),
    schema="archive",
)

submission = sa.Table(
    "submission",
    metadata,
    sa.Column("deployment", sa.Text, primary_key=True),
    sa.Column("root_uuid", sa.Text, primary_key=True),
    sa.Column("edition_id", sa.BigInteger, nullable=False),
    sa.Column("first_edition_id", sa.BigInteger, nullable=False),
    sa.Column("instance_id", sa.Text, nullable=False),
    sa.Column("server_id", sa.Text, nullable=False),
    # Of the bytes received last: the server's envelope can change while the edition stays.
    sa.Column("content_hash", sa.LargeBinary, nullable=False),
    # JSON, the list of files as the server names them now: a row per file would cost as much as all the rest.
    sa.Column("files", sa.Text, nullable=False, server_default="[]"),
    _flag("files_pending"),
    sa.Column("state", sa.Text, nullable=False),
    _text("status_code"),
    _text("status_by"),
    sa.Column("status_at", Instant),
    _flag("status_is_ours"),
    sa.Column("changed_seq", sa.BigInteger, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("first_run", sa.Uuid),
    sa.CheckConstraint("state in ('present', 'deleted', 'erased')", name="submission_state"),
    sa.Index("submission_changed", "deployment", "changed_seq"),
    sa.Index("submission_files_pending", "deployment", "changed_seq", postgresql_where=sa.text("files_pending")),
    schema="archive",
)

status_history = sa.Table(
    "status_history",
    metadata,
    sa.Column("status_history_id", sa.BigInteger, sa.Identity(), primary_key=True),
    *_key(),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("by_whom", sa.Text, nullable=False),
    sa.Column("at", Instant),
    _flag("is_ours"),
    _seen("seen_at"),
    sa.Column("run_id", sa.Uuid),
    sa.Index("status_history_of_submission", "root_uuid", "deployment"),
    schema="archive",
)

# What was downloaded or tried; a file that the server trashed later is kept.
attachment = sa.Table(
    "attachment",
    metadata,
    sa.Column("deployment", sa.Text, primary_key=True),
    sa.Column("root_uuid", sa.Text, primary_key=True),
    sa.Column("attachment_id", sa.Text, primary_key=True),
    sa.Column("sha256", sa.LargeBinary),
    sa.Column("size", sa.BigInteger),
    sa.Column("stored_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Index("attachment_content", "sha256", postgresql_where=sa.text("sha256 is not null")),
    schema="archive",
)

tombstone = sa.Table(
    "tombstone",
    metadata,
    sa.Column("tombstone_id", sa.BigInteger, sa.Identity(), primary_key=True),
    *_key(),
    sa.Column("server_id", sa.Text, nullable=False),
    _seen("deleted_at"),
    sa.Column("deleted_run", sa.Uuid),
    sa.Column("restored_at", Instant),
    sa.Column("restored_run", sa.Uuid),
    sa.Index("tombstone_of_submission", "root_uuid", "deployment"),
    schema="archive",
)

pending_deletion = sa.Table(
    "pending_deletion",
    metadata,
    sa.Column("deployment", sa.Text, primary_key=True),
    sa.Column("root_uuid", sa.Text, primary_key=True),
    _seen("found_at"),
    sa.Column("run_id", sa.Uuid),
    schema="archive",
)

erasure = sa.Table(
    "erasure",
    metadata,
    # HMAC-SHA-256 of the root uuid: recognises it when it comes back, and says nothing about it meanwhile.
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("key_name", sa.Text, nullable=False),
    sa.Column("deployment", sa.Text, nullable=False),
    _seen("erased_at"),
    sa.Column("why", sa.Text, nullable=False),
    schema="archive",
)

bookmark = sa.Table(
    "bookmark",
    metadata,
    sa.Column("deployment", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    _seen("moved_at"),
    sa.Column("run_id", sa.Uuid),
    schema="archive",
)

run = sa.Table(
    "run",
    metadata,
    sa.Column("run_id", sa.Uuid, primary_key=True),
    sa.Column("command", sa.Text, nullable=False),
    _seen("started_at"),
    sa.Column("ended_at", Instant),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("counts", pg.JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
    _text("message"),
    sa.Index("run_started", "started_at"),
    schema="ops",
)
