"""The forms that lie in a folder beside its submissions: XLSForms and XForms."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl

from ..errors import SourceError
from ..model.submission import FormEdition

SHEETS = ("survey", "choices", "settings", "external_choices", "entities")
_BAD_WORKBOOK = (OSError, ValueError, KeyError, zipfile.BadZipFile, ElementTree.ParseError, IndexError, TypeError)


def form_files(folder: Path) -> list[Path]:
    """Form files directly in the folder, by name; ``~$…`` is Excel's own lock file."""
    return sorted(
        p for p in folder.iterdir() if p.suffix.lower() in (".xlsx", ".xml") and not p.name.startswith((".", "~$"))
    )


def read_forms(folder: Path, versions: Iterable[str]) -> Iterator[FormEdition]:
    """Every form in the folder.

    Where there is one only, it stands for every version that the submissions name: nothing nearer is known.

    Args:
        folder: where form files and submissions lie.
        versions: all that the folder's submissions carry.

    Raises SourceError naming a file that is no form.
    """
    files = form_files(folder)
    for path in files:
        edition = _workbook(path) if path.suffix.lower() == ".xlsx" else _xform(path)
        aliases = tuple(sorted(set(versions) - {edition.version})) if len(files) == 1 else ()
        yield FormEdition(edition.version, None, edition.sheets, edition.xform, aliases)


def _workbook(path: Path) -> FormEdition:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = {name.lower(): _rows(book[name]) for name in book.sheetnames if name.lower() in SHEETS}
        book.close()
    except _BAD_WORKBOOK:
        raise _broken(path) from None
    if not sheets.get("survey"):
        raise _broken(path)
    settings = sheets.get("settings") or [{}]
    return FormEdition(_text(settings[0].get("version")), None, sheets)


def _rows(sheet: Any) -> list[dict[str, Any]]:
    lines = sheet.iter_rows(values_only=True)
    head = [_text(cell).strip() for cell in next(lines, ())]
    found = (
        {name: cell for name, cell in zip(head, line, strict=False) if name and cell is not None} for line in lines
    )
    return [row for row in found if row]


def _xform(path: Path) -> FormEdition:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if "<!DOCTYPE" in text:
            raise _broken(path)
        root = ElementTree.fromstring(text)  # noqa: S314 - without a DOCTYPE there are no entities to expand
    except (OSError, UnicodeDecodeError, ElementTree.ParseError):
        raise _broken(path) from None
    primary = root.find(".//{http://www.w3.org/2002/xforms}instance/*")
    if primary is None:
        raise _broken(path)
    return FormEdition(primary.get("version", ""), None, {}, text)


def _text(cell: Any) -> str:
    """A cell as text; a workbook holds the version 2024 as the number 2024.0."""
    return "" if cell is None else re.sub(r"\.0$", "", str(cell)) if isinstance(cell, float) else str(cell)


def _broken(path: Path) -> SourceError:
    return SourceError(path.name, "the file is no XLSForm or XForm.", "Save it again, or take it out of the folder.")
