"""Rows of lists the office already had: facts, kept edition by edition, read like submissions."""

import sqlalchemy as sa
from alembic import op

revision = "0008_imports"
down_revision = "0007_cases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table that is only ever added to."""
    op.create_table(
        "imported_row",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("family", "source", "kind", "key")),
        sa.Column("edition", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("root_uuid", "rows", "file", "imported_by")),
        sa.Column("first_row", sa.Integer, nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Uuid),
        sa.PrimaryKeyConstraint("family", "source", "kind", "key", "edition"),
        schema="registry",
    )
    op.create_index("imported_row_of", "imported_row", ["root_uuid"], schema="registry")
