"""Names given to columns, labels, what is set aside, completeness, build marks, and the label views."""

import sqlalchemy as sa
from alembic import op

revision = "0003_answers"
down_revision = "0002_archive"
branch_labels = None
depends_on = None


def _key(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names]


def upgrade() -> None:
    """New tables only; the tables of the forms' answers grow by themselves and have no step here."""
    _create_names_and_labels()
    _create_ops()
    _create_views()


def _create_names_and_labels() -> None:
    op.create_table(
        "column_name",
        sa.Column("stage", sa.Text, nullable=False),
        *_key("table", "column"),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        *_text("form_version"),
        schema="answers",
    )
    op.create_index("column_name_stage", "column_name", ["stage"], schema="answers")
    op.create_table("open_question", *_key("stage", "path"), schema="answers")
    op.create_table("question_label", *_key("stage", "path", "language"), *_text("label", "hint"), schema="answers")
    op.create_table(
        "choice_label",
        *_key("stage", "list", "choice", "language"),
        *_text("label"),
        sa.Column("position", sa.Integer, nullable=False),
        *_text("sort_key"),
        schema="answers",
    )
    op.create_table("choice_of", *_key("stage", "path", "list"), schema="answers")


def _create_ops() -> None:
    op.create_table(
        "set_aside",
        *_key("deployment", "root_uuid"),
        sa.Column("edition_id", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        *_text("question", "detail"),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Uuid),
        sa.Column("dismissed_at", sa.DateTime(timezone=True)),
        *_text("dismissed_by", "dismissed_why"),
        schema="ops",
    )
    counts = ("archived_count", "decoded_count", "set_aside_count", "deleted_count")
    op.create_table(
        "form_status",
        *_key("deployment"),
        sa.Column("stage", sa.Text, nullable=False),
        *_text("zone"),
        sa.Column("is_complete", sa.Boolean, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        *_text("reason"),
        sa.Column("server_count", sa.BigInteger),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in counts),
        schema="ops",
    )
    op.create_table("build_mark", *_key("deployment", "what"), sa.Column("mark", sa.Text, nullable=False), schema="ops")


def _create_views() -> None:
    """They read with their owner's rights, and only what is in the list of open questions."""
    op.execute(
        "CREATE VIEW reporting.question_label AS SELECT stage, path, language, label, hint"
        " FROM answers.question_label JOIN answers.open_question USING (stage, path)"
    )
    op.execute(
        "CREATE VIEW reporting.choice_label AS SELECT stage, path, choice, language, label, position, sort_key"
        " FROM answers.open_question JOIN answers.choice_of USING (stage, path)"
        " JOIN answers.choice_label USING (stage, list)"
    )
    op.execute(
        "CREATE VIEW reporting.form_status AS SELECT deployment, stage, zone, is_complete, since, reason,"
        " server_count, archived_count, decoded_count, set_aside_count, deleted_count FROM ops.form_status"
    )
