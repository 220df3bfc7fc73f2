"""The sandbox's own tables: schema `sandbox`, made at first start and dropped whole by `--reset`.

They are no part of the programme's migrations: training data must never look like a programme's data.
JSON whose key order is seen by clients (a submission's answers, a form's rows) is kept as text, because jsonb sorts.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Engine

SCHEMA = "sandbox"
metadata = MetaData(schema=SCHEMA)

_INSTANT = DateTime(timezone=True)


def _asset() -> Column[str]:
    return Column("asset_uid", Text, ForeignKey(f"{SCHEMA}.assets.uid", ondelete="CASCADE"), nullable=False)


assets = Table(
    "assets",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("number", Integer, Identity(), unique=True),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("asset_type", Text, nullable=False),
    Column("settings", JSONB, nullable=False),
    Column("content", Text, nullable=False),
    Column("summary", JSONB, nullable=False),
    Column("version_uid", Text, nullable=False),
    Column("date_created", _INSTANT, nullable=False),
    Column("date_modified", _INSTANT, nullable=False),
    Column("date_deployed", _INSTANT),
    Column("data_sharing", JSONB, nullable=False),
    Column("last_modified_by", Text),
    Column("created_by", Text),
    Column("is_trashed", Boolean, nullable=False, server_default=text("false")),
)
versions = Table(
    "versions",
    metadata,
    Column("uid", Text, primary_key=True),
    _asset(),
    Column("number", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("date_made", _INSTANT, nullable=False),
    Column("date_deployed", _INSTANT),
    UniqueConstraint("asset_uid", "number"),
)
forms = Table(
    "forms",
    metadata,
    Column("pk", Integer, Identity(), primary_key=True),
    Column("asset_uid", Text, ForeignKey(f"{SCHEMA}.assets.uid", ondelete="CASCADE"), nullable=False, unique=True),
    Column("uuid", Text, nullable=False, unique=True),
    Column("owner", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("version_uid", Text, nullable=False),
    Column("version_text", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("xform", Text, nullable=False),
    Column("xform_hash", Text, nullable=False),
)
media = Table(
    "media",
    metadata,
    Column("pk", Integer, Identity(), primary_key=True),
    Column("form_pk", Integer, ForeignKey(f"{SCHEMA}.forms.pk", ondelete="CASCADE"), nullable=False, index=True),
    Column("filename", Text, nullable=False),
    Column("md5", Text, nullable=False),
    Column("mimetype", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
files = Table(
    "files",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("number", Integer, Identity(), unique=True),
    _asset(),
    Column("username", Text, nullable=False),
    Column("file_type", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("md5", Text, nullable=False),
    Column("mimetype", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("date_created", _INSTANT, nullable=False),
    UniqueConstraint("asset_uid", "filename"),
)
imports = Table(
    "imports",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("messages", JSONB, nullable=False),
    Column("date_created", _INSTANT, nullable=False),
)
grants = Table(
    "grants",
    metadata,
    Column("uid", Text, primary_key=True),
    _asset(),
    Column("username", Text, nullable=False),
    Column("codename", Text, nullable=False),
    Column("partial", JSONB),
    UniqueConstraint("asset_uid", "username", "codename"),
)
submissions = Table(
    "submissions",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    _asset(),
    Column("uuid", Text, nullable=False),
    Column("root_uuid", Text, nullable=False),
    Column("xml", Text, nullable=False),
    Column("xml_hash", LargeBinary, nullable=False),
    Column("answers", Text, nullable=False),
    Column("geolocation", JSONB, nullable=False),
    Column("submitted_at", _INSTANT, nullable=False),
    Column("submitted_by", Text),
    Column("status", JSONB, nullable=False),
    UniqueConstraint("asset_uid", "uuid"),
    UniqueConstraint("asset_uid", "root_uuid"),
    Index("submissions_in_order", "asset_uid", "id"),
)
superseded = Table(
    "superseded",
    metadata,
    _asset(),
    Column("uuid", Text, nullable=False),
    Column("submission_id", BigInteger, ForeignKey(f"{SCHEMA}.submissions.id", ondelete="CASCADE"), nullable=False),
    Index("superseded_by_uuid", "asset_uid", "uuid"),
)
attachments = Table(
    "attachments",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("number", BigInteger, Identity(), unique=True),
    Column(
        "submission_id",
        BigInteger,
        ForeignKey(f"{SCHEMA}.submissions.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("basename", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("mimetype", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    # Null hides the file: no question names it (any more).
    Column("question", Text),
    Column("is_deleted", Boolean, nullable=False, server_default=text("false")),
)
history = Table(
    "history",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    _asset(),
    Column("username", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("metadata", JSONB, nullable=False),
    Column("date_created", _INSTANT, nullable=False),
    Index("history_in_order", "asset_uid", "number"),
)


def create_tables(engine: Engine) -> None:
    """Schema and tables exist; calling it again changes nothing."""
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        metadata.create_all(connection)


def drop_tables(engine: Engine) -> None:
    """The sandbox is empty: forms, submissions, files and history are gone."""
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
