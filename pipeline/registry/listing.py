"""Everybody and everything there is to judge, in an order that keeps together what was said together."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy import Connection

# Plans by the first meeting that decided about them, and people by their first plan: a batch of either then reads
# each meeting and each draft once or twice instead of once for every plan in it.
_PLANS = """
SELECT p.plan_code FROM registry.plan p
LEFT JOIN LATERAL (
    SELECT min(m.subject) AS meeting FROM registry.subject s
    JOIN registry.subject m ON m.root_uuid = s.root_uuid AND m.kind = 'meeting'
    WHERE s.kind = 'plan' AND s.subject = p.plan_code
) decided ON true
WHERE CAST(:within AS text[]) IS NULL OR p.plan_code = ANY(:within)
ORDER BY decided.meeting NULLS LAST, p.plan_code
"""
_PERSONS = """
SELECT p.person_key FROM registry.person p
LEFT JOIN LATERAL (
    SELECT min(plan_code) AS plan FROM registry.membership m WHERE m.person_key = p.person_key
) held ON true
WHERE CAST(:within AS text[]) IS NULL OR p.person_key = ANY(:within)
ORDER BY held.plan NULLS LAST, p.person_key
"""
_SUBJECTS = """
SELECT DISTINCT subject FROM registry.subject
WHERE kind = :kind AND (CAST(:within AS text[]) IS NULL OR subject = ANY(:within)) ORDER BY 1
"""
_COUNSELLED = """
SELECT v.value, m.root_uuid, m.edition_id FROM registry.person_value v JOIN registry.mention m USING (person_key)
WHERE v.person_key = ANY(:keys) AND v.field = 'commune' AND v.held AND m.stage = 'counselling'
"""
_ORIENTATIONS = """
SELECT DISTINCT s.subject FROM registry.subject place JOIN registry.subject s USING (root_uuid)
WHERE place.kind = 'orientation_place' AND place.subject = ANY(:communes) AND s.kind = 'session'
"""
_MEETINGS = """
SELECT DISTINCT s.subject FROM registry.subject plan JOIN registry.subject s USING (root_uuid)
WHERE plan.kind = 'plan' AND plan.subject = ANY(:codes) AND s.kind = 'meeting'
"""
_SAID_BY_PEOPLE_OF = """
SELECT v.value, m.root_uuid FROM registry.person_value v JOIN registry.mention m USING (person_key)
WHERE v.field = 'commune' AND v.held AND v.value = ANY(:communes) AND m.stage = :stage
"""
_DRAFTED_LAST = """
SELECT plan FROM registry.plan_event GROUP BY plan
HAVING max(place) FILTER (WHERE kind = 'drafted')
       > coalesce(max(place) FILTER (WHERE kind IN ('reviewed', 'validated', 'rejected')), -1)
ORDER BY 1
"""
_NOT_ORIENTED = """
SELECT person_key FROM registry.event WHERE kind = 'registered'
EXCEPT SELECT person_key FROM registry.event WHERE kind = 'oriented' ORDER BY 1
"""


def person_keys(connection: Connection, within: Collection[str] | None = None) -> list[str]:
    """Keys of all people, or of those among ``within`` that there are; members of one plan stand together."""
    return _listed(connection, _PERSONS, within)


def plan_codes(connection: Connection, within: Collection[str] | None = None) -> list[str]:
    """Codes of all plans anybody spoke of, or of those among ``within``; plans of one meeting stand together."""
    return _listed(connection, _PLANS, within)


def meeting_ids(connection: Connection, within: Collection[str] | None = None) -> list[str]:
    """Ids of all meetings, or of those among ``within``, sorted."""
    return _listed(connection, _SUBJECTS, within, kind="meeting")


def session_codes(connection: Connection, within: Collection[str] | None = None) -> list[str]:
    """Codes of all that was planned or held under a session's code, or of those among ``within``, sorted."""
    return _listed(connection, _SUBJECTS, within, kind="session")


def plans_by_commune(connection: Connection, communes: Collection[str] | None = None) -> dict[str, list[str]]:
    """Plan codes by the commune they name; a plan that names none stands nowhere."""
    query = sa.text(
        "SELECT commune, plan_code FROM registry.plan WHERE commune <> ''"
        " AND (CAST(:communes AS text[]) IS NULL OR commune = ANY(:communes)) ORDER BY 1, 2"
    )
    found: dict[str, list[str]] = {}
    for commune, code in connection.execute(query, {"communes": None if communes is None else list(communes)}):
        found.setdefault(commune, []).append(code)
    return found


def said_by_people_of(connection: Connection, communes: Collection[str], stage: str) -> Mapping[str, str]:
    """Commune by root uuid of the stage's submissions that speak of somebody who lives in one of these communes."""
    found = connection.execute(sa.text(_SAID_BY_PEOPLE_OF), {"communes": list(communes), "stage": stage})
    return {root: commune for commune, root in found}


def not_oriented(connection: Connection) -> list[str]:
    """Keys of everybody registered of whom no submission says that they took part in an orientation, sorted."""
    return list(connection.scalars(sa.text(_NOT_ORIENTED)))


def counselled(connection: Connection, person_keys: Collection[str]) -> frozenset[tuple[str, str, int]]:
    """(commune, root uuid, edition) of every talk these people had in counselling."""
    found = connection.execute(sa.text(_COUNSELLED), {"keys": list(person_keys)})
    return frozenset((commune, root, edition) for commune, root, edition in found)


def orientations_in(connection: Connection, communes: Collection[str]) -> frozenset[str]:
    """Codes of the orientation sessions planned or held in these communes."""
    return frozenset(connection.scalars(sa.text(_ORIENTATIONS), {"communes": list(communes)}))


def meetings_about(connection: Connection, codes: Collection[str]) -> frozenset[str]:
    """Ids of the meetings that decided about one of these plans."""
    return frozenset(connection.scalars(sa.text(_MEETINGS), {"codes": list(codes)}))


def drafted_last(connection: Connection) -> list[str]:
    """Codes of the plans that were drafted after whatever review or decision they had, sorted."""
    return list(connection.scalars(sa.text(_DRAFTED_LAST)))


def handed_over(connection: Connection) -> list[str]:
    """Codes of the plans of which a submission says that goods were handed over, sorted."""
    query = sa.text("SELECT DISTINCT plan FROM registry.plan_event WHERE kind = 'handed_over' ORDER BY 1")
    return list(connection.scalars(query))


def _listed(connection: Connection, query: str, within: Collection[str] | None, **more: str) -> list[str]:
    asked = {"within": None if within is None else list(within), **more}
    return list(connection.scalars(sa.text(query), asked))
