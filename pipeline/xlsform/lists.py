"""Shared lists are written into a workbook's choices sheet; everything else in it stays as it was."""

from copy import copy
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyxform.xls2json_backends import xlsx_value_to_str

from .problem import FormError, blocking
from .shared_list import (
    ListChange,
    SharedList,
    choice_heading,
    compare_list,
    drift,
    read_shared_lists,
    rows_of,
    used_lists,
)
from .sheets import read_workbook

__all__ = ["ListChange", "SharedList", "build_lists", "drift", "read_shared_lists"]


def build_lists(workbook: Path, folder: Path) -> list[ListChange]:
    """The workbook's shared lists are those of ``folder`` afterwards; empty (and no write) if they were already.

    Rows of other lists, further columns, styles and sheets are kept. The file is replaced in one step.

    Args:
        workbook: an .xlsx or .xlsm file.
        folder: ``config/lists``.

    Raises:
        FormError: it is no workbook, or one that cannot be written back (xls, csv, md).
        SetupError: a list in ``folder`` is wrong, or the workbook is open in Excel.
    """
    read = read_workbook(workbook)
    lists = read_shared_lists(folder)
    changes = {}
    for name in used_lists(read.sheets["survey"], read.sheets["choices"], lists):
        rows = [row for _, row in rows_of(name, read.sheets["choices"])]
        change = compare_list(lists[name], rows)
        if change:
            changes[name] = change
    if changes:
        _rewrite(workbook, [lists[name] for name in changes], last_row=len(read.sheets["choices"]) + 1)
    return list(changes.values())


def _rewrite(path: Path, lists: list[SharedList], last_row: int) -> None:
    """Writes every list; rows below ``last_row`` may be formatted, but they are empty."""
    book = _load(path)
    sheet = next((s for s in book.worksheets if s.title.lower() == "choices"), None)
    if sheet is None:
        sheet = book.create_sheet("choices")
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))  # the lower cells of a merged one cannot be written
    for shared in lists:
        last_row = _write_list(sheet, shared, last_row)
    _save(book, path)


def _load(path: Path) -> Workbook:
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        what = f"A {path.suffix} file cannot be written back with its looks."
        raise FormError(path.name, (blocking(what, "Save it as .xlsx first."),))
    try:
        return load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    except Exception as error:
        # openpyxl raises anything on styles and drawings it does not know.
        what = "The workbook can be read, but not written back without losing something."
        fix = "Copy its sheets into a new workbook."
        raise FormError(path.name, (blocking(what, fix),)) from error


def _save(book: Workbook, path: Path) -> None:
    beside = path.with_name(f".{path.name}.new")
    try:
        book.save(beside)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        what = "The workbook cannot be written."
        raise FormError(path.name, (blocking(what, "Close it in Excel and run again."),)) from error


def _write_list(sheet: Worksheet, shared: SharedList, last_row: int) -> int:
    """Writes one list and gives the last row with a value afterwards."""
    columns = _columns(sheet, shared)
    numbers = [n for n in range(2, last_row + 1) if _text(sheet, n, columns["list_name"]) == shared.name]
    before = {_text(sheet, n, columns["name"]): _row_values(sheet, n) for n in numbers}
    had = len(numbers)
    numbers = _make_room(sheet, numbers, len(shared.choices), last_row)
    for number, (name, wanted) in zip(numbers, shared.choices.items(), strict=True):
        for column, value in before.get(name, dict.fromkeys(range(1, sheet.max_column + 1))).items():
            sheet.cell(number, column).value = value
        _put(sheet, number, columns["list_name"], shared.name)
        for heading in shared.headings:
            if heading:
                _put(sheet, number, columns[heading], wanted[heading])
    return last_row + len(numbers) - had


def _columns(sheet: Worksheet, shared: SharedList) -> dict[str, int]:
    """Column number by normalised heading; missing ones are added on the right."""
    found: dict[str, int] = {}
    for column in range(1, sheet.max_column + 1):
        heading = _text(sheet, 1, column)
        if heading:
            found.setdefault(choice_heading(heading), column)
    for heading in ("list_name", *shared.headings):
        if heading and heading not in found:
            found[heading] = max(found.values(), default=0) + 1
            _put(sheet, 1, found[heading], heading)
    return found


def _make_room(sheet: Worksheet, numbers: list[int], wanted: int, last_row: int) -> list[int]:
    """As many rows as the list needs: the ones it had, more after its last, or fewer."""
    for number in reversed(numbers[wanted:]):
        sheet.delete_rows(number)
    kept = numbers[:wanted]
    missing = wanted - len(kept)
    if missing <= 0:
        return kept
    start = kept[-1] + 1 if kept else last_row + 1
    if kept:
        sheet.insert_rows(start, missing)
        for number in range(start, start + missing):
            for column in range(1, sheet.max_column + 1):
                _copy_style(sheet.cell(kept[-1], column), sheet.cell(number, column))
    return [*kept, *range(start, start + missing)]


def _copy_style(source: Any, target: Any) -> None:
    target._style = copy(source._style)


def _row_values(sheet: Worksheet, number: int) -> dict[int, Any]:
    return {column: sheet.cell(number, column).value for column in range(1, sheet.max_column + 1)}


def _text(sheet: Worksheet, row: int, column: int) -> str:
    value = sheet.cell(row, column).value
    return "" if value is None else xlsx_value_to_str(value).strip()


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell: Any = sheet.cell(row, column)
    cell.value = text or None
    if text.startswith("="):
        cell.data_type = "s"  # a label is text even where it begins like a formula
