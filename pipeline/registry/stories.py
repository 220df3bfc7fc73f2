"""What ``retour person`` and ``retour plan`` show: where a code leads, and each row of a life with its submission."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

_MENTIONS = """
SELECT m.mention_id, m.stage, m.root_uuid, m.row, m.role, m.code, m.state, m.how, m.weight, m.said_on, m.zone,
       s.received_at
FROM registry.mention m JOIN registry.submission s USING (root_uuid)
WHERE m.person_key = :key ORDER BY m.said_on NULLS LAST, m.mention_id
"""
_EVENTS = """
SELECT kind, happened_on, detail, plan_code, stage, root_uuid, received_at FROM registry.event
WHERE person_key = :key ORDER BY place
"""
_MEMBERSHIPS = """
SELECT plan_code, role, since, until, stage, root_uuid FROM registry.membership
WHERE person_key = :key ORDER BY since NULLS LAST, plan_code, place
"""
_PLAN = "SELECT plan_code, kind, sector, commune, parked_since FROM registry.plan WHERE plan_code = :key"
_MEMBERS = """
SELECT person_key, coalesce(p.code, '') AS code, role, since, until, stage, root_uuid
FROM registry.membership m LEFT JOIN registry.person p USING (person_key) WHERE plan_code = :key ORDER BY place
"""
_VERSIONS = """
SELECT number, made_by, made_on, total, contribution_total, tablet_total, inherits, stage, root_uuid
FROM registry.plan_version WHERE plan_code = :key ORDER BY number
"""
_LINES = """
SELECT number, item, item_other, specification, quantity, unit, unit_price, total, catalogue_price
FROM registry.plan_line WHERE plan_code = :key ORDER BY number, place
"""
_CHANGES = """
SELECT number, line, field, before, after FROM registry.plan_change WHERE plan_code = :key ORDER BY number, place
"""
_PLAN_EVENTS = """
SELECT kind, happened_on, detail, stage, root_uuid, received_at FROM registry.plan_event
WHERE plan = :key ORDER BY place
"""

Rows = list[dict[str, Any]]


def person_rows(connection: Connection, person_key: str) -> Mapping[str, Rows]:
    """``events``, ``memberships`` and ``mentions`` of one person, each in its order; no name."""
    parts = {"events": _EVENTS, "memberships": _MEMBERSHIPS, "mentions": _MENTIONS}
    return {part: _rows(connection, query, person_key) for part, query in parts.items()}


def plan_rows(connection: Connection, code: str) -> Mapping[str, Rows]:
    """``plan``, ``members``, ``versions``, ``lines``, ``changes`` and ``events`` of one plan; no name, no supplier."""
    parts = {"plan": _PLAN, "members": _MEMBERS, "versions": _VERSIONS, "lines": _LINES, "changes": _CHANGES}
    return {part: _rows(connection, query, code) for part, query in {**parts, "events": _PLAN_EVENTS}.items()}


def received_at(connection: Connection, root_uuids: Collection[str]) -> dict[str, datetime]:
    """When the server got each of these submissions, UTC; one that is gone, or that says nothing, is absent."""
    query = text("SELECT root_uuid, received_at FROM registry.submission WHERE root_uuid = ANY(:roots)")
    found = connection.execute(query, {"roots": sorted(root_uuids)})
    return {root: at for root, at in found if at is not None}


def _rows(connection: Connection, query: str, key: str) -> Rows:
    return [dict(row) for row in connection.execute(text(query), {"key": key}).mappings()]
