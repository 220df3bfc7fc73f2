"""Overrides as facts: declared, and perhaps taken back; a finding is never touched by one."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, insert, text

from pipeline.model.override import Override

from .tables import override_withdrawal, rule_override

# People are united, and cards are replaced, after an override was declared: the code it was declared by leads to
# whoever, or whatever plan, has it now.
_EVERY = """
WITH RECURSIVE led AS (
    SELECT replaces AS old, code AS new FROM registry.card_replacement
    UNION
    SELECT led.old, r.code FROM led JOIN registry.card_replacement r ON r.replaces = led.new
)
SELECT o.override_id, o.rule, o.subject_kind, coalesce(now.subject, o.subject), o.code, o.why, o.declared_by,
       o.declared_at, o.expires_on, w.withdrawn_at, coalesce(w.withdrawn_by, ''), coalesce(w.why, '')
FROM ops.rule_override o
LEFT JOIN ops.override_withdrawal w USING (override_id)
LEFT JOIN LATERAL (
    SELECT p.person_key AS subject, p.person_key <> o.subject AS moved FROM registry.person p
    WHERE o.subject_kind = 'person' AND (p.code = o.code OR p.aliases @> ARRAY[o.code])
    UNION ALL
    SELECT p.plan_code, true FROM led JOIN registry.plan p ON p.plan_code = led.new
    WHERE o.subject_kind = 'plan' AND led.old = o.subject
    ORDER BY 2, 1 LIMIT 1
) now ON true
ORDER BY o.declared_at, o.override_id
"""


def declare(connection: Connection, one: Override, run_id: UUID | None) -> None:
    """The override is on record for ever."""
    values = {name: value for name, value in asdict(one).items() if not name.startswith("withdrawn")}
    connection.execute(insert(rule_override).values(values | {"run_id": run_id}))


def withdraw(
    connection: Connection, override_id: UUID, *, why: str, by: str, at: datetime, run_id: UUID | None
) -> None:
    """It counts no longer; both facts stay."""
    values = {"override_id": override_id, "why": why, "withdrawn_by": by, "withdrawn_at": at, "run_id": run_id}
    connection.execute(insert(override_withdrawal).values(values))


def every_override(connection: Connection) -> list[Override]:
    """All that were ever declared, oldest first, with what became of them."""
    return [Override(*row) for row in connection.execute(text(_EVERY))]


def live_overrides(connection: Connection, today: date) -> list[Override]:
    """Those that count on that day, oldest first."""
    return [one for one in every_override(connection) if one.is_live(today)]
