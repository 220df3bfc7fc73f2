"""The typed answers of one submission, as the warehouse holds them, by question path."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple


class Origin(NamedTuple):
    """The submission that says something: enough to find it on the server and in the archive.

    Attributes:
        edition_id: the archive's number of the edition that was read.
        row: the repeat row inside it, as ``members/2`` (its path and its position from 1); '' for the submission.
    """

    stage: str
    root_uuid: str
    edition_id: int
    form_version: str
    zone: str
    row: str = ""


class Row(NamedTuple):
    """One row of a repeat; ``values`` as in ``Answers``.

    Attributes:
        row_id: its number in the submission; rows below it have it as ``parent_row_id``.
        position: from 1, among the rows of its parent.
    """

    row_id: int
    parent_row_id: int
    position: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """One submission.

    Attributes:
        submitted_at: when the server got it, UTC; None where it does not say.
        values: by question path; int, Decimal, str, date, time, datetime (UTC), bool; a tuple of choices in order
            for a select_multiple; a question without an answer is absent.
        repeats: rows by path of the repeat, in document order; a repeat without rows is absent.
    """

    stage: str
    root_uuid: str
    instance_id: str
    edition_id: int
    form_version: str
    deployment: str
    zone: str
    submitted_at: datetime | None
    values: Mapping[str, Any]
    repeats: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    @property
    def origin(self) -> Origin:
        """Where all of this was said."""
        return Origin(self.stage, self.root_uuid, self.edition_id, self.form_version, self.zone)
