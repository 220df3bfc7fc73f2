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


@dataclass(frozen=True, slots=True)
class NamedColumn:
    """A name once given to a question of a table: append-only, so that a column never changes its meaning."""

    table: str
    column: str
    path: str
    kind: Kind
