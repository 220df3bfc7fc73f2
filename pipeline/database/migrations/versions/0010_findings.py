"""What rules found and when it turned, overrides, the rules themselves; and what analysts see of them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0010_findings"
down_revision = "0009_sent_lists"
branch_labels = None
depends_on = None

# People are known by their key and plans by their code, as in reporting.person and reporting.plan. The code of a
# meeting or session is an answer: it stands here in clear as long as the stage's own view shows it, else under a
# pseudonym, keyed like submission_key. What a finding is about may be a submission: only versions, lines and months
# stand here in clear.
FINDING = """
WITH opened AS (
    SELECT count(*) FILTER (WHERE a.attname = 'meeting_id') = 1 AS meeting,
           count(*) FILTER (WHERE a.attname = 'session_code') = 2 AS session
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'reporting'::regnamespace AND NOT a.attisdropped
      AND (c.relname, a.attname) IN
          (('committee', 'meeting_id'), ('orientation', 'session_code'), ('training', 'session_code'))
), secret AS (SELECT value FROM archive.key WHERE name = 'pseudonym')
SELECT f.subject_kind,
       CASE WHEN f.subject_kind IN ('person', 'plan', 'locality') OR (f.subject_kind = 'meeting' AND opened.meeting)
                 OR (f.subject_kind = 'session' AND opened.session)
            THEN f.subject
            ELSE left(encode(sha256(secret.value || convert_to(f.subject, 'UTF8')), 'hex'), 32) END AS subject,
       f.rule,
       CASE WHEN f.about = '' OR f.about ~ '^(v[0-9]+( ligne [0-9]+)?|[0-9]+ mois)( #[0-9]+)?$'
            THEN f.about
            ELSE left(encode(sha256(secret.value || convert_to(f.about, 'UTF8')), 'hex'), 32) END AS about,
       f.outcome, f.severity, f.happened_on, f.rule_version, f.until
FROM ops.finding f CROSS JOIN opened LEFT JOIN secret ON true
"""
RULE = "SELECT rule, topic, subject_kind, severity, sentence_fr, sentence_en, source, practice_rows FROM ops.rule"


def _key(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _instant(name: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, **more)


def upgrade() -> None:
    """The views read with their owner's rights: analysts have none in ``ops``."""
    _findings()
    _overrides()
    op.execute("CREATE INDEX person_value_of_commune ON registry.person_value (value) WHERE field = 'commune' AND held")
    op.execute(f"CREATE VIEW reporting.finding AS {FINDING}")
    op.execute(f"CREATE VIEW reporting.rule AS {RULE}")


def _findings() -> None:
    op.create_table(
        "finding",
        *_key("subject_kind", "subject", "rule", "about"),
        *_texts("outcome", "severity", "rule_version"),
        sa.Column("happened_on", sa.Date),
        sa.Column("until", sa.Date),
        *_texts("reason_fr", "reason_en", "mend_fr", "mend_en"),
        sa.Column("facts", pg.JSONB, nullable=False),
        schema="ops",
    )
    op.create_index("finding_of_rule", "finding", ["rule", "outcome"], schema="ops")
    op.create_index("finding_until", "finding", ["until"], schema="ops", postgresql_where=sa.text("until is not null"))
    op.create_table(
        "finding_change",
        *_key("subject_kind", "subject", "rule", "about"),
        _instant("changed_at", primary_key=True),
        *_key("after"),
        *_texts("before", "reason_fr", "reason_en"),
        sa.Column("run_id", sa.Uuid),
        schema="ops",
    )
    op.create_table(
        "rule",
        *_key("rule"),
        *_texts("topic", "subject_kind", "severity", "sentence_fr", "sentence_en", "source"),
        sa.Column("practice_rows", pg.ARRAY(sa.Integer), nullable=False),
        schema="ops",
    )


def _overrides() -> None:
    op.create_table(
        "rule_override",
        sa.Column("override_id", sa.Uuid, primary_key=True),
        *_texts("rule", "subject_kind", "subject", "code", "why", "declared_by"),
        _instant("declared_at"),
        sa.Column("expires_on", sa.Date, nullable=False),
        sa.Column("run_id", sa.Uuid),
        schema="ops",
    )
    op.create_table(
        "override_withdrawal",
        sa.Column("override_id", sa.Uuid, primary_key=True),
        *_texts("why", "withdrawn_by"),
        _instant("withdrawn_at"),
        sa.Column("run_id", sa.Uuid),
        schema="ops",
    )
