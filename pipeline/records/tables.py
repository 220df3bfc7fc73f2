"""A form edition becomes answers tables; names once given are kept, so a column never changes its meaning."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.model.form import Form, Question
from pipeline.model.table import FIXED, RESERVED, RESERVED_TABLES, Column, Kind, NamedColumn, Planned, Table

from .kinds import SEVERAL, has_column, parts_of, whole_ranges
from .names import first_free, make_readable


def plan_tables(stage: str, form: Form, given: Sequence[NamedColumn] = ()) -> Planned:
    """The answers tables of this edition of a stage's form, and the names it adds to those given before.

    One table per submission (``<stage>``), one per repeat (``<stage>__<repeat>``, nested ones behind their parent's
    name), one per select_multiple or rank (``<table>__<question>``; the row keeps the answers as text too).

    How a column gets its name, in this order: the one ``given`` to this question and kind; the question's name; its
    path with ``__`` for ``/`` where that name is taken; the same with ``__answer`` where a fixed column has it; over
    63 bytes a hash ends it. **A question whose type changed keeps its first column for the first kind and gets
    ``<name>__<kind>`` for the new one**: no old answer is converted, none is lost. A question that moved to another
    group is another question.

    Args:
        stage: the stage's name: that of its main table.
        form: the edition.
        given: every name ever given, of any stage, in any order.
    """
    names = _Names(stage, given)
    repeats = {repeat.path: repeat for repeat in form.repeats}
    questions = _by_repeat(_with_others(form.questions))
    whole = whole_ranges(form.xform) if any(q.type == "range" for q in form.questions) else frozenset()
    whole &= frozenset(q.path for q in form.questions if q.type == "range")
    tables: list[Table] = []
    called: dict[str | None, str] = {None: names.main}

    def add_table(path: str | None) -> None:
        name = called[path]
        role = "repeat" if path else "main"
        columns = tuple(c for q in questions[path] for c in names.columns(name, role, q, parts_of(q, whole)))
        parent = called[repeats[path].parent] if path else ""
        tables.append(Table(name, "repeat" if path else "main", columns, path or "", parent))
        for question in questions[path]:
            if question.type in SEVERAL:
                choices = names.table(name, question.path, "choices")
                tables.append(Table(choices, "choices", (), question.path, name))

    add_table(None)
    for repeat in form.repeats:
        called[repeat.path] = names.table(called[repeat.parent], repeat.path, "repeat")
        add_table(repeat.path)
    return Planned(tuple(tables), tuple(names.new))


def _with_others(questions: Iterable[Question]) -> list[Question]:
    """The questions, each ``or_other`` followed by its text question where the form does not list it itself."""
    every = list(questions)
    listed = {question.path for question in every}
    found: list[Question] = []
    for question in every:
        found.append(question)
        other = f"{question.path}_other"
        if question.or_other and other not in listed:
            found.append(Question(other, "text", question.repeat, question.privacy))
    return found


def _by_repeat(questions: Iterable[Question]) -> defaultdict[str | None, list[Question]]:
    """Questions that have a column, by the repeat they stand in, in the form's order."""
    grouped: defaultdict[str | None, list[Question]] = defaultdict(list)
    for question in questions:
        if has_column(question):
            grouped[question.repeat].append(question)
    return grouped


class _Names:
    """Names given so far, by table; hands out old ones again and new ones once."""

    def __init__(self, stage: str, given: Sequence[NamedColumn]) -> None:
        self.main = stage
        self.new: list[NamedColumn] = []
        self._tables: dict[str, str] = {}
        self._taken_tables: set[str] = {stage, *RESERVED_TABLES}
        self._columns: dict[tuple[str, str, Kind], str] = {}
        self._plain: dict[tuple[str, str], str] = {}
        self._taken: defaultdict[str, set[str]] = defaultdict(set)
        for name in given:
            self._remember(name)
        if f"{stage}/#main" not in self._tables:
            self._give(NamedColumn(stage, "", f"{stage}/#main", "text"))

    def _remember(self, name: NamedColumn) -> None:
        self._taken_tables.add(name.table)
        if not name.column:
            self._tables[name.path] = name.table
            return
        self._columns[name.table, name.path, name.kind] = name.column
        # The first kind has the shortest name of a question; ``given`` may come in any order.
        plain = self._plain.setdefault((name.table, name.path), name.column)
        if len(name.column) < len(plain):
            self._plain[name.table, name.path] = name.column
        self._taken[name.table].add(name.column)

    def _give(self, name: NamedColumn) -> None:
        self.new.append(name)
        self._remember(name)

    def table(self, parent: str, source: str, holds: str) -> str:
        """The table of a repeat or of a question's choices below ``parent``."""
        meaning = f"{self.main}/{source}#{holds}"
        if meaning not in self._tables:
            steps = [make_readable(step) for step in source.split("/")]
            wishes = (f"{parent}__{steps[-1]}", f"{self.main}__{'__'.join(steps)}", f"{parent}__{steps[-1]}__{holds}")
            name = first_free(wishes, self._taken_tables, meaning)
            self._give(NamedColumn(name, "", meaning, "text"))
        return self._tables[meaning]

    def columns(self, table: str, role: str, question: Question, parts: Iterable[tuple[str, Kind]]) -> list[Column]:
        """The columns of one question, one per part."""
        found = []
        for part, kind in parts:
            path = f"{question.path}#{part}" if part else question.path
            if (table, path, kind) not in self._columns:
                name = self._new_column(table, role, question, part, kind)
                self._give(NamedColumn(table, name, path, kind))
            found.append(Column(self._columns[table, path, kind], kind, path, question.privacy))
        return found

    def _new_column(self, table: str, role: str, question: Question, part: str, kind: Kind) -> str:
        path = f"{question.path}#{part}" if part else question.path
        ending = f"_{part}" if part else ""
        first = self._plain.get((table, path))
        steps = [make_readable(step) for step in question.path.split("/")]
        wishes = [f"{steps[-1]}{ending}", f"{'__'.join(steps)}{ending}", f"{'__'.join(steps)}{ending}__answer"]
        taken = self._taken[table] | RESERVED | {name for name, _ in FIXED[role]}
        return first_free([f"{first}__{kind}"] if first else wishes, taken, f"{path} {kind}")
