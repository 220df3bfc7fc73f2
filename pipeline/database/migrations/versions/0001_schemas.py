"""The five schemas, the analyst's role that reads one of them, and the keys that stay with the data."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0001_schemas"
down_revision = None
branch_labels = None
depends_on = None

SCHEMAS = ("archive", "answers", "registry", "ops", "reporting")
KEYS = ("pseudonym", "erasure")


def upgrade() -> None:
    """Everything is closed to everybody but the owner; ``reporting`` is opened to the analyst's role."""
    for schema in SCHEMAS:
        # `ops` is there already: Alembic's own table had to stand somewhere.
        op.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        op.execute(f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC")
    op.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    op.create_table(
        "setting",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        schema="ops",
    )
    op.create_table(
        "notice",
        sa.Column("notice_id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        schema="ops",
    )
    key = op.create_table(
        "key",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
        schema="archive",
    )
    op.bulk_insert(key, [{"name": name, "value": secrets.token_bytes(32)} for name in KEYS])
