"""Analysts see no finding of a rule whose outcome tells a closed answer: that somebody was flagged as vulnerable."""

import sqlalchemy as sa
from alembic import op

revision = "0012_closed_rules"
down_revision = "0011_written_status"
branch_labels = None
depends_on = None

# As in step 0010, and only what a rule that is described as open found.
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
FROM ops.finding f JOIN ops.rule r ON r.rule = f.rule AND NOT r.is_closed
CROSS JOIN opened LEFT JOIN secret ON true
"""


def upgrade() -> None:
    """The next judging says of each rule whether it is closed; until then all are."""
    op.add_column("rule", sa.Column("is_closed", sa.Boolean, nullable=False, server_default=sa.true()), schema="ops")
    op.alter_column("rule", "is_closed", server_default=None, schema="ops")
    op.execute(f"CREATE OR REPLACE VIEW reporting.finding AS {FINDING}")
