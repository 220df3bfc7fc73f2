"""Reads a labelled CSV file of people: which records are there, and who each of them truly is."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from ...errors import SetupError, did_you_mean
from ...model.linkage import Evidence

TRUTH = "true_id"
COLUMNS = (*Evidence._fields, TRUTH)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Records and the truth about them.

    Attributes:
        table: columns named as Evidence's, those that the file has; ``record_id`` always.
        truth: who each record is, by record id.
        ignored: headings of the file that say nothing to the linker.
    """

    table: pa.Table
    truth: dict[str, str]
    ignored: tuple[str, ...]


def read_labelled(file: Path, named: Mapping[str, str]) -> Labelled:
    """The file's rows, all cells as text; where it has no ``record_id`` its rows are numbered from 1.

    Args:
        named: our column to the file's heading, for columns that go by another name there.

    Raises:
        SetupError: the file cannot be read as a table, lacks ``true_id`` or all evidence, or has an id twice.
    """
    for column in named:
        if column not in COLUMNS:
            raise SetupError("--map", f"'{column}' is no column that is read.", did_you_mean(column, COLUMNS))
    table = _read(file)
    table, ignored = _renamed(file, table, named)
    if table.num_rows == 0:
        raise SetupError(str(file), "has headings but no row.", "Put the records below the headings.")
    if "record_id" not in table.column_names:
        table = table.append_column("record_id", pa.array([str(row + 1) for row in range(table.num_rows)]))
    ids, truth = table["record_id"].to_pylist(), table[TRUTH].to_pylist()
    _refuse_gaps(file, ids, truth)
    return Labelled(table.drop_columns([TRUTH]), dict(zip(ids, truth, strict=True)), ignored)


def _read(file: Path) -> pa.Table:
    """All cells as text."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            first = lines.readline()
        delimiter = max(",;\t|", key=first.count)
        headings = next(csv.reader([first], delimiter=delimiter), [])
        if len(set(headings)) < len(headings):
            twice = next(name for name in headings if headings.count(name) > 1)
            raise SetupError(str(file), f"has the heading '{twice}' twice.", "Rename or remove one of the two columns.")
        return pyarrow.csv.read_csv(
            file,
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(headings, pa.string()), strings_can_be_null=False
            ),
        )
    except OSError as error:
        raise SetupError(str(file), f"cannot be read ({error.strerror}).", "Check the name and its folder.") from None
    except (UnicodeDecodeError, pa.ArrowInvalid):
        # Arrow's message quotes the row, and a row is somebody's name.
        raise SetupError(
            str(file), "is no CSV table in UTF-8.", "Save it as CSV (UTF-8), each row as long as the headings."
        ) from None


def _renamed(file: Path, table: pa.Table, named: Mapping[str, str]) -> tuple[pa.Table, tuple[str, ...]]:
    """Our columns under our names, and the headings that were left."""
    for column, heading in named.items():
        if heading not in table.column_names:
            raise SetupError(
                f"--map {column}={heading}",
                f"{file} has no heading '{heading}'.",
                did_you_mean(heading, table.column_names),
            )
    found = {column: named.get(column, column) for column in COLUMNS}
    found = {column: heading for column, heading in found.items() if heading in table.column_names}
    if TRUTH not in found:
        raise SetupError(
            str(file),
            f"has no column '{TRUTH}', which says who each record truly is.",
            f"Add it, or say which one it is: --map {TRUTH}=HEADING.",
        )
    if not set(found) - {TRUTH, "record_id"}:
        raise SetupError(
            str(file),
            "has no column that tells people apart.",
            f"Say which are which: --map surname=HEADING; read are {', '.join(Evidence._fields[1:])}.",
        )
    kept = pa.table({column: pc.fill_null(table[heading], "") for column, heading in found.items()})
    return kept, tuple(sorted(set(table.column_names) - set(found.values())))


def _refuse_gaps(file: Path, ids: Sequence[str], truth: Sequence[str]) -> None:
    seen: set[str] = set()
    for row, (record, person) in enumerate(zip(ids, truth, strict=True), 2):
        if not record or record in seen:
            what = f"record_id '{record}' is there twice." if record else "record_id is empty."
            raise SetupError(f"{file}, row {row}", what, "Give each record an id of its own, or leave the column out.")
        if not person:
            raise SetupError(f"{file}, row {row}", f"{TRUTH} is empty.", "Say who the record is, or take the row out.")
        seen.add(record)
