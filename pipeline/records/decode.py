"""Submissions of one form edition become typed rows, or are set aside with a reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from pipeline.model.decoded import ABSENT, Decoded, Encoded, Item, SetAside
from pipeline.model.form import Form
from pipeline.model.table import Planned

from .columns import Values, read_column
from .flat import Answers, read_flat
from .growth import Growth, Sheet
from .instance import read_instance
from .refused import Refused
from .scopes import Field, Scope, compile_scopes
from .writing import FOR_COPY, PLAIN, copy_lines


class Decoder:
    """Decodes what was filled with one form edition; made once, used for every batch, travels to worker processes."""

    def __init__(
        self, stage: str, form: Form, planned: Planned, *, answer_bytes: int = 1_000_000, repeat_depth: int = 3
    ) -> None:
        """Compile the edition.

        Args:
            stage: name of the main table.
            form: the edition.
            planned: ``plan_tables`` of this very edition.
            answer_bytes: a longer single answer sets its submission aside.
            repeat_depth: repeats nested deeper set it aside.
        """
        self._made_of = (stage, form, planned)
        self._limits = (answer_bytes, repeat_depth)
        self._plain = compile_scopes(stage, form, planned, PLAIN)
        self._for_copy = compile_scopes(stage, form, planned, FOR_COPY)
        self._repeats = frozenset(repeat.path for repeat in form.repeats)
        self._columns = {table.name: tuple(column.name for column in table.columns) for table in planned.tables}

    def __reduce__(self) -> tuple[Any, ...]:
        return _make, (*self._made_of, *self._limits)

    def decode(self, batch: Iterable[Item]) -> Decoded:
        """Rows of every table and what was set aside; each submission is in exactly one of the two.

        Never raises for what stands in a body. Rows keep the order of the batch; within a submission, of the document.
        """
        read = self._read_all(list(batch), self._plain, None)
        rows = {name: list(zip(*fixed, *values, strict=True)) for name, (fixed, values) in read.columns.items()}
        return Decoded(dict(self._columns), rows, read.set_aside, read.decoded_count, read.unknown_choices)

    def encode(self, batch: Iterable[Item]) -> Encoded:
        """The same, ready for COPY: answers become text at once, and twice as many a second."""
        items = list(batch)
        read = self._read_all(items, self._for_copy, ABSENT)
        # JSON writes what COPY would need escaped with a backslash.
        is_clean = not any(item.body_format == "xml" or b"\\" in item.body for item in items)
        lines, counts = {}, {}
        for name, (fixed, values) in read.columns.items():
            if fixed and fixed[0]:
                lines[name] = copy_lines(fixed, values, is_clean=is_clean)
                counts[name] = len(fixed[0])
        of_main, _ = read.columns[self._for_copy.table]
        roots = list(of_main[0]) if of_main else []
        aside = (read.set_aside, read.decoded_count, read.unknown_choices)
        return Encoded(dict(self._columns), roots, lines, counts, *aside)

    def _read_all(self, items: Sequence[Item], main: Scope, absent: str | None) -> "_Read":
        refused: dict[int, Refused] = {}
        growth = Growth(main, self._limits[1])
        for number, item in enumerate(items):
            try:
                growth.add_submission(number, item, self._read(item))
            except Refused as reason:
                refused[number] = reason
        values = {
            scope.table: _type(scope, growth.sheets[scope.table], refused, absent) for scope in main.with_children()
        }
        read = _Read({name: ([], []) for name in self._columns}, absent)
        for scope in main.with_children():
            read.add(scope, growth.sheets[scope.table], values[scope.table], refused)
        read.set_aside = [_set_aside(items[number], refused[number]) for number in sorted(refused)]
        read.decoded_count = len(items) - len(refused)
        return read

    def _read(self, item: Item) -> Answers:
        if item.body_format == "xml":
            return read_instance(item.body, self._repeats, self._limits[0])
        return read_flat(item.body, self._limits[0])


def unknown_version(item: Item) -> SetAside:
    """Set aside because the server does not have, or no longer has, the form edition it was filled with."""
    version = _showable(item.form_version) or "no version at all"
    return SetAside(item.root_uuid, item.edition_id, "unknown_version", "", f"no form edition is known for {version}")


def _make(stage: str, form: Form, planned: Planned, answer_bytes: int, repeat_depth: int) -> Decoder:
    return Decoder(stage, form, planned, answer_bytes=answer_bytes, repeat_depth=repeat_depth)


def _type(scope: Scope, sheet: Sheet, refused: dict[int, Refused], absent: str | None) -> Values:
    """The typed columns of a table; owners of wrong answers are added to ``refused``, first wrong answer first."""
    values: Values = []
    for question, answers in zip(scope.fields, _columns_of(sheet.picked, len(scope.fields)), strict=True):
        columns, wrong = read_column(answers, question.memory, question.width, absent)
        values += columns
        for row, words in wrong.items():
            refused.setdefault(sheet.owners[row], Refused("wrong_type", f"the answer {words}", question.path))
    return values


def _columns_of(rows: Sequence[tuple[Any, ...]], width: int) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


@dataclass(slots=True)
class _Read:
    """A batch by column: of every table the fixed columns and those of the answers, without refused submissions."""

    columns: dict[str, tuple[list[Sequence[Any]], Values]]
    absent: str | None
    set_aside: list[SetAside] = field(default_factory=list)
    decoded_count: int = 0
    unknown_choices: Counter[str] = field(default_factory=Counter)

    def add(self, scope: Scope, sheet: Sheet, values: Values, refused: dict[int, Refused]) -> None:
        """One table, and those of its choices."""
        fixed = list(_columns_of(sheet.fixed, 0))
        if refused and sheet.owners:
            keep = [owner not in refused for owner in sheet.owners]
            fixed = [tuple(compress(column, keep)) for column in fixed]
            values = [tuple(compress(column, keep)) for column in values]
        self.columns[scope.table] = fixed, values
        at = 0
        for question in scope.fields:
            if question.choices_table and fixed:
                row_ids = fixed[1] if scope.depth else [0] * len(fixed[0])
                rows = list(self._choice_rows(fixed[0], row_ids, values[at]))
                *place, choice = _columns_of(rows, 4)
                self.columns[question.choices_table] = (place, [choice]) if rows else ([], [])
            self._count_unknown(question, values[at])
            at += question.width

    def _choice_rows(
        self, roots: Sequence[str], row_ids: Sequence[int], texts: Sequence[Any]
    ) -> Iterator[tuple[Any, ...]]:
        for root_uuid, row_id, text in zip(roots, row_ids, texts, strict=True):
            if text != self.absent:
                for position, choice in enumerate(text.split(" "), 1):
                    yield root_uuid, row_id, position, choice

    def _count_unknown(self, question: Field, texts: Sequence[Any]) -> None:
        if question.known is None or question.known.issuperset(texts):
            return
        given = [text for text in texts if text != self.absent]
        chosen = [choice for text in given for choice in text.split(" ")] if question.choices_table else given
        unknown = sum(choice not in question.known for choice in chosen)
        if unknown:
            self.unknown_choices[question.path] += unknown


def _set_aside(item: Item, refused: Refused) -> SetAside:
    return SetAside(item.root_uuid, item.edition_id, refused.reason, _showable(refused.question), refused.detail)


def _showable(written: str) -> str:
    """A path from a body, fit for a table and a screen: printable and not endless."""
    return "".join(letter if letter.isprintable() else "?" for letter in written[:200])
