"""What we wrote on the servers: the validation status of each submission that carries one of ours."""

import sqlalchemy as sa
from alembic import op

revision = "0011_written_status"
down_revision = "0010_findings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One row per submission with a status of ours, or with one under way."""
    op.create_table(
        "written_status",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("deployment", "root_uuid")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("project", "server_id", "code", "by_whom")),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("intended", sa.Text),
        sa.Column("intended_by", sa.Text, nullable=False),
        sa.Column("intended_since", sa.DateTime(timezone=True)),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Uuid),
        schema="ops",
    )
