"""The statement that weighs candidate pairs: Splink writes it from the model, once; a relative's chance is set off."""

import json
import re
from functools import lru_cache
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from .comparisons import COMPARISONS
from .model import Model
from .numbers import sql_number
from .prepare import COLUMNS
from .splink_settings import gamma_of, splink_settings

_INPUT = re.compile(r"__splink__df_pruned_predict_input_[lr]_\w{9}")


def weighing_sql(model: Model) -> str:
    """SELECT of the pairs that weigh at least ``model.floor``, over tables ``record`` and ``pair`` (of row numbers).

    Columns: left_id < right_id, weight, family (bits taken off), then per field of COMPARISONS its gamma and bits;
    sorted by the ids.
    """
    return _around(model, _splink_sql(json.dumps(splink_settings(model), sort_keys=True)))


@lru_cache(maxsize=4)
def _splink_sql(settings: str) -> str:
    """What Splink would run for these settings; asked of it on empty tables, because it parses for half a second."""
    with duckdb.connect() as connection:
        connection.register("record", _empty_records())
        connection.register("pair", _empty_pairs())
        api = DuckDBAPI(connection)
        linker = Linker(api.register("record"), json.loads(settings), log_level=None, validate_settings=False)
        linker.table_management.register_blocked_pairs_for_predict(api.register("pair"))
        sql = linker.inference.predict(warning_mode="never").sql_used_to_create
    return _INPUT.sub("record", str(sql))


def _empty_records() -> pa.Table:
    columns = {"row": pa.int32(), **COLUMNS}
    return pa.table({name: pa.array([], kind) for name, kind in columns.items()})


def _empty_pairs() -> pa.Table:
    kinds = {"join_key_l": pa.int32(), "join_key_r": pa.int32(), "match_key": pa.int32()}
    return pa.table({name: pa.array([], kind) for name, kind in kinds.items()})


def _around(model: Model, splink: str) -> str:
    """Splink's weight against a stranger, corrected by how well a relative would explain the same pair."""
    fields = ", ".join(field for name in COMPARISONS for field in (f"gamma_{name}", _bits(name)))
    relative = " + ".join([sql_number(model.family_prior), *(_family_sql(model, field) for field in COMPARISONS)])
    return f"""
    WITH scored AS ({splink}),
    weighed AS (
        SELECT row_l, row_r, match_weight,
               -log2(1 + power(CAST(2 AS DOUBLE), match_weight - ({relative}))) AS family, {fields}
        FROM scored WHERE match_weight >= {sql_number(model.floor)}
    )
    SELECT least(l.record_id, r.record_id) AS left_id, greatest(l.record_id, r.record_id) AS right_id,
           match_weight + family AS weight, weighed.* EXCLUDE (row_l, row_r, match_weight)
    FROM weighed JOIN record l ON l.row = row_l JOIN record r ON r.row = row_r
    WHERE match_weight + family >= {sql_number(model.floor)}
    ORDER BY left_id, right_id
    """  # noqa: S608


def _bits(field: str) -> str:
    rarity = f" + mw_tf_adj_{field}" if any(condition.rarity for condition in COMPARISONS[field]) else ""
    return f"mw_{field}{rarity} AS bits_{field}"


def _family_sql(model: Model, field: str) -> str:
    cases: dict[int, Any] = {gamma_of(field, name): level.family for name, level in model.comparisons[field].items()}
    whens = " ".join(f"WHEN {gamma} THEN {sql_number(bits)}" for gamma, bits in cases.items())
    return f"(CASE gamma_{field} {whens} ELSE 0 END)"
