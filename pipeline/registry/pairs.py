"""Block keys and the pairs scored within them: what new mentions are compared with, and how alike two are."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from pipeline.model.linkage import Evidence, Pair, Part
from pipeline.sql import driver_of

from .rows import copy_rows, delete_where
from .tables import block_key, pair

_EVIDENCE = ", ".join(f"m.{field}" for field in ("mention_id", *Evidence._fields[1:]))


def forget_pairs(connection: Connection, mention_ids: Collection[str]) -> int:
    """These mentions are in no block and no pair; rows removed."""
    ids = list(mention_ids)
    removed = delete_where(connection, block_key, "mention_id", ids)
    removed += delete_where(connection, pair, "left_id", ids)
    return removed + delete_where(connection, pair, "right_id", ids)


def put_block_keys(connection: Connection, keys: Mapping[str, Collection[int]]) -> int:
    """Mentions stand in their blocks, which they did not before; rows written."""
    rows = [(key, mention_id) for mention_id, held in keys.items() for key in sorted(set(held))]
    return copy_rows(connection, block_key, rows)


def evidence_in_blocks(connection: Connection, keys: Collection[int], other_than: Collection[str]) -> list[Evidence]:
    """What the mentions in these blocks say of themselves, but for those given; sorted by id."""
    query = f"""SELECT {_EVIDENCE} FROM registry.mention m WHERE m.mention_id = ANY (ARRAY(
                    SELECT DISTINCT mention_id FROM registry.block_key WHERE key = ANY(%s)))
                ORDER BY m.mention_id"""  # noqa: S608 names of ours
    known = frozenset(other_than)
    rows = driver_of(connection).execute(query, (list(keys),))
    return [Evidence(*row) for row in rows if row[0] not in known]


def every_evidence(connection: Connection) -> list[Evidence]:
    """What every mention says of itself, as far as it says anything; sorted by id."""
    query = f"SELECT {_EVIDENCE} FROM registry.mention m WHERE m.has_evidence ORDER BY m.mention_id"  # noqa: S608
    return [Evidence(*row) for row in driver_of(connection).execute(query)]


def put_pairs(connection: Connection, pairs: Iterable[Pair]) -> int:
    """These pairs are kept, none of which was; rows written."""
    rows = [(p.left, p.right, p.weight, json.dumps([list(part) for part in p.parts])) for p in pairs]
    return copy_rows(connection, pair, rows)


def pairs_among(connection: Connection, mention_ids: Collection[str]) -> tuple[Pair, ...]:
    """Kept pairs whose left one is among these; sorted. Both are, where the mentions are a whole component."""
    query = sa.select(pair).where(pair.c.left_id == sa.any_(sa.literal(list(mention_ids), sa.ARRAY(sa.Text))))
    found = connection.execute(query.order_by(pair.c.left_id, pair.c.right_id))
    return tuple(Pair(left, right, weight, _parts(parts)) for left, right, weight, parts in found)


def pairs_of(connection: Connection, mention_ids: Collection[str]) -> frozenset[tuple[str, str]]:
    """The two ids of every kept pair that one of these is in."""
    wanted = sa.any_(sa.literal(list(mention_ids), sa.ARRAY(sa.Text)))
    c = pair.c
    queries = (sa.select(c.left_id, c.right_id).where(column == wanted) for column in (c.left_id, c.right_id))
    return frozenset((left, right) for query in queries for left, right in connection.execute(query))


def _parts(parts: Any) -> tuple[Part, ...]:
    return tuple(Part(*part) for part in parts)
