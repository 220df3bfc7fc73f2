"""Everything that is wrong with a workbook, from pyxform, ODK Validate and our own rules, in the sheet's order."""

from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from .advice import advise
from .compile import Compiled, compile_sheets
from .messages import from_pyxform, from_validate
from .problem import FormError, Problem, blocking
from .sheets import Source, Workbook, read_workbook
from .survey_rows import survey_rows


class ValidationReport(Protocol):
    """What ODK Validate said of an XForm, as text lines."""

    @property
    def errors(self) -> Iterable[str]:
        """Reasons why tablets would refuse it; empty if it is valid."""

    @property
    def warnings(self) -> Iterable[str]:
        """What it says of a valid one."""


Validate = Callable[[str], ValidationReport]


def check_workbook(
    source: Source, validate: Validate | None = None, media_files: Collection[str] | None = None
) -> list[Problem]:
    """Problems of a workbook, errors and warnings, by sheet and row; empty if it is clean.

    Whatever the file is, the answer is a list: a file that is no workbook has one problem.

    Args:
        source: as for ``compile_workbook``.
        validate: ODK Validate over an XForm document; None leaves its part out.
        media_files: names of the files that will be attached at deployment; None where nobody knows yet.
    """
    try:
        workbook = read_workbook(source)
        compiled = compile_sheets(workbook)
    except FormError as error:
        return list(error.problems)
    found = [from_pyxform(text, "warning") for text in compiled.warnings if not _is_said_better(text)]
    found += _validated(compiled, workbook, validate) if validate else []
    found += advise(compiled.form, workbook)
    found += _missing_files(compiled, media_files) if media_files is not None else []
    return in_order(found)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once: errors before warnings, then the sheet's order."""
    sheets = ("", "survey", "choices")
    rank = {name: position for position, name in enumerate(sheets)}
    return sorted(
        dict.fromkeys(problems), key=lambda p: (p.severity != "error", rank.get(p.sheet, len(rank)), p.row or 0)
    )


def _validated(compiled: Compiled, workbook: Workbook, validate: Validate) -> list[Problem]:
    report = validate(compiled.form.xform)
    rows = list(survey_rows(workbook.sheets["survey"]))
    return from_validate(report.errors, rows, "error") + from_validate(report.warnings, rows, "warning")


def _missing_files(compiled: Compiled, media_files: Collection[str]) -> list[Problem]:
    by_file = {q.file: q for q in reversed(compiled.form.questions) if q.file}
    return [
        blocking(
            f"The form needs the file '{name}', which will not be attached.",
            "Add the file to the form's media, or correct its name in the workbook.",
            "survey" if name in by_file else "",
            by_file[name].row if name in by_file else None,
        )
        for name in compiled.form.media
        if name not in media_files and not (name == "itemsets.csv" and compiled.itemsets)
    ]


def _is_said_better(warning: str) -> bool:
    """Ours name the rows; pyxform's sentence about translations names only columns."""
    return "is missing the survey column" in warning or "is missing the choices" in warning
