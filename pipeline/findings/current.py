"""Findings as they stand now: read, and written only where they differ, with their history."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg import sql
from sqlalchemy import Connection, text

from pipeline.model.finding import Finding, SubjectKind
from pipeline.sql import driver_of, name, names

from .history import Key, note, turned
from .rows import COLUMNS, KEY, OUTCOME, REASON, Row, as_finding, as_row, told_apart
from .tables import finding

# From this many rows on, PostgreSQL would plan the next query by numbers that are badly wrong.
BULK_ROWS = 5_000
_TABLE = name(str(finding.schema), finding.name)
_READ = sql.SQL("SELECT {} FROM {}").format(names(COLUMNS), _TABLE)


@dataclass(slots=True)
class Written:
    """What writing findings did.

    Attributes:
        rows: removed and written, in every table.
        newly_broken / mended: findings that were seen before and became broken, or are it no longer.
    """

    rows: int = 0
    newly_broken: int = 0
    mended: int = 0

    def add(self, other: "Written") -> None:
        """Both together."""
        self.rows += other.rows
        self.newly_broken += other.newly_broken
        self.mended += other.mended


def read_findings(
    connection: Connection,
    kind: SubjectKind | None = None,
    subjects: Collection[str] | None = None,
    rules: Collection[str] | None = None,
) -> list[Finding]:
    """Current findings, by kind, subject, rule and what of it.

    Args:
        kind: of the subjects; None for all kinds.
        subjects: person keys, plan codes, meeting ids, session codes or places; None for all.
        rules: by id; None for all.
    """
    query = sql.SQL(
        "{} WHERE (%s::text IS NULL OR subject_kind = %s) AND (%s::text[] IS NULL OR subject = ANY(%s))"
        " AND (%s::text[] IS NULL OR rule = ANY(%s))"
        " ORDER BY subject_kind, subject, rule, about"
    )
    wanted, asked = (None if some is None else list(some) for some in (subjects, rules))
    found = driver_of(connection).execute(query.format(_READ), (kind, kind, wanted, wanted, asked, asked))
    return [as_finding(row) for row in found]


def write_findings(
    connection: Connection,
    kind: SubjectKind,
    subjects: Collection[str],
    found: Iterable[Finding],
    *,
    at: datetime,
    run_id: UUID | None,
) -> Written:
    """Of these subjects exactly these findings stand; what is there already is not touched, what turned is noted.

    Args:
        subjects: of one kind; those without a finding have none afterwards.
        found: of these subjects, in the order the rules said them.
    """
    present = _present(connection, kind, subjects)
    wanted = {row[KEY]: row for row in (as_row(one, about) for about, one in told_apart(found))}
    different = [key for key in {*present, *wanted} if present.get(key) != wanted.get(key)]
    if not different:
        return Written()
    _delete(connection, kind, [key for key in different if key in present])
    _copy(connection, [wanted[key] for key in sorted(different) if key in wanted])
    before, after = _outcomes(present, different), _outcomes(wanted, different)
    changes = turned(connection, kind, before, after)
    note(connection, kind, changes, {key: wanted[key][REASON] for key in changes if key in wanted}, at, run_id)
    return Written(
        sum((key in present) + (key in wanted) for key in different) + len(changes),
        sum(is_now == "broken" and was != "" for was, is_now in changes.values()),
        sum(was == "broken" for was, _ in changes.values()),
    )


def due_subjects(connection: Connection, today: date) -> dict[SubjectKind, frozenset[str]]:
    """Subjects with a finding whose outcome may have changed by the day alone, by kind."""
    query = text("SELECT subject_kind, subject FROM ops.finding WHERE until <= :today")
    return _by_kind(connection.execute(query, {"today": today}))


def judged_subjects(connection: Connection, kind: SubjectKind) -> frozenset[str]:
    """Every subject of the kind that has findings."""
    query = text("SELECT DISTINCT subject FROM ops.finding WHERE subject_kind = :kind")
    return frozenset(connection.scalars(query, {"kind": kind}))


def _by_kind(rows: Iterable[Any]) -> dict[SubjectKind, frozenset[str]]:
    found: dict[SubjectKind, set[str]] = {}
    for kind, subject in rows:
        found.setdefault(kind, set()).add(subject)
    return {kind: frozenset(subjects) for kind, subjects in found.items()}


def _present(connection: Connection, kind: str, subjects: Collection[str]) -> dict[Key, Row]:
    query = sql.SQL("{} WHERE subject_kind = %s AND subject = ANY(%s)").format(_READ)
    return {row[KEY]: row for row in driver_of(connection).execute(query, (kind, list(subjects)))}


def _delete(connection: Connection, kind: str, keys: list[Key]) -> None:
    if keys:
        query = sql.SQL(
            "DELETE FROM {} f USING unnest(%s::text[], %s::text[], %s::text[]) v(subject, rule, about)"
            " WHERE f.subject_kind = %s AND f.subject = v.subject AND f.rule = v.rule AND f.about = v.about"
        ).format(_TABLE)
        driver_of(connection).execute(query, (*(list(column) for column in zip(*keys, strict=True)), kind))


def _copy(connection: Connection, rows: Collection[Row]) -> None:
    raw = driver_of(connection)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(_TABLE, names(COLUMNS))
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((*row[:-1], msgspec.json.encode(row[-1]).decode()))
    if len(rows) >= BULK_ROWS:
        raw.execute(sql.SQL("ANALYZE {}").format(_TABLE))


def _outcomes(rows: Mapping[Key, Row], keys: Iterable[Key]) -> dict[Key, str]:
    return {key: rows[key][OUTCOME] if key in rows else "" for key in keys}
