"""A workbook in any shape becomes plain sheets of text rows, or a clear reason why it cannot."""

import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, get_xlsform

from .problem import FormError, Problem, blocking

Rows = list[dict[str, str]]
Source = Path | str | bytes | Mapping[str, Any]

NAMES = ("survey", "choices", "settings", "external_choices", "entities", "osm")
UNPACKED_BYTES = 300_000_000
FILE_BYTES = 50_000_000
# What XML 1.0 cannot carry, and halves of characters that UTF-8 cannot.
UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SAVE_AS_XLSX = "Open it in Excel or LibreOffice and save it as .xlsx."


class Workbook:
    """Sheets of one XLSForm: ``sheets[name]`` holds rows by heading; the first is row 2 of the workbook."""

    def __init__(self, name: str, content: Mapping[str, Any], file: bytes = b"") -> None:
        """Args: a name for messages, what pyxform's reader gives, and the file's bytes (none for rows in memory)."""
        self.name = name
        self.file = file
        self.content = {key: value for key, value in content.items() if value is not None}
        self.sheets: dict[str, Rows] = {key: list(self.content.get(key) or []) for key in NAMES}

    def headings(self, sheet: str) -> tuple[str, ...]:
        """Column headings of a sheet in their order; empty if the sheet is not there."""
        return tuple(heading for row in self.content.get(f"{sheet}_header") or [] for heading in row)


def read_workbook(source: Source) -> Workbook:
    """The sheets of a workbook, read once.

    Args:
        source: a path (xlsx, xlsm, xls, csv, md), the file's bytes, a markdown table as text, or sheets that
            are already rows by heading (``{"survey": [{…}], "choices": […], "settings": […]}``).

    Raises:
        FormError: it is no workbook, or a damaged, locked or unsupported one.
    """
    if isinstance(source, Mapping):
        return Workbook("the workbook", _as_content(source))
    name, content, kind = _open(source)
    _refuse_other_files(name, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl speaks of styles and validations that no form needs
            found: DefinitionData = get_xlsform(content, file_type=kind)
    except PyXFormError as error:
        raise FormError(name, (_unreadable(str(error)),)) from error
    except UnicodeDecodeError as error:
        raise FormError(name, (blocking("The text is not UTF-8.", SAVE_AS_XLSX),)) from error
    except Exception as error:
        # A broken file raises anything in zipfile, openpyxl and xlrd.
        raise FormError(name, (_unreadable(type(error).__name__),)) from error
    fields = {field: getattr(found, field) for field in DefinitionData.__slots__}
    return Workbook(name, fields | {"fallback_form_name": Path(name).stem if kind else None}, content)


def unsendable_cells(workbook: Workbook) -> tuple[Problem, ...]:
    """Cells with characters that no XForm can carry (they come from copying out of PDFs and old systems)."""
    return tuple(
        blocking(
            "The cell has an invisible control character that tablets cannot receive.",
            "Delete the cell's text and type it again.",
            sheet,
            number,
            heading,
        )
        for sheet, rows in workbook.sheets.items()
        for number, row in enumerate(rows, start=2)
        for heading, value in row.items()
        if UNSENDABLE.search(str(value)) or UNSENDABLE.search(heading)
    )


def _open(source: Path | str | bytes) -> tuple[str, bytes, str | None]:
    """Name for messages, content, and the type its ending promises (None: to be found out)."""
    if isinstance(source, bytes):
        return "the workbook", source, None
    if isinstance(source, str) and ("\n" in source or "|" in source):
        return "the workbook", source.encode("utf-8", "surrogatepass"), ".md"
    path = Path(source)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= FILE_BYTES else b""
    except (OSError, ValueError) as error:
        what = "The file cannot be read."
        raise FormError(path.name, (blocking(what, "Check the path, and close it in Excel."),)) from error
    if size > FILE_BYTES:
        what = f"The file has {size:,} bytes; a form is never that large."
        raise FormError(path.name, (blocking(what, "Keep only the sheets of the form in it."),))
    kind = path.suffix.lower()
    return path.name, content, kind if kind in {".xlsx", ".xlsm", ".xls", ".csv", ".md"} else None


def _refuse_other_files(name: str, content: bytes) -> None:
    """Recognises what people really send instead of a workbook, and says so."""
    if not content.strip():
        raise FormError(name, (blocking("The file is empty.", "Copy it again from where it came."),))
    if content.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in content:
        what = "The workbook is protected by a password."
        raise FormError(name, (blocking(what, "Remove the password in Excel (File, Info, Protect workbook)."),))
    if content.startswith(b"PK"):
        _refuse_other_archives(name, content)


def _refuse_other_archives(name: str, content: bytes) -> None:
    """Every xlsx is a zip, but not every zip is one."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        what = "The workbook is cut short or damaged."
        raise FormError(name, (blocking(what, "Copy it again from where it came."),)) from error
    if unpacked > UNPACKED_BYTES:
        what = f"The workbook unpacks to {unpacked:,} bytes; a form is never that large."
        raise FormError(name, (blocking(what, "Copy its sheets into a new workbook."),))
    if "content.xml" in members and "mimetype" in members:
        raise FormError(name, (blocking("This is an OpenDocument sheet (.ods).", SAVE_AS_XLSX),))


def _unreadable(reason: str) -> Problem:
    """The reader's reason as a problem; its own text where it names a cell, ours where it lists file types."""
    duplicate = re.search(r"Duplicate column header: (.+)", reason)
    if duplicate:
        what = f"Two columns have the heading '{duplicate[1].strip()}'."
        return blocking(what, "Rename or remove one of them.", row=1, column=duplicate[1].strip())
    cell = re.search(r"on the (\S+) sheet, under the (.+) column on row number (\d+)", reason)
    if cell:
        what = "The cell holds a date that Excel cannot tell."
        return blocking(what, "Write it as text.", cell[1], int(cell[3]) + 2, cell[2])
    return blocking("This is not a workbook that can be read as an XLSForm.", SAVE_AS_XLSX)


def _as_content(sheets: Mapping[str, Any]) -> dict[str, Any]:
    """Rows that are in memory already, with their headings and every value as text."""
    content: dict[str, Any] = {"sheet_names": [name for name in NAMES if sheets.get(name)]}
    for name in content["sheet_names"]:
        rows = sheets[name]
        cleaned = [_as_text(row) for row in ([rows] if isinstance(rows, Mapping) else rows)]
        content[name] = cleaned
        content[f"{name}_header"] = [dict.fromkeys(_all_keys(cleaned))]
    return content


def _all_keys(rows: Sequence[Mapping[str, str]]) -> Iterable[str]:
    return dict.fromkeys(key for row in rows for key in row)


def _as_text(row: Any) -> dict[str, str]:
    if not isinstance(row, Mapping):
        return {}
    named = {str(key): value for key, value in row.items() if value is not None and value != ""}
    return {
        key: ("true" if value else "false") if isinstance(value, bool) else str(value) for key, value in named.items()
    }
