"""The same pairs from Spark: the statements that DuckDB runs, in Spark's words, over the same prepared columns."""

from itertools import pairwise
from typing import Any

import pyarrow as pa
import sqlglot

from ...model.linkage import Pair
from .blocking import keys_sql
from .bound import quick_sql
from .model import Model
from .prepare import as_table, prepare
from .score import candidates_sql, pairs_of
from .weighing import weighing_sql

SIMILARITY = "jarowinkler_similarity"
"""As sqlglot calls it for Spark; a session must know it: Splink's jar brings it as ``SIMILARITY_CLASS``."""
SIMILARITY_CLASS = "uk.gov.moj.dash.linkage.JaroWinklerSimilarity"
_CHUNK = 100_000


def score_all_on(spark: Any, model: Model, records: pa.Table) -> list[Pair]:
    """As ``score_all``, weighed by a Spark session; sorted by ids.

    Args:
        spark: a ``SparkSession`` that knows ``SIMILARITY``.
    """
    prepared = prepare(model, as_table(records))
    numbered = prepared.append_column("row", pa.array(range(prepared.num_rows), pa.int32()))
    _view(spark, "record", _loaded(spark, numbered))
    _view(spark, "quick", spark.sql(_spoken(quick_sql())))
    keys = keys_sql(model).removeprefix("[").removesuffix("]")
    listed = f"SELECT row, explode(array({_spoken_list(keys)})) AS key FROM record"  # noqa: S608
    _view(spark, "listed", spark.sql(listed))
    _view(spark, "block", spark.sql("SELECT row, key FROM listed WHERE key IS NOT NULL"))
    _view(spark, "pair", spark.sql(_spoken(candidates_sql(model, "a.row < b.row"))))
    weighed = spark.sql(_spoken(weighing_sql(model))).collect()
    return list(pairs_of(model, (tuple(row) for row in weighed)))


def _view(spark: Any, name: str, frame: Any) -> None:
    frame.createOrReplaceTempView(name)


def _loaded(spark: Any, table: pa.Table) -> Any:
    """The table as a data frame, a part at a time, because the driver hands each over as one message."""
    starts = [*range(0, max(table.num_rows, 1), _CHUNK), max(table.num_rows, 1)]
    frames = [spark.createDataFrame(table.slice(begin, end - begin)) for begin, end in pairwise(starts)]
    whole = frames[0]
    for frame in frames[1:]:
        whole = whole.unionAll(frame)
    return whole


def _spoken(sql: str) -> str:
    return sqlglot.transpile(sql, read="duckdb", write="spark")[0]


def _spoken_list(expressions: str) -> str:
    """Expressions parted by commas."""
    return _spoken(f"SELECT {expressions}").removeprefix("SELECT ")
