"""The practice's funnel, counted from the views an analyst may read: plans by their code, people by their plan."""

from pathlib import Path

from sqlalchemy import text

from ..session import open_session
from ..telling import Telling

FunnelRow = tuple[str, int | None, int]
"""Step in French, plans (None where none are counted), people."""


def read_funnel(folder: Path, telling: Telling) -> list[FunnelRow]:
    """The funnel over September 2017 to March 2019, then the surveys after it.

    A plan drafted again is one plan: its people are those of its first version, and a decision about any version is
    the plan's. People are counted once, however often and however badly they were written down; how many of them
    somebody must still confirm stands in the second row.
    """
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        return [(row.step, row.plans, int(row.people or 0)) for row in connection.execute(text(FUNNEL))]


FUNNEL = """
WITH made AS (
    SELECT DISTINCT ON (plan_id) plan_id, member_count::bigint AS members
    FROM reporting.business_plan WHERE plan_version = 1 AND drafted_on <= '2019-03-31'
    ORDER BY plan_id, submission_key
), decided AS (
    SELECT decision.decided_plan_id AS plan_id, bool_or(decision.decision LIKE 'validated%') AS is_validated
    FROM reporting.committee__decisions decision
    JOIN reporting.committee meeting ON meeting.submission_key = decision.submission_key
    WHERE meeting.held_on <= '2019-03-31' GROUP BY 1
), installed AS (
    SELECT DISTINCT plan_code AS plan_id FROM reporting.installation WHERE hand_over_state = 'complete'
), followed AS (
    SELECT DISTINCT plan_code AS plan_id FROM reporting.follow_up WHERE wave = '12' AND outcome = 'done'
), met AS (
    SELECT DISTINCT person_key, kind FROM reporting.event
), trained AS (
    SELECT count(DISTINCT detail) AS days FROM reporting.event WHERE kind = 'trained' GROUP BY person_key
), known AS (
    SELECT count(*) AS people, count(*) FILTER (WHERE to_confirm) AS to_confirm FROM reporting.person
    WHERE person_key IN (SELECT person_key FROM met WHERE kind = 'registered')
)
SELECT 1 AS n, 'Enregistrements (doublons compris)' AS step, NULL::bigint AS plans, count(*) AS people
FROM reporting.registration
UNION ALL SELECT 2, 'Personnes enregistrées (' || to_confirm || ' à confirmer)', NULL, people FROM known
UNION ALL SELECT 3, 'Personnes conseillées', NULL, count(*) FROM met WHERE kind = 'counselled'
UNION ALL SELECT 4, 'Personnes orientées', NULL, count(*) FROM met WHERE kind = 'oriented'
UNION ALL SELECT 5, 'Personnes formées (5 jours)', NULL, count(*) FROM trained WHERE days = 5
UNION ALL SELECT 6, 'Personnes formées (4 jours sur 5)', NULL, count(*) FROM trained WHERE days = 4
UNION ALL SELECT 7, 'Plans montés', count(*), sum(members) FROM made
UNION ALL SELECT 8, 'Plans examinés', count(*), sum(members) FROM made JOIN decided USING (plan_id)
UNION ALL SELECT 9, 'Plans validés', count(*), sum(members) FROM made JOIN decided USING (plan_id) WHERE is_validated
UNION ALL SELECT 10, 'Plans installés (à mars 2020)', count(*), sum(members) FROM made JOIN installed USING (plan_id)
UNION ALL SELECT 11, 'Plans suivis à 12 mois (à mars 2020)', count(*), sum(members)
    FROM made JOIN followed USING (plan_id)
ORDER BY n
"""
