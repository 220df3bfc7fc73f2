"""Given names that mean the same: the office's table, one group to a row, read into one stand-in per name."""

import csv
import io
from collections.abc import Iterator, Mapping

from ...errors import SetupError
from .names import split_name
from .words import given_key

FILE = "config/given_name_aliases.csv"
HEADER = "same_name"


def read_aliases(content: str) -> dict[str, str]:
    """From each name's key to the key that stands for its whole group.

    One row is one group: ``Boureima,Ibrahim,Ibrahima``. The first row holds headings. Commas, semicolons (as French
    Excel writes them) and tabs part the cells; empty cells and rows, accents and case do not matter, and a row that
    begins with ``#`` is a remark.

    Raises:
        SetupError: no heading, a cell without a letter, a group of one, or a name in two groups.
    """
    found: dict[str, tuple[str, int]] = {}
    for row, cells in _groups(content):
        keys = {_key(cell, row): cell for cell in cells}
        if len(cells) < 2:
            raise SetupError(
                f"{FILE}, row {row}",
                f"'{cells[0]}' stands alone.",
                "Write the other spellings of that name beside it, or take the row out.",
            )
        stand_in = min(keys)
        for key, cell in keys.items():
            if key in found:
                raise SetupError(
                    f"{FILE}, row {row}",
                    f"'{cell}' is also in the group of row {found[key][1]}.",
                    "Join the two rows, or take it out of one of them.",
                )
            found[key] = (stand_in, row)
    return {key: stand_in for key, (stand_in, _) in found.items()}


def stand_in(aliases: Mapping[str, str], key: str) -> str:
    """The key that stands for the group of ``key``; the key itself where no group has it."""
    return aliases.get(key, key)


def _groups(content: str) -> Iterator[tuple[int, list[str]]]:
    """Row number as a spreadsheet counts, and the cells that are filled."""
    text = content.removeprefix("\ufeff")
    heading = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    seen_heading = False
    try:
        for cells in reader:
            filled = [cell.strip() for cell in cells if cell.strip()]
            if not filled or filled[0].startswith("#"):
                continue
            if not seen_heading:
                _refuse_other_heading(filled[0])
                seen_heading = True
                continue
            yield reader.line_num, filled
    except csv.Error as error:
        raise SetupError(
            f"{FILE}, row {reader.line_num}", f"is no CSV: {error}.", "Save the table as CSV (UTF-8) again."
        ) from None


def _refuse_other_heading(cell: str) -> None:
    if cell.casefold() != HEADER:
        raise SetupError(
            f"{FILE}, row 1",
            f"the first heading is '{cell}', not '{HEADER}'.",
            f"Begin the table with a row of headings: {HEADER},variant,variant.",
        )


def _key(cell: str, row: int) -> str:
    """Names of several words (``Abdoul Aziz``) have one key, as if written together."""
    if not split_name(cell):
        raise SetupError(f"{FILE}, row {row}", f"'{cell}' is no name.", "Take the cell out, or write a name.")
    return given_key(cell)
