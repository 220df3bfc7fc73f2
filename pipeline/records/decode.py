"""Submissions of one form edition become typed rows, or are set aside with a reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Any

from pipeline.model.decoded import Decoded, Item, SetAside
from pipeline.model.form import Form
from pipeline.model.table import Planned

from .columns import Values, read_column
from .flat import Answers, read_flat
from .growth import Growth, Sheet
from .instance import read_instance
from .refused import Refused
from .scopes import Field, Scope, compile_scopes


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
        self._main = compile_scopes(stage, form, planned)
        self._repeats = frozenset(repeat.path for repeat in form.repeats)
        self._columns = {table.name: tuple(column.name for column in table.columns) for table in planned.tables}

    def __reduce__(self) -> tuple[Any, ...]:
        return _make, (*self._made_of, *self._limits)

    def decode(self, batch: Iterable[Item]) -> Decoded:
        """Rows of every table and what was set aside; each submission is in exactly one of the two.

        Never raises for what stands in a body. Rows keep the order of the batch; within a submission, of the document.
        """
        items = list(batch)
        refused: dict[int, Refused] = {}
        growth = Growth(self._main, self._limits[1])
        for number, item in enumerate(items):
            try:
                growth.add_submission(number, item, self._read(item))
            except Refused as reason:
                refused[number] = reason
        values = {
            scope.table: _type(scope, growth.sheets[scope.table], refused) for scope in self._main.with_children()
        }
        decoded = Decoded(columns=dict(self._columns), rows={name: [] for name in self._columns})
        for scope in self._main.with_children():
            _write(scope, growth.sheets[scope.table], values[scope.table], refused, decoded)
        decoded.set_aside = [_set_aside(items[number], refused[number]) for number in sorted(refused)]
        decoded.decoded_count = len(items) - len(refused)
        return decoded

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


def _type(scope: Scope, sheet: Sheet, refused: dict[int, Refused]) -> Values:
    """The typed columns of a table; owners of wrong answers are added to ``refused``, first wrong answer first."""
    values: Values = []
    for field, answers in zip(scope.fields, _columns_of(sheet.picked, len(scope.fields)), strict=True):
        columns, wrong = read_column(answers, field.memory, field.width)
        values += columns
        for row, words in wrong.items():
            refused.setdefault(sheet.owners[row], Refused("wrong_type", f"the answer {words}", field.path))
    return values


def _columns_of(rows: Sequence[tuple[Any, ...]], width: int) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _write(scope: Scope, sheet: Sheet, values: Values, refused: dict[int, Refused], decoded: Decoded) -> None:
    """The rows of one table and of its choices, without those of refused submissions."""
    fixed = list(_columns_of(sheet.fixed, 0))
    if refused and sheet.owners:
        keep = [owner not in refused for owner in sheet.owners]
        fixed = [tuple(compress(column, keep)) for column in fixed]
        values = [tuple(compress(column, keep)) for column in values]
    decoded.rows[scope.table] = list(zip(*fixed, *values, strict=True))
    at = 0
    for field in scope.fields:
        if field.choices_table:
            row_ids = fixed[1] if fixed and scope.depth else [0] * (len(fixed[0]) if fixed else 0)
            roots = fixed[0] if fixed else ()
            decoded.rows[field.choices_table] = list(_choice_rows(roots, row_ids, values[at]))
        _count_unknown(field, values[at], decoded.unknown_choices)
        at += field.width


def _choice_rows(roots: Sequence[str], row_ids: Sequence[int], texts: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for root_uuid, row_id, text in zip(roots, row_ids, texts, strict=True):
        if text is not None:
            for position, choice in enumerate(text.split(" "), 1):
                yield root_uuid, row_id, position, choice


def _count_unknown(field: Field, texts: Sequence[Any], counted: Counter[str]) -> None:
    if field.known is None or field.known.issuperset(texts):
        return
    given = [text for text in texts if text is not None]
    chosen = [choice for text in given for choice in text.split(" ")] if field.choices_table else given
    unknown = sum(choice not in field.known for choice in chosen)
    if unknown:
        counted[field.path] += unknown


def _set_aside(item: Item, refused: Refused) -> SetAside:
    return SetAside(item.root_uuid, item.edition_id, refused.reason, _showable(refused.question), refused.detail)


def _showable(written: str) -> str:
    """A path from a body, fit for a table and a screen: printable and not endless."""
    return "".join(letter if letter.isprintable() else "?" for letter in written[:200])
