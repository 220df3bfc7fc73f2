"""What is wrong in a workbook, where exactly, and what to do about it."""

from dataclasses import dataclass
from typing import Literal

from pipeline.errors import SetupError

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a workbook.

    Attributes:
        sheet: ``survey``, ``choices``, ``settings`` …; '' where it concerns the whole file.
        row: as Excel numbers it (headings are row 1); None where no single row is to blame.
        column: heading of the cell; '' where no single cell is to blame.
        severity: an ``error`` keeps the form from being used; a ``warning`` should be read by a person.
        what / fix: one sentence each, in words of the workbook.
    """

    sheet: str
    row: int | None
    column: str
    severity: Severity
    what: str
    fix: str

    @property
    def place(self) -> str:
        """The cell in words: ``sheet survey, row 12, column name``; '' for the whole file."""
        named = (
            ("sheet", self.sheet),
            ("row", str(self.row) if self.row else ""),
            ("column", self.column),
        )
        return ", ".join(f"{label} {value}" for label, value in named if value)


class FormError(SetupError):
    """A workbook or XForm that cannot become a form; ``problems`` holds every reason that is known."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        """Args are the workbook's file name and at least one problem; the message tells the first."""
        first = problems[0]
        where = ", ".join(part for part in (name, first.place) if part)
        super().__init__(where, first.what, first.fix)
        self.problems = problems


def blocking(what: str, fix: str, sheet: str = "", row: int | None = None, column: str = "") -> Problem:
    """An error, with the place last because many have none."""
    return Problem(sheet, row, column, "error", what, fix)


def advice(what: str, fix: str, sheet: str = "", row: int | None = None, column: str = "") -> Problem:
    """A warning, with the place last because many have none."""
    return Problem(sheet, row, column, "warning", what, fix)
