"""A list the office already has, as a workbook or CSV: its rows in, and the same list back with what became of each."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.errors import SetupError, did_you_mean

HEAD = PatternFill("solid", start_color="FFDDE7F3")
ADDED = {"code": "retour : code", "state": "retour : état", "why": "retour : pourquoi"}
WIDTHS = {"code": 14, "state": 22, "why": 70}


class OfficeList:
    """The rows of one sheet."""

    def __init__(self, file: Path, sheet: str = "") -> None:
        """Read the file.

        Args:
            file: ``.xlsx`` or ``.csv`` (comma or semicolon, UTF-8).
            sheet: of a workbook; '' for its first one.

        Raises:
            SetupError: no such file or sheet, or no list; a heading twice.
        """
        self.file = file
        self._rows = _read_csv(file) if file.suffix.casefold() == ".csv" else _read_workbook(file, sheet)
        self.headings = [str(cell).strip() if cell is not None else "" for cell in (self._rows or [[]])[0]]
        named = [heading for heading in self.headings if heading]
        if not named:
            raise SetupError(str(file), "its first row has no headings.", "Write one heading above each column.")
        for heading in named:
            if named.count(heading) > 1:
                raise SetupError(f"{file}, row 1", f"the heading '{heading}' is there twice.", "Rename one of the two.")

    def check(self, wanted: Sequence[str]) -> None:
        """SetupError where a heading is missing, with the nearest one."""
        for heading in wanted:
            if heading not in self.headings:
                there = [h for h in self.headings if h]
                raise SetupError(
                    f"{self.file}, row 1", f"no column is headed '{heading}'.", did_you_mean(heading, there)
                )

    def rows(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Number in the sheet and cells by heading; empty rows are left out."""
        for number, row in enumerate(self._rows[1:], 2):
            cells = {h: cell for h, cell in zip(self.headings, row, strict=False) if h}
            if any(cell not in (None, "") for cell in cells.values()):
                yield number, cells

    def write_back(self, file: Path, found: Mapping[int, tuple[str, str, str]]) -> None:
        """The same rows with code, state and reason beside them; a new file that nobody had.

        Raises:
            SetupError: the file is there already, or cannot be written.
        """
        if file.exists():
            raise SetupError(str(file), "is there already; nothing was overwritten.", "Name another file with --out.")
        book = Workbook()
        sheet = book.active
        assert sheet is not None  # noqa: S101 a new workbook has a sheet
        sheet.title = "liste"
        sheet.append([*self.headings, *ADDED.values()])
        for number, row in enumerate(self._rows[1:], 2):
            cells = [*row, *[None] * len(self.headings)][: len(self.headings)]
            sheet.append([*cells, *found.get(number, ("", "", ""))])
        for column in range(1, len(self.headings) + len(ADDED) + 1):
            cell = sheet.cell(1, column)
            cell.font, cell.fill = Font(bold=True), HEAD
            name = [*self.headings, *ADDED][column - 1]
            sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, 16)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
        try:
            book.save(file)
        except OSError as error:
            raise SetupError(str(file), f"cannot be written ({error.strerror}).", "Check the folder.") from None


def _read_workbook(file: Path, sheet: str) -> list[Sequence[Any]]:
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except FileNotFoundError:
        raise SetupError(str(file), "there is no such file.", "Check the name and the folder.") from None
    except (InvalidFileException, BadZipFile, KeyError, OSError, ValueError):
        raise SetupError(str(file), "is no workbook.", "Save it as .xlsx from Excel or LibreOffice.") from None
    try:
        if sheet and sheet not in book.sheetnames:
            raise SetupError(str(file), f"has no sheet '{sheet}'.", did_you_mean(sheet, book.sheetnames))
        return [tuple(row) for row in book[sheet or book.sheetnames[0]].iter_rows(values_only=True)]
    finally:
        book.close()


def _read_csv(file: Path) -> list[Sequence[Any]]:
    try:
        written = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SetupError(str(file), "there is no such file.", "Check the name and the folder.") from None
    except (OSError, UnicodeDecodeError):
        raise SetupError(str(file), "is no text in UTF-8.", "Save it as 'CSV UTF-8', or as .xlsx.") from None
    head = written.partition("\n")[0]
    return list(csv.reader(written.splitlines(), delimiter=";" if head.count(";") > head.count(",") else ","))
