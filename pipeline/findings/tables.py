"""The tables of findings, in the schema ``ops``.

``finding`` is made of cases and rules, and could be made again. ``finding_change``, ``rule_override`` and
``override_withdrawal`` are facts: rows are added, never changed, and no rebuild could find them again.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

metadata = sa.MetaData()
SCHEMA = "ops"
Instant = sa.DateTime(timezone=True)


def _text(*names: str, key: bool = False) -> list[sa.Column[Any]]:
    """Never null: '' where nothing was said."""
    return [sa.Column(name, sa.Text, nullable=False, primary_key=key) for name in names]


finding = sa.Table(
    "finding",
    metadata,
    *_text("subject_kind", "subject", "rule", "about", key=True),
    *_text("outcome", "severity", "rule_version"),
    sa.Column("happened_on", sa.Date),
    # The day on which time alone may change the outcome.
    sa.Column("until", sa.Date),
    *_text("reason_fr", "reason_en", "mend_fr", "mend_en"),
    # A list of {label_fr, label_en, value, origin: {stage, root_uuid, edition_id, form_version, zone, row} or null}.
    sa.Column("facts", pg.JSONB, nullable=False),
    sa.Index("finding_of_rule", "rule", "outcome"),
    sa.Index("finding_until", "until", postgresql_where=sa.text("until is not null")),
    schema=SCHEMA,
)

# The rules of the program that judged last, for whoever reads findings with SQL alone.
rule = sa.Table(
    "rule",
    metadata,
    *_text("rule", key=True),
    *_text("topic", "subject_kind", "severity", "sentence_fr", "sentence_en", "source"),
    sa.Column("practice_rows", pg.ARRAY(sa.Integer), nullable=False),
    # What it finds about somebody tells an answer that is closed: reporting shows none of it.
    sa.Column("is_closed", sa.Boolean, nullable=False),
    schema=SCHEMA,
)

finding_change = sa.Table(
    "finding_change",
    metadata,
    *_text("subject_kind", "subject", "rule", "about", key=True),
    sa.Column("changed_at", Instant, primary_key=True),
    *_text("after", key=True),
    *_text("before", "reason_fr", "reason_en"),
    sa.Column("run_id", sa.Uuid),
    schema=SCHEMA,
)

rule_override = sa.Table(
    "rule_override",
    metadata,
    sa.Column("override_id", sa.Uuid, primary_key=True),
    *_text("rule", "subject_kind", "subject", "code", "why", "declared_by"),
    sa.Column("declared_at", Instant, nullable=False),
    sa.Column("expires_on", sa.Date, nullable=False),
    sa.Column("run_id", sa.Uuid),
    schema=SCHEMA,
)

override_withdrawal = sa.Table(
    "override_withdrawal",
    metadata,
    sa.Column("override_id", sa.Uuid, primary_key=True),
    *_text("why", "withdrawn_by"),
    sa.Column("withdrawn_at", Instant, nullable=False),
    sa.Column("run_id", sa.Uuid),
    schema=SCHEMA,
)
