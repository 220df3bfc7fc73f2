"""The lists as the files that tablets read: CSV in UTF-8, one row per case, the same bytes for the same cases."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from typing import NamedTuple

Row = Mapping[str, str]

CASE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "persons": ("name", "label", "birth_year", "village", "commune"),
    "groups": ("name", "label", "commune", "sector"),
    "plans": ("name", "label", "version", "commune", "sector", "state"),
    "sessions": ("name", "label", "kind", "commune", "starts_on"),
    "partners": ("name", "label", "category", "expert_type", "sector", "commune"),
}
"""All that a list made of records may ever say: no phone, amount, vulnerability, country or whole surname."""


class Rows(NamedTuple):
    """Rows of a list by column, and how many cases did not fit."""

    rows: Sequence[Row]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ListFile:
    """One file for one deployment.

    Attributes:
        rows: cases or places on it; ``left_out`` those that did not fit.
    """

    name: str
    content: bytes
    rows: int
    left_out: int = 0

    @property
    def content_hash(self) -> str:
        """Tells whether a tablet would get anything else than before."""
        return sha256(self.content).hexdigest()


def list_file(list_name: str, columns: Sequence[str], found: Rows) -> ListFile:
    """The file with its header, also where it has no row: a form without its list does not open."""
    written = StringIO()
    writer = csv.DictWriter(written, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in found.rows:
        # JavaRosa ends a row at every line break, quoted or not.
        writer.writerow({column: " ".join(row.get(column, "").split()) for column in columns})
    return ListFile(f"{list_name}.csv", written.getvalue().encode(), len(found.rows), found.left_out)
