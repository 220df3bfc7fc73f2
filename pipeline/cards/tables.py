"""The tables of the cards: batches, every code ever given out, and which code replaced which.

Rows are facts: they are added, never changed nor removed, so a rebuild finds them as they were.
"""

import sqlalchemy as sa

metadata = sa.MetaData()

Instant = sa.DateTime(timezone=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


card_batch = sa.Table(
    "card_batch",
    metadata,
    sa.Column("batch_id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    _text("receiver"),
    _text("zone"),
    _text("printed_by"),
    sa.Column("printed_at", Instant, nullable=False),
    sa.Column("run_id", sa.Uuid),
    sa.CheckConstraint("kind in ('person', 'plan')", name="card_batch_kind"),
    schema="registry",
)

card = sa.Table(
    "card",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("batch_id", sa.Uuid, sa.ForeignKey("registry.card_batch.batch_id"), nullable=False),
    sa.Index("card_of_batch", "batch_id"),
    schema="registry",
)

# The key is the new code, which was never given out before: no chain of replacements can close to a ring.
# A code may be replaced twice, in two databases that are merged later; neither fact is lost.
card_replacement = sa.Table(
    "card_replacement",
    metadata,
    sa.Column("code", sa.Text, sa.ForeignKey("registry.card.code"), primary_key=True),
    sa.Column("replaces", sa.Text, sa.ForeignKey("registry.card.code"), nullable=False),
    _text("why"),
    _text("decided_by"),
    sa.Column("replaced_at", Instant, nullable=False),
    sa.Column("run_id", sa.Uuid),
    sa.CheckConstraint("code <> replaces and left(code, 1) = left(replaces, 1)", name="card_replacement_same_kind"),
    sa.Index("card_replacement_of", "replaces"),
    schema="registry",
)
