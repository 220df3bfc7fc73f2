"""What decoding gives: typed rows per table, and what was set aside with its reason."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

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


class Item(NamedTuple):
    """One archived submission on its way to decoding; the first seven are the main table's fixed columns in order.

    Attributes:
        edition_id: the archive's number of this submission edition.
        deployment / zone: the KoBoToolbox project it came from, as the settings name it.
        submitted_at: UTC; None where the source does not say.
        body: KoBoToolbox's flat object for ``json``, an instance document for ``xml``; plain text, never ciphertext.
    """

    root_uuid: str
    instance_id: str
    edition_id: int
    deployment: str
    zone: str
    form_version: str
    submitted_at: datetime | None
    body: bytes
    body_format: Literal["json", "xml"] = "json"


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
    """One batch: ``rows[table name]`` are tuples in the table's fixed columns then ``columns[table name]`` order.

    Values are what text COPY takes as it is: ``int`` for integer, ``bool`` for boolean, ``None`` for no answer, and
    for every other kind a ``str`` in PostgreSQL's input syntax that was checked (decimal ``12.50``, date
    ``2026-11-20``, time ``08:01:00``, instant with its offset ``2026-11-20T08:01:00.000+03:00``, real ``-1.281``,
    json GeoJSON). ``submitted_at`` is as the item has it.

    Attributes:
        unknown_choices: by question path, answers of decoded submissions that are not in the edition's choice list
            (lists change while tablets are offline; the answer is kept as it is).
    """

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    decoded_count: int = 0
    unknown_choices: Counter[str] = field(default_factory=Counter)


ABSENT = "\x01"
"""No value, in what is encoded for COPY: a character no keyboard has, and with which an answer is set aside."""


@dataclass(slots=True)
class Encoded:
    """The same batch as COPY reads it, in its text format with ``ABSENT`` for NULL.

    Attributes:
        roots: root uuids of the submissions whose rows these are.
        lines: by table, its rows in the order of ``Decoded``; a table without rows may be absent.
        counts: by table, how many rows that is.
    """

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)
    lines: dict[str, bytes] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    decoded_count: int = 0
    unknown_choices: Counter[str] = field(default_factory=Counter)
