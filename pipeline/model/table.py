"""The shape of typed answers: which tables a form becomes, and which column holds which question."""

from dataclasses import dataclass
from typing import Literal

from .form import Privacy

Kind = Literal["text", "integer", "decimal", "real", "date", "time", "instant", "boolean", "json"]
"""``integer`` bigint · ``decimal`` numeric, exact · ``real`` double, only for coordinates · ``instant`` UTC."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answers table.

    Attributes:
        name: at most 63 bytes, unique in its table.
        path: the question's path; for one of several columns of a question, with ``#part``: ``gps#latitude``.
        privacy: of the question; only ``open`` ever reaches the ``reporting`` schema.
    """

    name: str
    kind: Kind
    path: str
    privacy: Privacy = "closed"


@dataclass(frozen=True, slots=True)
class Table:
    """One answers table of a stage; its fixed columns come first, in the order of ``FIXED[role]``.

    Attributes:
        role: ``main`` one row per submission · ``repeat`` one row per repeat instance ·
            ``choices`` one row per chosen answer of a select_multiple.
        source: path of the repeat (role repeat) or of the question (role choices); '' for main.
        parent: name of the table its rows hang on; '' for main.
    """

    name: str
    role: Literal["main", "repeat", "choices"]
    columns: tuple[Column, ...]
    source: str = ""
    parent: str = ""


FIXED: dict[str, tuple[tuple[str, Kind], ...]] = {
    "main": (
        ("root_uuid", "text"),
        ("instance_id", "text"),
        ("edition_id", "integer"),
        ("deployment", "text"),
        ("zone", "text"),
        ("form_version", "text"),
        ("submitted_at", "instant"),
    ),
    # row_id numbers the rows of one submission in document order from 1; parent_row_id is 0 below the main table.
    "repeat": (("root_uuid", "text"), ("row_id", "integer"), ("parent_row_id", "integer"), ("position", "integer")),
    # row_id is that of the repeat row the question stands in, 0 in the main table.
    "choices": (("root_uuid", "text"), ("row_id", "integer"), ("position", "integer"), ("choice", "text")),
}
"""Fixed columns by role; primary keys: root_uuid · (root_uuid, row_id) · (root_uuid, row_id, position)."""

RESERVED = frozenset({"validation_status", "submission_key", "submitted_on"})
"""Column names no question is given in any table: the warehouse and its views add columns of these names."""

RESERVED_TABLES = frozenset(
    {"column_name", "open_question", "question_label", "choice_label", "choice_of", "form_status"}
    | {"person", "plan", "plan_version", "plan_event", "membership", "event"}
)
"""Table names no stage or repeat is given: the schemas ``answers`` and ``reporting`` have tables of these names."""


@dataclass(frozen=True, slots=True)
class NamedColumn:
    """A name once given to a question of a table: append-only, so that a column never changes its meaning."""

    table: str
    column: str
    path: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Planned:
    """The answers tables of one form edition, parents before children, and the names it gives for the first time.

    ``new_names`` are facts to keep for ever: ``column`` is '' where the name is that of a table; its path then is
    the stage, a slash, the source and what it holds: ``registration/members#repeat``.
    """

    tables: tuple[Table, ...]
    new_names: tuple[NamedColumn, ...]
