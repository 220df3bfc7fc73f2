"""Imported lists as a second thing that linking reads, beside the submissions."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from ...model.answers import Answers
from ...programme import Settings
from ...records.importing.units import as_answers
from ...records.reading.imported import PERSONS, PLANS, read_imported
from ...registry import imported, marks
from ...registry.imported import ImportedRow
from .sources import Submissions
from .spoken import Changed, Sayings, Spoken

STAGES = {"persons": PERSONS, "plans": PLANS}
MARK = "imports"


class ImportedLists:
    """Every list that was ever imported, in its latest edition."""

    def changed(self, connection: Connection, *, everything: bool, thorough: bool) -> Changed:
        """As ``Sayings`` promises; the number of editions of a row tells whether it was read."""
        held = imported.editions(connection)
        found = Changed()
        for family, stage in STAGES.items():
            present = {root: count for root, (of, count) in held.items() if of == family}
            known = marks.editions_read(connection, stage)
            new = frozenset(root for root, count in present.items() if everything or known.get(root) != count)
            if new:
                found.roots[stage] = new
            found.gone |= known.keys() - present.keys()
        return found

    def said(self, connection: Connection, stage: str, roots: Collection[str] | None) -> Iterator[Spoken]:
        """As ``Sayings`` promises."""
        by_root: defaultdict[str, list[ImportedRow]] = defaultdict(list)
        for row in imported.read_rows(connection, roots):
            if STAGES[row.family] == stage:
                by_root[row.root_uuid].append(row)
        counts = imported.editions(connection)
        for root, rows in sorted(by_root.items()):
            yield _spoken(stage, counts[root][1], rows)


class Everything:
    """Several sayings as one."""

    def __init__(self, sayings: Sequence[Sayings], own: Mapping[str, Sayings]) -> None:
        """``own``: which of them knows a stage; all others are the first one's."""
        self._sayings, self._own = sayings, own

    def changed(self, connection: Connection, *, everything: bool, thorough: bool) -> Changed:
        """As ``Sayings`` promises."""
        both = [s.changed(connection, everything=everything, thorough=thorough) for s in self._sayings]
        roots: dict[str, frozenset[str] | None] = {}
        now: dict[str, Mapping[str, str]] = {}
        for one in both:
            roots |= one.roots
            now |= one.now
        own = self._own.keys()
        theirs = {root for stage in own for root in marks.editions_read(connection, stage)}
        # Each finds gone what only the other has; what is gone from the submissions was none of a list.
        gone = (both[0].gone - theirs).union(*(one.gone for one in both[1:]))
        return Changed(roots, gone, now)

    def said(self, connection: Connection, stage: str, roots: Collection[str] | None) -> Iterator[Spoken]:
        """As ``Sayings`` promises."""
        return self._own.get(stage, self._sayings[0]).said(connection, stage, roots)


def sayings_of(settings: Settings) -> Sayings:
    """All that was ever said, in submissions and in lists."""
    lists = ImportedLists()
    return Everything((Submissions(settings), lists), dict.fromkeys(STAGES.values(), lists))


def _spoken(stage: str, edition: int, rows: list[ImportedRow]) -> Spoken:
    """Rows of one root: a person's row, or what lists of groups and of plans say of one plan."""
    last = max(rows, key=lambda row: row.imported_at)
    told: list[Mapping[str, Any]] = [
        one for row in sorted(rows, key=lambda r: r.kind, reverse=True) for one in row.told
    ]
    base = Answers(stage, last.root_uuid, last.root_uuid, edition, last.file, stage, last.source, last.imported_at, {})
    said = read_imported(as_answers(base, told), last.source)
    return Spoken(last.root_uuid, stage, stage, last.source, edition, last.imported_at, said.mentions, said.nouns)
