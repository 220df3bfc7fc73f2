"""The table of lists: what each project was sent last, file by file; no row of a list stands in it."""

import sqlalchemy as sa

metadata = sa.MetaData()

sent_list = sa.Table(
    "sent_list",
    metadata,
    sa.Column("deployment", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("uid", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("left_out", sa.Integer, nullable=False),
    sa.Column("size_bytes", sa.Integer, nullable=False),
    # False from before the first byte is sent until the manifest was read back.
    sa.Column("is_done", sa.Boolean, nullable=False),
    sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("run_id", sa.Uuid),
    schema="ops",
)
