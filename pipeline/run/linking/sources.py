"""What is there to read about people: which submissions changed since they were last read, and what they say."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from ...programme import Settings
from ...records.reading.read import paths_of, read, speaks_of_people
from ...registry import marks
from ...warehouse.answers import read_answers
from ...warehouse.bookkeeping import build_marks
from ...warehouse.shapes import Shape, shapes_of
from .spoken import Changed, Spoken

READER = "2"
"""Raised when reading changes its mind about what a submission says: everything is then read again."""


class Submissions:
    """The answers tables of every stage that is not restricted."""

    def __init__(self, settings: Settings) -> None:
        """``settings``: of the programme; a restricted stage is never read, whether it is enabled or not."""
        self._stages = {s.name: [d.key for d in s.deployments] for s in settings.stages if not s.restricted}

    def said(self, connection: Connection, stage: str, roots: Collection[str] | None) -> Iterator[Spoken]:
        """As ``Sayings`` promises."""
        for answers in read_answers(connection, stage, paths_of(stage), roots):
            found = read(answers)
            yield Spoken(
                answers.root_uuid,
                stage,
                answers.deployment,
                answers.zone,
                answers.edition_id,
                answers.submitted_at,
                found.mentions,
                found.nouns,
            )

    def changed(self, connection: Connection, *, everything: bool, thorough: bool) -> Changed:
        """As ``Sayings`` promises; a deployment whose marks are those of the last time is not looked at."""
        found, gone = Changed(), set[str]()
        readable = self._readable(connection)
        for stage in marks.stages_read(connection) - readable:
            gone |= marks.editions_read(connection, stage).keys()
        for stage in sorted(readable):
            now = {key: build_marks(connection, key) | {"reader": READER} for key in self._stages[stage]}
            now = {key: one for key, one in now.items() if "seq" in one}
            before = {key: marks.marks(connection, key) for key in now}
            found.now |= now
            roots, missing = self._of_stage(connection, stage, now, before, everything, thorough)
            gone |= missing
            if roots is None or roots:
                found.roots[stage] = roots
        found.gone = frozenset(gone)
        return found

    def _readable(self, connection: Connection) -> frozenset[str]:
        """Stages that speak of people, with a table of answers that stands where linking may read."""
        return frozenset(stage for stage in self._stages if _is_readable(stage, shapes_of(connection, stage)[:1]))

    def _of_stage(
        self,
        connection: Connection,
        stage: str,
        now: Mapping[str, Mapping[str, str]],
        before: Mapping[str, Mapping[str, str]],
        everything: bool,
        thorough: bool,
    ) -> tuple[frozenset[str] | None, frozenset[str]]:
        """Root uuids to read (None for all), and those that are gone."""
        if everything or any(_reads_otherwise(before[key], one) for key, one in now.items()):
            present = _editions(connection, stage, None)
            return None, frozenset(marks.editions_read(connection, stage).keys() - present.keys())
        moved = {key for key, one in now.items() if before[key] != one}
        if not moved and not thorough:
            return frozenset(), frozenset()
        if thorough or any(before[key].get("editions") != now[key].get("editions") for key in moved):
            known, present = marks.editions_read(connection, stage), _editions(connection, stage, None)
            return (
                frozenset(root for root, edition in present.items() if known.get(root) != edition),
                frozenset(known.keys() - present.keys()),
            )
        roots = {root for key in moved for root in _moved_since(connection, key, before[key].get("seq", "0"))}
        present = _editions(connection, stage, roots)
        return frozenset(present), frozenset(roots - present.keys())


def _is_readable(stage: str, main: Sequence[Shape]) -> bool:
    asked = (column.path for shape in main for column in shape.columns)
    return any(shape.schema == "answers" for shape in main) and speaks_of_people(stage, asked)


def _reads_otherwise(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """The same submissions may say something else: the program or the workbook reads them differently now."""
    return any(before.get(what) != now.get(what) for what in ("reader", "decoder", "workbook", "texts"))


def _editions(connection: Connection, stage: str, roots: Collection[str] | None) -> dict[str, int]:
    """The edition that stands in the answers, by root uuid."""
    main = shapes_of(connection, stage)[0]
    table = sa.table(main.table, sa.column("root_uuid"), sa.column("edition_id"), schema=main.schema)
    query = sa.select(table.c.root_uuid, table.c.edition_id)
    if roots is not None:
        query = query.where(table.c.root_uuid == sa.any_(sa.literal(sorted(roots), sa.ARRAY(sa.Text))))
    return {root: edition for root, edition in connection.execute(query)}


def _moved_since(connection: Connection, deployment: str, seq: str) -> list[str]:
    query = sa.text("SELECT root_uuid FROM archive.submission WHERE deployment = :d AND changed_seq > :seq")
    return list(connection.scalars(query, {"d": deployment, "seq": int(seq)}))
