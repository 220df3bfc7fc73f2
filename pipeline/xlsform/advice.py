"""Our own rules about a form that compiles: what would hurt later, when data come in."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.model.form import Form, Question

from .gap import rows_after_gap
from .problem import Problem, advice, blocking
from .sheets import Workbook
from .survey_rows import CHOSEN, SurveyRow, survey_rows

COLUMN_BYTES = 63
# Fixed columns of the answers tables (pipeline/model/table.py): a question of that name gets another column name.
TAKEN = {
    "root_uuid", "instance_id", "edition_id", "deployment", "zone", "form_version", "submitted_at",
    "row_id", "parent_row_id", "position", "choice",
}  # fmt: skip
# Keys that KoBoToolbox writes beside the answers of a submission.
SERVER_KEYS = {
    "_id", "_uuid", "_status", "_notes", "_tags", "_attachments", "_geolocation", "_submission_time",
    "_submitted_by", "_validation_status", "_xform_id_string", "_supplementaldetails", "__version__",
}  # fmt: skip
SILENT = {"note", "audit"}
COLLECT_ONLY = re.compile(r"\b(search|pulldata)\s*\(")
_EXPRESSIONS = {
    "calculation", "calculate", "constraint", "relevant", "appearance", "default", "required", "choice_filter",
}  # fmt: skip
ID_WORDS = re.compile(r"(?:^|_)(?:phone|tel|telephone|mobile|code|id|numero|number|no|nr|card|carte|cnib)(?:_|\d|$)")


def advise(form: Form, workbook: Workbook) -> list[Problem]:
    """Problems that no compiler sees.

    Args:
        form: what the workbook compiled to.
        workbook: its sheets.
    """
    rows = list(survey_rows(workbook.sheets["survey"]))
    if not form.questions:
        return [blocking("The form asks nothing.", "Write its questions in the survey sheet.", "survey")]
    questions = {question.path: question for question in form.questions}
    found = list(_privacy(rows, questions, "privacy" in {h.strip().lower() for h in workbook.headings("survey")}))
    for row in rows:
        question = questions.get(row.path)
        if question and not row.is_group:
            found.extend(_naming(row, question))
        found.extend(_collect_only(row))
        found.extend(_untranslated(row.cells, "survey", row.number, form.languages))
    return [*found, *_choices(form, workbook), *rows_after_gap(workbook)]


def _privacy(rows: Sequence[SurveyRow], questions: dict[str, Question], has_column: bool) -> Iterator[Problem]:
    allowed = ", ".join(CHOSEN)
    undecided = []
    for row in rows:
        question = questions.get(row.path)
        if row.privacy and row.privacy not in CHOSEN:
            what = f"'{row.privacy}' is no privacy; the question stays closed."
            yield blocking(what, f"Write one of: {allowed}.", "survey", row.number, "privacy")
        elif row.privacy and row.is_group:
            what = "A privacy beside a group says nothing about the questions in it."
            yield advice(what, "Write it beside each question.", "survey", row.number, "privacy")
        elif question and question.type not in SILENT and not row.is_group and not row.privacy:
            undecided.append(row)
    asked = [row for row in rows if row.path in questions]
    if undecided and (not has_column or len(undecided) == len(asked)):
        what = f"Nobody has said yet which answers may be seen: all {len(undecided)} questions stay closed."
        yield advice(what, f"Add a column 'privacy' with one of: {allowed}.", "survey", None, "privacy")
        return
    texts = [row for row in undecided if questions[row.path].type == "text"]
    for row in texts:
        what = f"The text question '{row.path}' has no privacy: its answers stay closed to analysts."
        yield advice(what, f"Write one of: {allowed}.", "survey", row.number, "privacy")
    others = [row.number for row in undecided if row not in texts]
    if others:
        what = f"{len(others)} other questions have no privacy and stay closed: rows {_spans(others)}."
        yield advice(what, f"Write one of: {allowed}.", "survey", others[0], "privacy")


def _spans(numbers: Sequence[int]) -> str:
    """``2–4, 7``: neighbouring rows together."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    return ", ".join("–".join(str(end) for end in span) for span in spans)


def _naming(row: SurveyRow, question: Question) -> Iterator[Problem]:
    name = question.name
    size = len(question.path.replace("/", "_").encode())
    if size > COLUMN_BYTES:
        what = f"The name with its groups has {size} bytes; a column may have {COLUMN_BYTES}, so it will be shortened."
        yield advice(what, "Shorten the name or its groups' names.", "survey", row.number, "name")
    if name.lower() in TAKEN or name.lower() in SERVER_KEYS:
        what = f"The name '{name}' is taken by a column that every table has."
        yield advice(what, "Give the question a more precise name.", "survey", row.number, "name")
    if question.type in {"integer", "decimal"} and ID_WORDS.search(name.lower()) and not _is_count(name):
        what = f"'{name}' looks like a number that identifies; as {question.type} it loses leading zeros."
        yield advice(what, "Make it a text with appearance 'numbers'.", "survey", row.number, "type")


def _is_count(name: str) -> bool:
    return bool(re.search(r"^(?:n|nb|nombre|number|count|total)_(?:of_|de_|d_)?\w|_count$", name.lower()))


def _collect_only(row: SurveyRow) -> Iterator[Problem]:
    for column, text in row.cells.items():
        called = COLLECT_ONLY.search(text) if column in _EXPRESSIONS else None
        if called:
            what = f"{called[1]}() exists only in Collect: neither the checks nor web forms execute it."
            fix = "Use select_one_from_file and instance('list')/root/item[…] instead."
            yield advice(what, fix, "survey", row.number, column)


def _untranslated(cells: object, sheet: str, number: int, languages: Sequence[str]) -> Iterator[Problem]:
    """A label in one language and not in another; where no language is named there is nothing to compare."""
    if not isinstance(cells, dict) or len(languages) < 2:
        return
    for column in ("label", "hint", "constraint_message", "required_message"):
        there = [language for language in languages if cells.get(f"{column}::{language}")]
        for language in languages:
            if there and language and language not in there:
                what = f"The {column} is missing in {language}."
                yield advice(what, "Translate it.", sheet, number, f"{column}::{language}")


def _choices(form: Form, workbook: Workbook) -> Iterator[Problem]:
    seen: Counter[tuple[str, str]] = Counter()
    first_row: dict[str, int] = {}
    for number, row in enumerate(workbook.sheets["choices"], start=2):
        cells = {heading.strip(): value for heading, value in row.items()}
        name = cells.get("list_name", cells.get("list name", "")).strip()
        choice = cells.get("name", cells.get("value", "")).strip()
        if not name:
            continue
        first_row.setdefault(name, number)
        seen[name, choice] += 1
        if seen[name, choice] == 2:
            what = f"The choice '{choice}' stands twice in the list '{name}'."
            yield advice(what, "Keep one, or give the other its own name.", "choices", number, "name")
        yield from _untranslated(cells, "choices", number, form.languages)
    yield from _unused(form, workbook, first_row)


def _unused(form: Form, workbook: Workbook, first_row: dict[str, int]) -> Iterator[Problem]:
    used = {question.choice_list for question in form.questions}
    written = " ".join(value for row in workbook.sheets["survey"] for value in row.values())
    for name, number in first_row.items():
        if name not in used and not re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", written):
            what = f"No question uses the list '{name}'."
            yield advice(
                what, "Delete it, or correct the list's name in the type column.", "choices", number, "list_name"
            )
