"""Typed files keep ids, money and instants exact."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import SetupError
from pipeline.model.decoded import Decoded
from pipeline.model.table import Column, Table
from pipeline.reports.typed_files import write_tables

TABLE = Table(
    "visit",
    "main",
    (
        Column("card", "text", "card", "identity"),
        Column("age", "integer", "age"),
        Column("amount", "decimal", "amount"),
        Column("held_on", "date", "held_on"),
        Column("opened_at", "time", "opened_at"),
        Column("met_at", "instant", "met_at"),
        Column("gps_latitude", "real", "gps#latitude"),
        Column("understood", "boolean", "understood"),
    ),
)
FIXED = ("uuid:1", "uuid:1", 1, "d", "z", "v1", datetime(2026, 11, 20, tzinfo=UTC))
FULL = ("007", 2**62 + 1, "12500.50", "2026-11-20", "14:30:00", "2026-11-20T05:01:00+00:00", "12.1", True)


def decoded_with(*rows):
    """Decoded rows of the one table."""
    return Decoded(rows={"visit": [FIXED + row for row in rows]}, decoded_count=len(rows))


def test_parquet_has_exact_types(tmp_path):
    """An id through a float loses its last digits, money its last francs."""
    path, *_ = write_tables(decoded_with(FULL, (None,) * 8), [TABLE], tmp_path, "parquet")
    full, empty = pq.read_table(path).to_pylist()
    assert [full[c.name] for c in TABLE.columns] == [
        "007",
        2**62 + 1,
        Decimal("12500.50"),
        date(2026, 11, 20),
        time(14, 30),
        datetime(2026, 11, 20, 5, 1, tzinfo=UTC),
        12.1,
        True,
    ]
    assert [empty[c.name] for c in TABLE.columns] == [None] * 8
    assert pq.read_schema(path).field("amount").type == pa.decimal128(7, 2)


def test_csv_has_the_same_digits(tmp_path):
    """Beside an empty cell pandas turns whole numbers into floats unless it is kept from it."""
    path, *_ = write_tables(decoded_with(FULL, (None,) * 8), [TABLE], tmp_path, "csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[1].endswith(
        ",007,4611686018427387905,12500.50,2026-11-20,14:30:00,2026-11-20T05:01:00+00:00,12.1,true"
    )
    assert lines[2].endswith(",,,,,,,,")


def test_a_decimal_wider_than_parquet_stays_exact_as_text(tmp_path):
    """Text is ugly; a rounded amount is wrong."""
    wide = "1" * 38 + ".5"
    path, *_ = write_tables(decoded_with((*FULL[:2], wide, *FULL[3:])), [TABLE], tmp_path, "parquet")
    assert pq.read_table(path).to_pylist()[0]["amount"] == wide


def test_no_submission_at_all_still_gives_typed_files(tmp_path):
    """A script that reads the files must not break on the first day."""
    path, *_ = write_tables(Decoded(), [TABLE], tmp_path, "parquet")
    assert pq.read_table(path).num_rows == 0
    assert pq.read_schema(path).field("age").type == pa.int64()


def test_a_file_where_the_folder_should_be_says_so(tmp_path):
    """The message names the place and what to do."""
    (tmp_path / "out").write_text("")
    with pytest.raises(SetupError, match="Choose another"):
        write_tables(Decoded(), [TABLE], tmp_path / "out", "csv")
