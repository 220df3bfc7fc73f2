"""What decoding gives: typed rows per table, and what was set aside with its reason."""

from dataclasses import dataclass, field
from typing import Any, Literal

Reason = Literal[
    "unknown_form",
    "unknown_version",
    "unknown_question",
    "wrong_type",
    "not_readable",
    "encrypted",
    "too_large",
    "too_deep",
]


@dataclass(frozen=True, slots=True)
class SetAside:
    """One submission that could not be decoded; it stays in the archive and is counted.

    Attributes:
        question: path of the offending question, '' if it is the whole submission.
        detail: what is wrong in words a data manager reads; carries no answer.
    """

    root_uuid: str
    edition_id: int
    reason: Reason
    question: str = ""
    detail: str = ""


@dataclass(slots=True)
class Decoded:
    """One batch: ``rows[table name]`` are tuples in the table's fixed columns then ``columns[table name]`` order."""

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    decoded_count: int = 0
