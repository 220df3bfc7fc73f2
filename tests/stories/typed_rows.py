"""Decoded rows become answers, as loading them and reading them back does; what tablets send in, without a database."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from pipeline.model.answers import Answers, Row
from pipeline.model.decoded import Item
from pipeline.model.table import FIXED, Planned, Table
from pipeline.records.decode import Decoder
from pipeline.records.tables import plan_tables
from tests.forms.forms import form_of

AS: Mapping[str, Callable[[Any], Any]] = {
    "text": str,
    "integer": int,
    "decimal": Decimal,
    "real": float,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "instant": lambda text: datetime.fromisoformat(text).astimezone(UTC),
    "boolean": bool,
    "json": str,
}


@cache
def decoding(stage: str) -> tuple[Planned, Decoder]:
    """The stage's tables and its decoder."""
    planned = plan_tables(stage, form_of(stage))
    return planned, Decoder(stage, form_of(stage), planned)


def answers_of(stage: str, item: Item) -> Answers:
    """The typed answers of one submission; it must decode."""
    planned, decoder = decoding(stage)
    decoded = decoder.decode([item])
    assert not decoded.set_aside, decoded.set_aside
    chosen: defaultdict[tuple[str, str, int], list[str]] = defaultdict(list)
    for table in planned.tables:
        if table.role == "choices":
            for _, row_id, _, choice in decoded.rows[table.name]:
                chosen[table.parent, table.source, row_id].append(choice)
    main, *others = (t for t in planned.tables if t.role != "choices")
    (((*_fixed, submitted_at), values),) = _rows(main, decoded.rows[main.name], chosen)
    return Answers(
        stage,
        item.root_uuid,
        item.instance_id,
        item.edition_id,
        item.form_version,
        item.deployment,
        item.zone,
        submitted_at,
        values,
        {table.source: rows for table in others if (rows := _repeat(table, decoded.rows[table.name], chosen))},
    )


def _repeat(table: Table, rows: list[tuple[Any, ...]], chosen: Mapping[Any, list[str]]) -> tuple[Row, ...]:
    return tuple(Row(row, parent, at, said) for (_, row, parent, at), said in _rows(table, rows, chosen))


def _rows(table: Table, rows: list[tuple[Any, ...]], chosen: Mapping[Any, list[str]]) -> Any:
    """Fixed columns and answers by path of each row."""
    width = len(FIXED[table.role])
    for row in rows:
        fixed, told = row[:width], row[width:]
        said = {c.path: AS[c.kind](v) for c, v in zip(table.columns, told, strict=True) if v is not None}
        row_id = fixed[1] if table.role == "repeat" else 0
        said |= {q: tuple(choices) for (name, q, at), choices in chosen.items() if (name, at) == (table.name, row_id)}
        yield fixed, said
