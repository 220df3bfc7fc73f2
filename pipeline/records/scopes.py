"""A form edition compiled for speed: for each table which answers it picks and how they become columns."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from pipeline.model.form import Form, Question
from pipeline.model.table import Column, Planned, Table

from .columns import REMEMBERED, Memory
from .convert import RARELY_REPEATED, calculated, converter_of
from .flat import BESIDE
from .kinds import SEVERAL
from .writing import Plain

KEPT_BY_SERVER = BESIDE | {
    "_id",
    "_uuid",
    "_status",
    "_submission_time",
    "_submitted_by",
    "_xform_id_string",
    "__version__",
    "formhub/uuid",
    "meta/instanceID",
    "meta/instanceName",
    "meta/rootUuid",
    "meta/deprecatedID",
}
"""Keys that KoBoToolbox puts beside the answers of nearly every submission; ``is_kept_by_server`` knows the rest."""

_NO_QUESTION = Question("", "text")


@dataclass(frozen=True)
class Field:
    """One question in its table: ``memory`` None means text as it is; ``known`` its list's choices, None if no list."""

    path: str
    width: int
    memory: Memory | None
    known: frozenset[str | None] | None = None
    choices_table: str = ""


@dataclass(frozen=True)
class Scope:
    """The main table or a repeat's table, ready to pick rows out of answers.

    Attributes:
        blank: ``absent`` for every key that may stand at this level, None for a repeat; merged with answers it gives
            every field a value and shows an unknown key by its length.
        pick: merged answers → one tuple in the order of ``fields``.
        depth: 0 for the main table, 1 for a repeat below it.
    """

    table: str
    path: str
    depth: int
    fields: tuple[Field, ...]
    blank: Mapping[str, str | None]
    pick: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    children: tuple["Scope", ...]

    def with_children(self) -> Iterable["Scope"]:
        """This scope and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.with_children()


def is_kept_by_server(key: str) -> bool:
    """True for what servers and tablets write beside the answers, in this year's version or the next."""
    return (key[:1] == "_" and "/" not in key) or key.startswith(("meta/", "formhub/", "orx:meta/", "@"))


def compile_scopes(stage: str, form: Form, planned: Planned, writing: Plain) -> Scope:
    """The main scope with its repeats below it.

    Args:
        stage: name of the main table.
        form: the edition the submissions were filled with.
        planned: what ``plan_tables`` said for this very edition.
        writing: how values leave.
    """
    return _Compiler(form, planned, writing).scope(next(table for table in planned.tables if table.name == stage), 0)


class _Compiler:
    """Knows the edition's questions by path and the tables by what hangs on them."""

    def __init__(self, form: Form, planned: Planned, writing: Plain) -> None:
        self._form = form
        self._writing = writing
        self._questions = {question.path: question for question in form.questions}
        self._tables = planned.tables
        self._memories: dict[Callable[[str], Any], Memory] = {}

    def scope(self, table: Table, depth: int) -> Scope:
        fields = tuple(
            self._field(table, path, tuple(columns)) for path, columns in groupby(table.columns, key=_question_path)
        )
        below = [t for t in self._tables if t.role == "repeat" and t.parent == table.name]
        repeat = table.source or None
        keys = [field.path for field in fields]
        keys += [q.path for q in self._form.questions if q.repeat == repeat]
        blank = dict.fromkeys([*keys, *(KEPT_BY_SERVER if depth == 0 else ())], self._writing.absent)
        blank |= dict.fromkeys(t.source for t in below)
        children = tuple(self.scope(t, depth + 1) for t in below)
        return Scope(table.name, table.source, depth, fields, blank, _picker([f.path for f in fields]), children)

    def _field(self, table: Table, path: str, columns: tuple[Column, ...]) -> Field:
        question = self._questions.get(path, _NO_QUESTION)
        width = len(columns)
        convert = converter_of(question.type, columns[0].kind, width)
        if question.calculation and width == 1:
            convert = calculated(convert)
        memory = self._memory_of(convert, width) if convert else None
        choices_table = next((t.name for t in self._tables if t.parent == table.name and t.source == path), "")
        return Field(path, width, memory, self._known(question), choices_table)

    def _memory_of(self, convert: Callable[[str], Any], width: int) -> Memory:
        """One memory for all questions of a kind: their answers are the same few dates and numbers."""
        if convert not in self._memories:
            absent = self._writing.absent
            remembered = 0 if convert in RARELY_REPEATED else REMEMBERED
            nothing = absent if width == 1 else (absent,) * width
            self._memories[convert] = Memory(self._writing.written(convert), nothing, absent, remembered)
        return self._memories[convert]

    def _known(self, question: Question) -> frozenset[str | None] | None:
        if question.choice_list is None or question.choice_list not in self._form.lists:
            return None
        if question.type not in SEVERAL and question.type != "select_one":
            return None
        other = ["other"] if question.or_other else []
        return frozenset(
            [None, self._writing.absent, *other, *(choice.name for choice in self._form.lists[question.choice_list])]
        )


def _question_path(column: Column) -> str:
    return column.path.partition("#")[0]


def _picker(paths: list[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """``itemgetter`` that gives a tuple for no path and for one path too."""
    if len(paths) > 1:
        return itemgetter(*paths)
    return lambda merged: tuple(merged[path] for path in paths)
