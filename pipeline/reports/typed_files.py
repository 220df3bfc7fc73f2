"""Decoded submissions become CSV or Parquet files with exact types, and a dictionary of their columns."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import SetupError
from pipeline.model.decoded import Decoded
from pipeline.model.table import FIXED, Column, Kind, Table

FileFormat = Literal["csv", "parquet"]
DICTIONARY = "columns.csv"
SET_ASIDE = "set_aside.csv"
MOST_DIGITS = 38
"""Digits a Parquet decimal holds; a column that needs more stays exact as text."""


def write_tables(
    decoded: Decoded,
    tables: Sequence[Table],
    folder: Path,
    file_format: FileFormat,
    labels: Mapping[str, str] | None = None,
) -> tuple[Path, ...]:
    """One file per table, ``columns.csv`` that says what each column holds, ``set_aside.csv`` with what is missing.

    Nothing passes through floats but coordinates. CSV: UTF-8, comma, an empty cell is no answer, ``true``/``false``,
    ISO dates, instants in UTC. Parquet: int64, decimal128 (text above 38 digits), date, time, UTC timestamp, bool.

    Args:
        decoded: of one form edition.
        tables: planned for the same edition.
        folder: made if it does not exist; files of the same name are replaced.
        file_format: for the tables; the other two files are always CSV.
        labels: question path → label for the dictionary; questions without one have an empty cell.

    Returns:
        The files written, tables first.

    Raises:
        SetupError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [_write_table(decoded, table, folder, file_format) for table in tables]
        written.append(_write_dictionary(tables, folder / DICTIONARY, labels or {}))
        written.append(_write_set_aside(decoded, folder / SET_ASIDE))
    except OSError as error:
        raise SetupError(
            str(folder), f"the files cannot be written ({error.strerror}).", "Choose another --out folder."
        ) from error
    return tuple(written)


def columns_of(table: Table) -> tuple[Column, ...]:
    """Every column of the table's rows, the fixed ones first; those have no question path."""
    fixed = tuple(Column(name, kind, "") for name, kind in FIXED[table.role])
    return fixed + table.columns


def _write_table(decoded: Decoded, table: Table, folder: Path, file_format: FileFormat) -> Path:
    columns = columns_of(table)
    rows = decoded.rows.get(table.name, [])
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    path = folder / f"{table.name}.{file_format}"
    if file_format == "csv":
        frame = pd.DataFrame(
            {
                c.name: pd.Series([_csv_cell(c.kind, cell) for cell in cells], dtype=object)
                for c, cells in _pairs(columns, values)
            }
        )
        frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    else:
        arrays = {c.name: _array(c.kind, cells) for c, cells in _pairs(columns, values)}
        pq.write_table(pa.table(arrays), path, compression="zstd")
    return path


def _pairs(columns: Sequence[Column], values: Sequence[Sequence[Any]]) -> Iterator[tuple[Column, Sequence[Any]]]:
    return zip(columns, values, strict=True)


def _csv_cell(kind: Kind, value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind == "instant" and value is not None:
        return _as_instant(value).astimezone(UTC).isoformat()
    return value


def _array(kind: Kind, cells: Sequence[Any]) -> Any:
    """A typed Arrow array of one column."""
    if kind == "decimal":
        return _decimals(cells)
    read, arrow_type = _ARROW[kind]
    return pa.array([None if cell is None else read(cell) for cell in cells], type=arrow_type)


def _decimals(cells: Sequence[Any]) -> Any:
    """Decimals as wide as the widest; text where that is wider than Parquet can be."""
    numbers = [None if cell is None else Decimal(cell) for cell in cells]
    given = [number for number in numbers if number is not None]
    scale = max((-int(number.as_tuple().exponent) for number in given), default=0)
    whole = max((number.adjusted() + 1 for number in given), default=1)
    scale = max(scale, 0)
    if max(whole, 1) + scale > MOST_DIGITS:
        return pa.array(cells, type=pa.string())
    return pa.array(numbers, type=pa.decimal128(max(whole, 1) + scale, scale))


def _as_instant(cell: Any) -> datetime:
    return cell if isinstance(cell, datetime) else datetime.fromisoformat(cell)


_ARROW: dict[Kind, tuple[Any, Any]] = {
    "text": (str, pa.string()),
    "json": (str, pa.string()),
    "integer": (int, pa.int64()),
    "real": (float, pa.float64()),
    "date": (date.fromisoformat, pa.date32()),
    "time": (time.fromisoformat, pa.time64("us")),
    "instant": (_as_instant, pa.timestamp("us", tz="UTC")),
    "boolean": (bool, pa.bool_()),
}


def _write_dictionary(tables: Sequence[Table], path: Path, labels: Mapping[str, str]) -> Path:
    lines = [
        (table.name, c.name, c.kind, c.path, labels.get(c.path.partition("#")[0], ""), c.privacy if c.path else "")
        for table in tables
        for c in columns_of(table)
    ]
    pd.DataFrame(lines, columns=["table", "column", "kind", "question", "label", "privacy"]).to_csv(
        path, index=False, encoding="utf-8", lineterminator="\n"
    )
    return path


def _write_set_aside(decoded: Decoded, path: Path) -> Path:
    lines = [(s.root_uuid, s.edition_id, s.reason, s.question, s.detail) for s in decoded.set_aside]
    pd.DataFrame(lines, columns=["root_uuid", "edition_id", "reason", "question", "detail"]).to_csv(
        path, index=False, encoding="utf-8", lineterminator="\n"
    )
    return path
