"""Rows that pyxform never reads, because too many empty ones stand above them."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from .problem import Problem, blocking
from .sheets import Workbook

LOOK_AHEAD = 3000


def rows_after_gap(workbook: Workbook) -> Iterator[Problem]:
    """The first filled row of each sheet below the place where pyxform stops reading.

    pyxform 4.5 stops without a word after 60 empty rows (xls2json_backends.py, ``max_adjacent_empty_rows``):
    the questions below would be missing on every tablet. Only xlsx and xlsm can hide such a gap.
    """
    if not workbook.file.startswith(b"PK"):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(workbook.file), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            name = sheet.title.lower()
            if name in workbook.sheets:
                yield from _after(sheet, name, len(workbook.sheets[name]) + 2)
    finally:
        book.close()


def _after(sheet: Any, name: str, start: int) -> Iterator[Problem]:
    below = sheet.iter_rows(min_row=start, max_row=start + LOOK_AHEAD, max_col=3, values_only=True)
    for number, values in enumerate(below, start=start):
        if any(str(value).strip() for value in values if value is not None):
            what = "This row and all below it are not read: more than 60 empty rows stand above."
            yield blocking(what, "Delete the empty rows.", name, number)
            return
