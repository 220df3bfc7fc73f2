"""``ops.written_status``: what we last wrote on each submission's server, and what we were about to write."""

import sqlalchemy as sa

metadata = sa.MetaData()

written_status = sa.Table(
    "written_status",
    metadata,
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
