"""Plans with their versions, and what happened to whom, as the registry keeps them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from pipeline.model.plan import Plan, Version
from pipeline.model.steps import Event, Journey

from . import case_tables as tables
from .rows import replace_groups, rows_where


def write_plans(
    connection: Connection, codes: Collection[str], plans: Collection[Plan], events: Mapping[str, Sequence[Event]]
) -> int:
    """Of these codes, exactly these plans stand with all that hangs on them; rows removed and written.

    Args:
        events: of each plan, by code, in order.
    """
    happened = (_event(code, place, one) for code, held in events.items() for place, one in enumerate(held))
    versions = [(plan.code, version) for plan in plans for version in plan.versions]
    wanted: list[tuple[sa.Table, Iterable[tuple[Any, ...]]]] = [
        (tables.plan, ((p.code, p.kind, p.sector, p.commune, p.parked_since) for p in plans)),
        (tables.plan_version, (_version(code, one) for code, one in versions)),
        (tables.plan_line, ((c, v.number, n, *line) for c, v in versions for n, line in enumerate(v.lines))),
        (
            tables.plan_contribution,
            ((c, v.number, n, *brought) for c, v in versions for n, brought in enumerate(v.contributions)),
        ),
        (tables.plan_change, ((c, v.number, n, *change) for c, v in versions for n, change in enumerate(v.changes))),
        (tables.membership, _members(plans)),
    ]
    written = replace_groups(connection, tables.plan_event, "plan", codes, happened)
    return written + sum(replace_groups(connection, table, "plan_code", codes, rows) for table, rows in wanted)


def write_journeys(connection: Connection, person_keys: Collection[str], journeys: Collection[Journey]) -> int:
    """Of these people, exactly these events stand, in the order of the journey; rows removed and written."""
    rows = (_event(one.person_key, place, event) for one in journeys for place, event in enumerate(one.events))
    return replace_groups(connection, tables.event, "person_key", person_keys, rows)


def members_of(connection: Connection, codes: Collection[str]) -> frozenset[str]:
    """Keys of all who are or were in one of these plans."""
    place = [c.name for c in tables.membership.columns].index("person_key")
    return frozenset(row[place] for row in rows_where(connection, tables.membership, "plan_code", codes))


def communes_of(connection: Connection, codes: Collection[str]) -> frozenset[str]:
    """Communes of these plans, as they stand."""
    place = [c.name for c in tables.plan.columns].index("commune")
    return frozenset(row[place] for row in rows_where(connection, tables.plan, "plan_code", codes) if row[place])


def plans_of(connection: Connection, person_keys: Collection[str]) -> frozenset[str]:
    """Codes of the plans that one of these people is or was in."""
    return frozenset(row[0] for row in rows_where(connection, tables.membership, "person_key", person_keys))


def _version(code: str, one: Version) -> tuple[Any, ...]:
    return (
        code,
        one.number,
        one.made_by,
        one.on,
        *_said(one.origin),
        one.draft.root_uuid if one.draft else "",
        one.inherits,
        one.total,
        one.contribution_total,
        one.tablet_total,
    )


def _members(plans: Iterable[Plan]) -> Iterator[tuple[Any, ...]]:
    for plan in plans:
        for place, one in enumerate(plan.members):
            yield plan.code, place, one.person_key, one.role, one.since, one.until, *_said(one.origin)


def _event(subject: str, place: int, event: Event) -> tuple[Any, ...]:
    said = (event.kind, event.on, event.detail, event.plan_code, *_said(event.origin))
    return subject, place, *said, event.origin.edition_id, event.received_at


def _said(origin: Any) -> tuple[str, str, str]:
    return origin.stage, origin.root_uuid, origin.row
