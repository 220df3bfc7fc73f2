"""Doubtful pairs as one sheet for Excel: a row per pair, both people side by side, the answer chosen from a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.errors import SetupError

SHEET = "paires"
HEADINGS = {
    "number": ("N°", "No."),
    "verdict": ("Décision", "Decision"),
    "why": ("Pourquoi (sans nom)", "Why (no name)"),
    "by": ("Décidé par", "Decided by"),
    "question": ("Question", "Question"),
    "reasons": ("Pour et contre", "For and against"),
    "left": ("Fiche A", "Record A"),
    "right": ("Fiche B", "Record B"),
}
CHOICES = {"same": "même personne", "different": "personnes différentes", "": "plus tard"}
ANSWERS = {
    **{word: verdict for verdict, word in CHOICES.items()},
    "same": "same",
    "different": "different",
    "later": "",
}
FIRST_ROW = 3
AGREES, DIFFERS, HEAD = (PatternFill("solid", start_color=c) for c in ("FFE2F0D9", "FFFFF2CC", "FFDDE7F3"))
WIDTHS = {"number": 5, "verdict": 22, "why": 30, "by": 16, "question": 30, "reasons": 70, "left": 14, "right": 14}


@dataclass(frozen=True, slots=True)
class PairRow:
    """One row to be filled.

    Attributes:
        fields: by (French, English) label: what is known of A and of B, and whether they agree (None: one is silent).
        left / right: mention ids; what the answer is recorded about.
    """

    question: str
    fields: Mapping[tuple[str, str], tuple[str, str, bool | None]]
    reasons: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One row as it came back.

    Attributes:
        row: as Excel numbers it.
        verdict: ``same``, ``different``; '' for later.
    """

    row: int
    left: str
    right: str
    verdict: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one row, and how to mend it."""

    sheet: str
    row: int
    what: str
    fix: str


@dataclass(slots=True)
class Returned:
    """A workbook as it came back: what was answered, and what cannot be understood."""

    answers: list[Answered] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def write_review(stream: BinaryIO, rows: Sequence[PairRow]) -> None:
    """The workbook of these pairs; headings in French, below them in English. It holds names: keep it safe."""
    workbook = Workbook()
    sheet: Worksheet = workbook.active  # type: ignore[assignment]
    sheet.title = SHEET
    labels = list(dict.fromkeys(label for row in rows for label in row.fields))
    _write_headings(sheet, labels)
    for number, row in enumerate(rows, 1):
        _write_row(sheet, number, row, labels)
    if rows:
        choices = DataValidation(type="list", formula1=f'"{",".join(CHOICES.values())}"', allow_blank=True)
        choices.error = "Choisissez dans la liste / Choose from the list"
        sheet.add_data_validation(choices)
        choices.add(f"B{FIRST_ROW}:B{FIRST_ROW + len(rows) - 1}")
    sheet.freeze_panes = f"E{FIRST_ROW}"
    workbook.save(stream)


def _write_headings(sheet: Worksheet, labels: Sequence[tuple[str, str]]) -> None:
    middle = [(f"{fr} ({who})", f"{en} ({who})") for fr, en in labels for who in "AB"]
    front, back = list(HEADINGS)[:5], list(HEADINGS)[5:]
    headings = [*(HEADINGS[name] for name in front), *middle, *(HEADINGS[name] for name in back)]
    widths = [*(WIDTHS[name] for name in front), *([20] * len(middle)), *(WIDTHS[name] for name in back)]
    for place, (both, width) in enumerate(zip(headings, widths, strict=True), 1):
        for line, text in enumerate(both, 1):
            cell = _put(sheet, line, place, text)
            cell.fill, cell.font = HEAD, Font(bold=line == 1, italic=line == 2)
        sheet.column_dimensions[get_column_letter(place)].width = width


def _write_row(sheet: Worksheet, number: int, row: PairRow, labels: Sequence[tuple[str, str]]) -> None:
    line = FIRST_ROW + number - 1
    _put(sheet, line, 1, number)
    for place in (2, 3, 4):
        _put(sheet, line, place, "")
    _put(sheet, line, 5, row.question)
    for place, label in enumerate(labels):
        left, right, agrees = row.fields.get(label, ("", "", None))
        for column, value in ((6 + 2 * place, left), (7 + 2 * place, right)):
            cell = _put(sheet, line, column, value)
            if agrees is not None:
                cell.fill = AGREES if agrees else DIFFERS
    last = 6 + 2 * len(labels)
    for column, value in enumerate((row.reasons, row.left, row.right), last):
        _put(sheet, line, column, value)


def _put(sheet: Worksheet, line: int, column: int, value: str | int) -> Cell:
    cell: Cell = sheet.cell(line, column)  # type: ignore[assignment]
    cell.value = value if value != "" else None
    if isinstance(value, str) and value:
        # A name that begins with '=' is a name, not a formula.
        cell.data_type = "s"
    cell.number_format = "@" if isinstance(value, str) else "0"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def read_review(file: Path) -> Returned:
    """What was answered; rows may be sorted, removed, or left open.

    Raises:
        SetupError: it cannot be opened, or is no workbook that ``write_review`` wrote.
    """
    try:
        workbook = load_workbook(file, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError):
        raise SetupError(
            str(file), "cannot be opened as an Excel workbook.", "Name the file that was exported."
        ) from None
    sheet: Any = workbook[SHEET] if SHEET in workbook.sheetnames else workbook.worksheets[0]
    places = _find_columns(file, sheet)
    returned = Returned()
    for line, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        said = {name: _text(cells[place]) if place < len(cells) else "" for name, place in places.items()}
        if not any(said.values()) or said["left"] == HEADINGS["left"][1]:
            continue
        _read_row(returned, sheet.title, line, said)
    return returned


def _find_columns(file: Path, sheet: Any) -> dict[str, int]:
    first = [_text(cell) for cell in next(sheet.iter_rows(max_row=1, values_only=True), ())]
    found = {name: first.index(fr) for name, (fr, _) in HEADINGS.items() if fr in first}
    for name in ("verdict", "left", "right", "why", "by"):
        if name not in found:
            fix = "Leave the headings as they were exported, or export again: retour link export."
            raise SetupError(str(file), f"the column '{HEADINGS[name][0]}' is not in its first row.", fix)
    return {name: found[name] for name in ("verdict", "left", "right", "why", "by")}


def _read_row(returned: Returned, sheet: str, line: int, said: Mapping[str, str]) -> None:
    word = " ".join(said["verdict"].casefold().split())
    if not said["left"] or not said["right"]:
        returned.problems.append(
            Problem(
                sheet, line, "a record's id is gone", "copy 'Fiche A' and 'Fiche B' from the file that was exported"
            )
        )
    elif word and word not in ANSWERS:
        choices = ", ".join(CHOICES.values())
        returned.problems.append(Problem(sheet, line, "the decision is none of the list", f"choose one of: {choices}"))
    else:
        verdict = ANSWERS.get(word, "")
        returned.answers.append(Answered(line, said["left"], said["right"], verdict, said["why"], said["by"]))


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
