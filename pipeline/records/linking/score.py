"""Pairs of records and their weight in bits: in bulk, or new records against known ones, to the last bit the same."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from ...model.linkage import Evidence, Pair, Part
from .blocking import keys_sql
from .bound import may_weigh_sql, quick_sql
from .comparisons import COMPARISONS, SILENT
from .model import Model
from .prepare import as_table, prepare
from .splink_settings import level_of
from .weighing import weighing_sql


def score_all(model: Model, records: Iterable[Evidence] | pa.Table) -> list[Pair]:
    """Every pair of the records that shares a blocking key and weighs at least ``model.floor``, sorted by ids.

    Args:
        records: unique record ids; a table has columns named as Evidence's, any but ``record_id`` may be missing.
    """
    with duckdb.connect() as connection:
        _load(connection, model, prepare(model, as_table(records)))
        connection.execute(f"CREATE TABLE pair AS {candidates_sql(model, 'a.row < b.row')}")
        return list(_weigh(connection, model))


def score_new(model: Model, new: Sequence[Evidence], known: Sequence[Evidence]) -> list[Pair]:
    """As ``score_all``, but only pairs with at least one new record; sorted by ids.

    Args:
        known: all known records that share a key of ``block_keys`` with a new one; more do no harm.
    """
    with duckdb.connect() as connection:
        _load(connection, model, prepare(model, as_table([*new, *known])))
        condition = f"a.row < b.row AND a.row < {len(new)}"
        connection.execute(f"CREATE TABLE pair AS {candidates_sql(model, condition)}")
        return list(_weigh(connection, model))


def score_pairs(model: Model, records: Sequence[Evidence], wanted: Iterable[tuple[str, str]]) -> list[Pair]:
    """These pairs of the records, sharing a key or not, as far as they weigh ``model.floor``; sorted by ids."""
    rows = {record.record_id: row for row, record in enumerate(records)}
    places = sorted(tuple(sorted((rows[left], rows[right]))) for left, right in wanted)
    if not places:
        return []
    columns = [pa.array(column, pa.int32()) for column in zip(*places, strict=True)]
    with duckdb.connect() as connection:
        _load(connection, model, prepare(model, as_table(records)))
        connection.register("wanted", pa.table(columns, ["join_key_l", "join_key_r"]))
        connection.execute("CREATE TABLE pair AS SELECT join_key_l, join_key_r, 0 AS match_key FROM wanted")
        return list(_weigh(connection, model))


def block_keys(model: Model, record: Evidence) -> frozenset[int]:
    """The record's blocking keys, signed 64-bit: two records are compared if and only if they share one."""
    return block_keys_all(model, [record])[record.record_id]


def block_keys_all(model: Model, records: Iterable[Evidence] | pa.Table) -> dict[str, frozenset[int]]:
    """Blocking keys by record id; far faster than one call per record."""
    prepared = prepare(model, as_table(records))
    with duckdb.connect() as connection:
        connection.register("prepared", prepared)
        rows = connection.execute(
            f"SELECT record_id, list_filter({keys_sql(model)}, lambda key: key IS NOT NULL) FROM prepared"  # noqa: S608
        ).fetchall()
    return {record_id: frozenset(keys) for record_id, keys in rows}


_CANDIDATES = """
WITH candidate AS (
    SELECT DISTINCT a.row AS row_l, b.row AS row_r FROM block a JOIN block b ON a.key = b.key AND {condition}
)
SELECT row_l AS join_key_l, row_r AS join_key_r, 0 AS match_key
FROM candidate JOIN quick l ON l.row = row_l JOIN quick r ON r.row = row_r
WHERE {may_weigh}
"""


def candidates_sql(model: Model, condition: str) -> str:
    """SELECT of the pairs that share a key and may weigh enough, over tables ``block`` and ``quick``.

    Args:
        condition: which of two rows ``a`` and ``b`` are a pair.
    """
    return _CANDIDATES.format(condition=condition, may_weigh=may_weigh_sql(model))


def _load(connection: duckdb.DuckDBPyConnection, model: Model, prepared: pa.Table) -> None:
    """Tables ``record`` (prepared, with its row number), ``quick`` (what the bound reads) and ``block`` (row, key)."""
    numbered = prepared.append_column("row", pa.array(range(prepared.num_rows), pa.int32()))
    connection.register("numbered", numbered)
    connection.execute("CREATE TABLE record AS FROM numbered")
    connection.unregister("numbered")
    connection.execute(f"CREATE TABLE quick AS {quick_sql()}")
    connection.execute(f"CREATE TABLE listed AS SELECT row, unnest({keys_sql(model)}) AS key FROM record")  # noqa: S608
    connection.execute("CREATE TABLE block AS FROM listed WHERE key IS NOT NULL")


def _weigh(connection: duckdb.DuckDBPyConnection, model: Model) -> Iterator[Pair]:
    """The pairs of table ``pair`` that weigh enough."""
    yield from pairs_of(model, connection.execute(weighing_sql(model)).fetchall())


def pairs_of(model: Model, rows: Iterable[Sequence[Any]]) -> Iterator[Pair]:
    """Rows of ``weighing_sql`` as pairs."""
    for left, right, weight, family, *rest in rows:
        yield Pair(left, right, weight, tuple(_parts(model, family, rest)))


def _parts(model: Model, family: float, rest: Sequence[float]) -> Iterator[Part]:
    yield Part("prior", "records", model.prior)
    for place, field in enumerate(COMPARISONS):
        level = level_of(field, int(rest[2 * place]))
        if level != SILENT:
            yield Part(field, level, rest[2 * place + 1])
    yield Part("family", "relative", family)
