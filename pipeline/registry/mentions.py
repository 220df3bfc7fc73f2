"""Mentions as the registry keeps them: what was said, under which handle, and where it went."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from pipeline.model.answers import Origin
from pipeline.model.linkage import Evidence
from pipeline.model.mention import Linked, Mention

from .marks import by_stage
from .rows import delete_where, replace_groups, rows_where
from .tables import mention as table
from .told import read_told, write_told


class Kept(NamedTuple):
    """One mention and what was made of it.

    Attributes:
        handle: ``code:…`` of its newest code, ``mention:…`` without a code, '' where nothing identifies it.
        component: the smallest mention id among all that hang together with it.
        linked: where it went; None before people were united.
    """

    mention: Mention
    handle: str
    component: str = ""
    linked: Linked | None = None


def read_mentions(connection: Connection, column: str, within: Collection[str]) -> Iterator[Kept]:
    """Those whose column (``mention_id``, ``root_uuid``, ``component`` …) is among the values, by mention id."""
    return (_kept(row) for row in rows_where(connection, table, column, within, "mention_id")) if within else iter(())


def write_mentions(connection: Connection, gone: Collection[str], kept: Collection[Kept]) -> int:
    """None of ``gone`` is there, and ``kept`` stand as they are given; rows removed and written."""
    removed = delete_where(connection, table, "mention_id", gone)
    return removed + replace_groups(
        connection, table, "mention_id", [one.mention.mention_id for one in kept], map(_row, kept)
    )


def components_of(connection: Connection, column: str, values: Collection[str]) -> frozenset[str]:
    """Components of the mentions that have one of these values in the column."""
    if not values:
        return frozenset()
    query = sa.select(table.c.component).distinct().where(table.c[column] == sa.any_(_array(values)))
    return frozenset(connection.scalars(query.where(table.c[column] != "")))


def handles_of_codes(connection: Connection, codes: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(mention id, code, handle) of the mentions that were said with one of these codes."""
    c = table.c
    query = sa.select(c.mention_id, c.code, c.handle).where(c.code == sa.any_(_array(codes)), c.code != "")
    return (tuple(row) for row in connection.execute(query))


def roots_of_people(connection: Connection, person_keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """Root uuids by stage of the submissions that speak of one of these people."""
    query = sa.select(table.c.stage, table.c.root_uuid).where(table.c.person_key == sa.any_(_array(person_keys)))
    return by_stage((stage, root) for stage, root in connection.execute(query.distinct()))


def people_spoken_of(connection: Connection, roots: Iterable[str]) -> dict[str, str]:
    """The person key of each identifiable mention of these submissions, by mention id."""
    query = sa.select(table.c.mention_id, table.c.person_key).where(table.c.root_uuid == sa.any_(_array(roots)))
    return {mention_id: key for mention_id, key in connection.execute(query.where(table.c.person_key != ""))}


def _array(values: Iterable[str]) -> Any:
    return sa.literal(sorted(values), sa.ARRAY(sa.Text))


def _row(kept: Kept) -> tuple[Any, ...]:
    one, origin = kept.mention, kept.mention.origin
    evidence = one.evidence or Evidence(one.mention_id)
    linked = kept.linked or Linked(one.mention_id, "unidentifiable")
    return (
        one.mention_id,
        origin.root_uuid,
        origin.stage,
        origin.edition_id,
        origin.form_version,
        origin.zone,
        origin.row,
        one.role,
        one.code,
        one.code_from,
        kept.handle,
        one.external_id,
        one.on,
        one.evidence is not None,
        *evidence[1:],
        write_told(one.told),
        kept.component,
        linked.state,
        linked.person_key,
        linked.how,
        linked.weight,
    )


def _kept(row: tuple[Any, ...]) -> Kept:
    mention_id, root, stage, edition, version, zone, place, role, code, code_from, handle, external, on, has = row[:14]
    evidence = Evidence(mention_id, *row[14:26]) if has else None
    told, component, state, person_key, how, weight = row[26:]
    origin = Origin(stage, root, edition, version, zone, place)
    said = Mention(mention_id, origin, role, code, code_from, external, evidence, on, read_told(told))
    return Kept(said, handle, component, Linked(mention_id, state, person_key, how, weight))
