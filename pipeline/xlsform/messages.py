"""What pyxform and ODK Validate say becomes problems with a sheet, a row and a way out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from .problem import Problem, advice, blocking
from .survey_rows import SurveyRow

_ROW = re.compile(r"\[row ?: (?:None|(\d+))\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices|osm)' sheet|sheet: '(\w+)'", re.IGNORECASE)
_SHEET_WORD = re.compile(r"\b(survey|choices|settings|entities|external[_ ]choices) sheet", re.IGNORECASE)
_COLUMN = re.compile(r"the '([\w:. -]+)' value")
_PLEASE = re.compile(r"\s*((?:Please |Either |Rename |Learn more|To fix|Ensure |If this is intentional).*)$", re.DOTALL)
_NOISE = re.compile(r"^\s*(?:at [\w.$]+\(|\.\.\. \d+ more|Caused by:\s*$)|^\s*$")
_JAVA_NAME = re.compile(r"\b(?:[a-z]\w*\.){2,}[A-Z][\w$]*(?:@[0-9a-f]+)?:?\s*")
_HOUSEKEEPING = re.compile(
    r"(?i)^(?:>>|validating:|the following (?:files failed|nodes are likely)|result: |[*=-]{2,}|.*\.xml$|bad node:?$)"
)
_PATH = re.compile(r"(?<![\w.)\]])/([\w.\-]+)((?:/[\w.\-]+)+)")
_COLUMN_WORDS = {
    "display condition": "relevant",
    "constraint expression": "constraint",
    "calculate expression": "calculation",
    "required condition": "required",
    "readonly condition": "readonly",
}
_TOKEN = re.compile(r"\$\{([^}\s]+)\}")

# First match wins. (what pyxform 4.5 says, our sentence or None for its own, how to fix it)
PYXFORM: tuple[tuple[str, str | None, str], ...] = (
    (
        r"must have a sheet named 'survey'|sheet named 'survey'",
        "There is no sheet named 'survey'.",
        "Name the sheet of questions 'survey'.",
    ),
    (
        r"List name not in choices sheet: (?P<x>\S+)",
        "The list '{x}' is not in the choices sheet.",
        "Add it there, or correct the list's name in the type column.",
    ),
    (
        r"Unknown question type '(?P<x>[^']*)'",
        "The question type '{x}' does not exist.",
        "Correct the type; the common ones are text, integer, date, select_one and select_multiple.",
    ),
    (
        r"Could not find the name '(?P<x>[^']*)'",
        "It refers to '${{{x}}}', and no question has that name.",
        "Correct the name between the braces, or add the question.",
    ),
    (
        r"The name '(?P<x>[^']*)' appears more than once",
        "It refers to '${{{x}}}', and several questions have that name.",
        "Give each of them its own name.",
    ),
    (
        r"the 'name' value '(?P<x>[^']*)' is invalid\. Questions, groups",
        "The name '{x}' stands twice in the same group.",
        "Give the second one another name.",
    ),
    (
        r"Repeat names must (?:be )?unique",
        "Two repeats have the same name.",
        "Give the second one another name.",
    ),
    (
        r"Unmatched 'begin_(?P<x>\w+)'",
        "The {x} that begins here never ends.",
        "Add a row 'end_{x}' after its last question.",
    ),
    (
        r"Unmatched 'end_(?P<x>\w+)'",
        "This ends a {x} that never began.",
        "Delete the row, or add 'begin_{x}' before the first question.",
    ),
    (
        r"Question or group with no name",
        "The question or group has no name.",
        "Write a short name without spaces in the name column.",
    ),
    (
        r"Question with no type",
        "The question has no type.",
        "Write its type, or empty the row.",
    ),
    (
        r"Names must begin with a letter",
        "The name has a character that names may not have.",
        "Begin with a letter; go on with letters without accents, digits and underscores only.",
    ),
    (
        r"Choice names must be unique",
        "The same choice name stands twice in one list.",
        "Give the second choice another name, or delete it.",
    ),
    (
        r"Choices must have a name",
        "A choice has no name.",
        "Write its code in the name column.",
    ),
    (
        r"Choice names with spaces .*See \[(?P<x>[^\]]*)\]",
        "The choice '{x}' has a space in its name, which select_multiple uses to part its answers.",
        "Replace the space by an underscore.",
    ),
    (
        r"column headers were not found: (?P<x>[^.]*)",
        "The headings {x} are missing.",
        "Write the headings in the first row of the sheet.",
    ),
    (
        r"different names for the same column were found: (?P<x>[^.]*)\.",
        "Two headings mean the same column: {x}.",
        "Keep one of them.",
    ),
    (
        r"Missing calculation",
        "The calculate row has no calculation.",
        "Write it in the calculation column.",
    ),
    (
        r"Duplicate column header: (?P<x>.+)",
        "Two columns have the heading '{x}'.",
        "Rename or remove one of them.",
    ),
)
_UNKNOWN_TYPE = re.compile(r"The question type '(.*)' does not exist")
MEND = "Correct the cell and check again."


def from_pyxform(text: str, severity: str = "error") -> Problem:
    """A message of pyxform's as a problem; its own words where none of ours fit.

    Args:
        text: message of a PyXFormError, or one of its warnings.
        severity: ``error`` or ``warning``.
    """
    row = _ROW.search(text)
    sheet = _SHEET.search(text) or _SHEET_WORD.search(text)
    column = _COLUMN.search(text)
    what, fix = _in_our_words(_ROW.sub("", text))
    named = (next(g for g in sheet.groups() if g).lower().replace(" ", "_")) if sheet else "survey" if row else ""
    if row and re.search(r"^\W*(?:List name not in|Unmatched)", _ROW.sub("", text)):
        named = "survey"
    make = blocking if severity == "error" else advice
    return make(what, fix, named, int(row[1]) if row and row[1] else None, column[1] if column else "")


def located(problem: Problem, rows: Iterable[Mapping[str, str]]) -> Problem:
    """The problem with the row of the survey sheet, where pyxform names a type but no row.

    Args:
        problem: as ``from_pyxform`` gives it.
        rows: of the survey sheet; the first is row 2.
    """
    named = _UNKNOWN_TYPE.match(problem.what)
    if problem.row or not named:
        return problem
    for number, row in enumerate(rows, start=2):
        if any(" ".join(str(value).split()) == named[1] for value in row.values()):
            return replace(problem, sheet="survey", row=number, column="type")
    return problem


def from_surprise(error: Exception) -> Problem:
    """An exception out of pyxform's inside, which says nothing to the reader of a workbook."""
    if isinstance(error, RecursionError):
        return blocking("Groups are nested too deep.", "Flatten the form: a few levels are enough.", "survey")
    what = f"The form cannot be compiled, and pyxform gives no better reason than {type(error).__name__}."
    return blocking(what, "Undo the last change; look for headings, formulas or merged cells out of place.")


def from_validate(lines: Iterable[str], rows: Iterable[SurveyRow], severity: str = "error") -> list[Problem]:
    """ODK Validate's lines without Java's noise, each mapped to the row of the question it names.

    Args:
        lines: what it wrote, a line or a whole message each.
        rows: of the survey sheet.
        severity: ``error`` or ``warning``.
    """
    known = [row for row in rows if row.path]
    by_path = {row.path: row for row in known}
    by_name = {row.path.rpartition("/")[2]: row for row in known}
    make = blocking if severity == "error" else advice
    found: dict[Problem, None] = {}
    for said in _sentences(lines):
        row = _row_named(said, by_path, by_name)
        told = _PATH.sub(lambda m: "${" + m[2].rpartition("/")[2] + "}", said)
        fix = MEND if row else "Look for the expression it quotes in the workbook."
        column = next((name for word, name in _COLUMN_WORDS.items() if word in told), "") if row else ""
        found[make(told, fix, "survey" if row else "", row.number if row else None, column)] = None
    return list(found)


def _in_our_words(text: str) -> tuple[str, str]:
    for pattern, what, fix in PYXFORM:
        match = re.search(pattern, text, re.DOTALL)
        if match:
            values = {"x": (match.groupdict().get("x") or "").strip()}
            return (what.format(**values) if what else text), fix.format(**values)
    please = _PLEASE.search(text)
    if please and please.start() > 0:
        return " ".join(text[: please.start()].split()), " ".join(please[1].split())
    return " ".join(text.split()), MEND


def _sentences(lines: Iterable[str]) -> list[str]:
    """What the lines say, once each; the nodes listed below a cycle become a sentence each."""
    told: list[str] = []
    is_cycle = False
    for line in (line for text in lines for line in str(text).splitlines() if not _NOISE.match(line)):
        said = " ".join(_JAVA_NAME.sub("", line).split())
        if said.startswith("Cycle detected"):
            is_cycle = True
        elif said and not _HOUSEKEEPING.match(said):
            round_about = f"The answer of {said} depends on itself: relevant or calculation goes round in a circle."
            told.append(round_about if is_cycle and _PATH.fullmatch(said) else said)
    if is_cycle and not told:
        told.append("An answer depends on itself: relevant or calculation goes round in a circle.")
    return list(dict.fromkeys(told))


def _row_named(said: str, by_path: Mapping[str, SurveyRow], by_name: Mapping[str, SurveyRow]) -> SurveyRow | None:
    for match in _PATH.finditer(said):
        row = by_path.get(match[2].lstrip("/"))
        if row:
            return row
    for match in _TOKEN.finditer(said):
        if match[1] in by_name:
            return by_name[match[1]]
    return None
