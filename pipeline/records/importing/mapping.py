"""Which column of a list answers which question, as a TOML file says it; checked against the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import SetupError, did_you_mean
from pipeline.model.form import Form, Question

KINDS = {"persons": "registration", "groups": "business_plan", "plans": "business_plan"}
"""Kind of list → the stage whose questions its columns answer."""
KEYS = {"persons": "external_case_id", "groups": "plan_code", "plans": "plan_code"}
"""The question whose answer tells rows apart; of groups and plans, all rows with the same one are one plan."""


@dataclass(frozen=True, slots=True)
class Map:
    """How to read one list.

    Attributes:
        source: what the list is called from now on; the same numbers in two sources are two things.
        columns: question by heading.
        values: by name of a question, what the list writes → the form's choice.
        questions: by name, those of the form.
        day_first: 03/04/2018 is the third of April.
    """

    kind: str
    source: str
    columns: Mapping[str, Question]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    day_first: bool = True

    @property
    def key_heading(self) -> str:
        """Heading of the column that tells rows apart."""
        return next(heading for heading, q in self.columns.items() if q.name == KEYS[self.kind])


def read_map(document: Mapping[str, Any], file: str, kind: str, form: Form) -> Map:
    """The map in a parsed TOML file.

    Args:
        document: ``source = "…"``, ``[columns]`` heading = question, ``[values.question]`` written = choice.
        file: what errors call it.
        form: the stage's, as ``KINDS`` names it.

    Raises:
        SetupError: an unknown table, question or choice, with the nearest one; no key column.
    """
    for name in document:
        if name not in {"source", "columns", "values", "day_first"}:
            raise SetupError(f"{file}, {name}", "is no setting.", did_you_mean(name, ("source", "columns", "values")))
    source, columns = document.get("source"), document.get("columns")
    if not isinstance(source, str) or not source.strip():
        raise SetupError(f"{file}, source", "is missing.", 'Name the list: source = "anciennes listes 2017".')
    if not isinstance(columns, Mapping) or not columns:
        raise SetupError(f"{file}, [columns]", "is missing.", 'Write one line a column: "Nom de famille" = "surname".')
    questions = {q.name: q for q in form.questions if q.type not in {"note", "hidden"}}
    answered = {heading: _question(file, heading, name, questions) for heading, name in columns.items()}
    if KEYS[kind] not in {q.name for q in answered.values()}:
        raise SetupError(
            f"{file}, [columns]",
            f"no column answers '{KEYS[kind]}', which tells one row from another.",
            f'Add it: "the heading of the number" = "{KEYS[kind]}".',
        )
    choices = {q.name: _choices(q, form) for q in answered.values() if q.choice_list in form.lists}
    values = {name: _values(file, name, told, choices) for name, told in document.get("values", {}).items()}
    return Map(kind, source.strip(), answered, values, choices, bool(document.get("day_first", True)))


def _question(file: str, heading: str, name: Any, questions: Mapping[str, Question]) -> Question:
    if name not in questions:
        fix = did_you_mean(str(name), questions)
        raise SetupError(f'{file}, [columns] "{heading}"', f"the form has no question '{name}'.", fix)
    return questions[name]


def _choices(question: Question, form: Form) -> dict[str, str]:
    """The choice by everything it may be called: its name, or a label in any language."""
    called: dict[str, str] = {}
    for choice in form.lists[question.choice_list or ""]:
        for words in (choice.name, *choice.labels.values()):
            called.setdefault(words.casefold().strip(), choice.name)
    return called


def _values(file: str, name: str, told: Any, choices: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    where = f"{file}, [values.{name}]"
    if name not in choices:
        fix = did_you_mean(name, choices) if choices else "Leave the table out."
        raise SetupError(where, "is no question with a choice list that a column answers.", fix)
    found: dict[str, str] = {}
    for written, choice in dict(told).items():
        if str(choice).casefold() not in choices[name]:
            fix = did_you_mean(str(choice), set(choices[name].values()))
            raise SetupError(f'{where} "{written}"', f"'{choice}' is no choice of the form.", fix)
        found[str(written).casefold().strip()] = choices[name][str(choice).casefold()]
    return found
