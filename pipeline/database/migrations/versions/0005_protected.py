"""The schema ``protected`` for the answers of restricted stages, of which ``reporting`` shows nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0005_protected"
down_revision = "0004_cards"
branch_labels = None
depends_on = None

APART = "stage IN (SELECT stage FROM ops.restricted_stage)"
QUESTIONS = "SELECT stage, path, language, label, hint FROM answers.question_label"
CHOICES = "SELECT stage, path, choice, language, label, position, sort_key FROM answers.choice_of"
STATUS = (
    "SELECT deployment, stage, zone, is_complete, since, reason, server_count, archived_count, decoded_count,"
    " set_aside_count, deleted_count FROM ops.form_status"
)


def upgrade() -> None:
    """Analysts keep their three views of all stages but the restricted ones; the focal point gets those of the rest.

    How many protection cases a zone has is sensitive too, so ``form_status`` is divided like the labels.
    """
    op.execute("CREATE SCHEMA protected")
    op.execute("REVOKE ALL ON SCHEMA protected FROM PUBLIC")
    op.create_table("restricted_stage", sa.Column("stage", sa.Text, primary_key=True), schema="ops")
    _define("question_label", QUESTIONS, "JOIN answers.open_question USING (stage, path)")
    labels = "JOIN answers.choice_label USING (stage, list)"
    _define("choice_label", f"{CHOICES} {labels}", "JOIN answers.open_question USING (stage, path)")
    _define("form_status", STATUS, "")


def _define(view: str, rows: str, opened: str) -> None:
    """They read with their owner's rights."""
    op.execute(f"CREATE OR REPLACE VIEW reporting.{view} AS {rows} {opened} WHERE NOT {APART}")
    op.execute(f"CREATE VIEW protected.{view} AS {rows} WHERE {APART}")
