"""Rows of a list gathered to people and plans, each as the answers a form would have given."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.model.answers import Answers, Row

from .cells import CellError, answer_of
from .mapping import Map

REPEATS = ("members", "budget_lines", "contributions", "person/phones")


class Wrong(NamedTuple):
    """A cell that cannot be taken; ``row`` as the sheet numbers it."""

    row: int
    heading: str
    what: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One person, or one plan with its members and lines.

    Attributes:
        key: what tells it apart in its source.
        rows: numbers of its rows in the sheet.
        told: one mapping a row: path of the question → answer.
    """

    key: str
    rows: tuple[int, ...]
    told: tuple[Mapping[str, Any], ...]


def gather(rows: Iterable[tuple[int, Mapping[str, Any]]], told: Map) -> tuple[tuple[Unit, ...], tuple[Wrong, ...]]:
    """Units in the order of the sheet, and every cell that cannot be taken.

    Args:
        rows: number in the sheet and cells by heading; a heading the map does not name is left out.
    """
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    answers: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    wrong: list[Wrong] = []
    for number, cells in rows:
        row, mistakes = _row(number, cells, told)
        wrong += mistakes
        key = str(row.pop("", "") or "")
        if not key:
            wrong.append(Wrong(number, told.key_heading, "est vide / is empty: the row cannot be told from others"))
            continue
        if told.kind == "persons" and key in numbers:
            first = numbers[key][0]
            wrong.append(Wrong(number, told.key_heading, f"est déjà à la ligne {first} / is in row {first} already"))
            continue
        numbers[key].append(number)
        answers[key].append(row)
    units = tuple(Unit(key, tuple(numbers[key]), tuple(answers[key])) for key in numbers)
    return units, tuple(wrong)


def _row(number: int, cells: Mapping[str, Any], told: Map) -> tuple[dict[str, Any], list[Wrong]]:
    """Answers by path, the key under ''; and what is wrong."""
    row: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for heading, question in told.columns.items():
        try:
            answer = answer_of(cells.get(heading), question, told)
        except CellError as error:
            wrong.append(Wrong(number, heading, str(error)))
            continue
        if answer is not None:
            row[question.path] = answer
            if heading == told.key_heading:
                row[""] = answer
    return row, wrong


def as_answers(base: Answers, told: Sequence[Mapping[str, Any]]) -> Answers:
    """The unit as a submission: what is asked once from its first row that says it, repeats from every row."""
    values: dict[str, Any] = {}
    repeats: defaultdict[str, list[Row]] = defaultdict(list)
    for row in told:
        inside: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        for path, answer in row.items():
            repeat = next((r for r in REPEATS if path.startswith(f"{r}/")), "")
            if repeat:
                inside[repeat][path] = answer
            else:
                values.setdefault(path, answer)
        for repeat, answers in inside.items():
            place = len(repeats[repeat]) + 1
            repeats[repeat].append(Row(place, 0, place, answers))
    return Answers(
        base.stage, base.root_uuid, base.instance_id, base.edition_id, base.form_version, base.deployment, base.zone,
        base.submitted_at, values, {repeat: tuple(rows) for repeat, rows in repeats.items()},
    )  # fmt: skip
