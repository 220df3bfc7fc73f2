"""Rows of one batch as they are found in the answers, still untyped, per table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.decoded import Item

from .flat import Answers
from .refused import Refused
from .scopes import Scope, is_kept_by_server


@dataclass(slots=True)
class Sheet:
    """Rows of one table: whose they are (number of the submission in the batch), fixed columns, picked answers."""

    owners: list[int] = field(default_factory=list)
    fixed: list[tuple[Any, ...]] = field(default_factory=list)
    picked: list[tuple[Any, ...]] = field(default_factory=list)


class Growth:
    """Collects the rows of a batch, submission by submission."""

    def __init__(self, main: Scope, repeat_depth: int) -> None:
        self.sheets = {scope.table: Sheet() for scope in main.with_children()}
        self._main = main
        self._repeat_depth = repeat_depth
        self._last_row: dict[str, int] = {}

    def add_submission(self, number: int, item: Item, answers: Answers) -> None:
        """The submission's main row and the rows of its repeats.

        Raises:
            Refused: unknown_question, wrong_type or too_deep; rows found so far stay and are the caller's to leave out.
        """
        self._last_row.clear()
        self._add(self._main, number, item[:7], answers, 0)

    def _add(self, scope: Scope, number: int, fixed: tuple[Any, ...], answers: Answers, row_id: int) -> None:
        merged = scope.blank | answers  # type: ignore[operator]
        if len(merged) != len(scope.blank):
            _refuse_unknown(scope.blank, answers)
        sheet = self.sheets[scope.table]
        sheet.owners.append(number)
        sheet.fixed.append(fixed)
        sheet.picked.append(scope.pick(merged))
        for child in scope.children:
            rows = merged[child.path]
            if rows:
                self._add_rows(child, number, fixed[0], rows, row_id)

    def _add_rows(self, scope: Scope, number: int, root_uuid: str, rows: Any, parent_row_id: int) -> None:
        if type(rows) is not list:
            raise Refused("wrong_type", "a repeat is no list of rows", scope.path)
        if scope.depth > self._repeat_depth:
            raise Refused("too_deep", f"repeats are nested more than {self._repeat_depth} deep", scope.path)
        position = 0
        for answers in rows:
            if type(answers) is not dict:
                raise Refused("wrong_type", "a row of the repeat is no object with answers", scope.path)
            if not any(answers.values()):
                continue
            position += 1
            row_id = self._last_row[scope.table] = self._last_row.get(scope.table, 0) + 1
            self._add(scope, number, (root_uuid, row_id, parent_row_id, position), answers, row_id)


def _refuse_unknown(blank: Mapping[str, object], answers: Answers) -> None:
    """Refused if a key is neither a question of the edition nor the server's; the first in the alphabet is named."""
    unknown = sorted(key for key in answers if key not in blank and not is_kept_by_server(key))
    if unknown:
        detail = f"answers {len(unknown)} question(s) that this edition of the form does not have"
        raise Refused("unknown_question", detail, unknown[0])
