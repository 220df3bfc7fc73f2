"""What each project was sent last, list by list."""

import sqlalchemy as sa
from alembic import op

revision = "0009_sent_lists"
down_revision = "0008_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One row per project and file."""
    op.create_table(
        "sent_list",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("deployment", "name", "uid", "content_hash")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("row_count", "left_out", "size_bytes")),
        sa.Column("is_done", sa.Boolean, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Uuid),
        sa.PrimaryKeyConstraint("deployment", "name"),
        schema="ops",
    )
