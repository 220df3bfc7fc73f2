"""The rules' own sentences beside the findings, so that an analyst knows what an id means."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from .tables import rule as table


class Described(NamedTuple):
    """One rule.

    Attributes:
        practice_rows: rows of the practice, as docs/domain-mapping.md numbers them.
        is_closed: analysts see none of its findings.
    """

    rule: str
    topic: str
    subject_kind: str
    severity: str
    sentence_fr: str
    sentence_en: str
    source: str
    practice_rows: list[int]
    is_closed: bool


def write_rules(connection: Connection, rules: Sequence[Described]) -> int:
    """Exactly these rules are described; rows removed and written."""
    present = {row[0]: Described(*row) for row in connection.execute(select(table))}
    wanted = {one.rule: one for one in rules}
    gone = [name for name, one in present.items() if wanted.get(name) != one]
    new = [one for name, one in wanted.items() if present.get(name) != one]
    if gone:
        connection.execute(delete(table).where(table.c.rule.in_(gone)))
    if new:
        connection.execute(insert(table), [one._asdict() for one in new])
    return len(gone) + len(new)
