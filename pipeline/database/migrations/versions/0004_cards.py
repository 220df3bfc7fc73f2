"""Batches of pre-printed cards, every code ever given out, and which code replaced which."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0004_cards"
down_revision = "0003_answers"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names]


def _instant(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    """New tables in ``registry`` only: a code stands for a person, so analysts do not see it."""
    op.create_table(
        "card_batch",
        sa.Column("batch_id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        *_texts("receiver", "zone", "printed_by"),
        _instant("printed_at"),
        sa.Column("run_id", sa.Uuid),
        sa.CheckConstraint("kind in ('person', 'plan')", name="card_batch_kind"),
        schema="registry",
    )
    op.create_table(
        "card",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("batch_id", sa.Uuid, sa.ForeignKey("registry.card_batch.batch_id"), nullable=False),
        schema="registry",
    )
    op.create_index("card_of_batch", "card", ["batch_id"], schema="registry")
    op.create_table(
        "card_replacement",
        sa.Column("code", sa.Text, sa.ForeignKey("registry.card.code"), primary_key=True),
        sa.Column("replaces", sa.Text, sa.ForeignKey("registry.card.code"), nullable=False),
        *_texts("why", "decided_by"),
        _instant("replaced_at"),
        sa.Column("run_id", sa.Uuid),
        sa.CheckConstraint("code <> replaces and left(code, 1) = left(replaces, 1)", name="card_replacement_same_kind"),
        schema="registry",
    )
    op.create_index("card_replacement_of", "card_replacement", ["replaces"], schema="registry")
