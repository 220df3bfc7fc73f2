"""The fixed tables of the warehouse: names given, labels, what is set aside, completeness and build marks."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
)

metadata = MetaData()


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


# column '' names the table itself; its path is then `stage/source#role`. Rows are never changed nor removed.
column_name = Table(
    "column_name",
    metadata,
    Column("stage", Text, nullable=False),
    Column("table", Text, nullable=False),
    Column("column", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("kind", Text, nullable=False),
    _text("form_version"),
    PrimaryKeyConstraint("table", "column"),
    Index("column_name_stage", "stage"),
    schema="answers",
)

# The list of what may leave the identified schemas: a question that is not in it stays.
open_question = Table(
    "open_question",
    metadata,
    Column("stage", Text, nullable=False),
    Column("path", Text, nullable=False),
    PrimaryKeyConstraint("stage", "path"),
    schema="answers",
)

question_label = Table(
    "question_label",
    metadata,
    Column("stage", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("language", Text, nullable=False),
    _text("label"),
    _text("hint"),
    PrimaryKeyConstraint("stage", "path", "language"),
    schema="answers",
)

choice_label = Table(
    "choice_label",
    metadata,
    Column("stage", Text, nullable=False),
    Column("list", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("language", Text, nullable=False),
    _text("label"),
    Column("position", Integer, nullable=False),
    _text("sort_key"),
    PrimaryKeyConstraint("stage", "list", "choice", "language"),
    schema="answers",
)

choice_of = Table(
    "choice_of",
    metadata,
    Column("stage", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("list", Text, nullable=False),
    PrimaryKeyConstraint("stage", "path", "list"),
    schema="answers",
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("deployment", Text, nullable=False),
    Column("root_uuid", Text, nullable=False),
    Column("edition_id", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    _text("question"),
    _text("detail"),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("run_id", Uuid),
    Column("dismissed_at", DateTime(timezone=True)),
    _text("dismissed_by"),
    _text("dismissed_why"),
    PrimaryKeyConstraint("deployment", "root_uuid"),
    schema="ops",
)

# Stages whose answers stand in ``protected`` and which ``reporting`` does not know.
restricted_stage = Table("restricted_stage", metadata, Column("stage", Text, primary_key=True), schema="ops")

form_status = Table(
    "form_status",
    metadata,
    Column("deployment", Text, nullable=False),
    Column("stage", Text, nullable=False),
    _text("zone"),
    Column("is_complete", Boolean, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    _text("reason"),
    Column("server_count", BigInteger),
    Column("archived_count", BigInteger, nullable=False),
    Column("decoded_count", BigInteger, nullable=False),
    Column("set_aside_count", BigInteger, nullable=False),
    Column("deleted_count", BigInteger, nullable=False),
    PrimaryKeyConstraint("deployment"),
    schema="ops",
)

build_mark = Table(
    "build_mark",
    metadata,
    Column("deployment", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("mark", Text, nullable=False),
    PrimaryKeyConstraint("deployment", "what"),
    schema="ops",
)
