"""When an outcome became another one: noted for ever, from what to what, and why."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from psycopg import sql
from sqlalchemy import Connection, text

from pipeline.model.finding import Change, SubjectKind
from pipeline.sql import driver_of, name, names

from .tables import finding_change

Key = tuple[str, str, str]
"""Subject, rule and what of it."""
Turn = tuple[str, str]
"""The outcome before and after; '' for none."""
SAYS_NOTHING = frozenset({"", "not_applicable"})
COLUMNS = tuple(column.name for column in finding_change.columns)


def read_history(connection: Connection, kind: SubjectKind, subject: str) -> list[Change]:
    """Every change of the subject's findings, oldest first.

    That a rule begins or ceases to say nothing (no finding, or ``not_applicable``) is no change.
    """
    query = text(
        "SELECT rule, about, before, after, changed_at, reason_fr, reason_en, run_id FROM ops.finding_change"
        " WHERE subject_kind = :kind AND subject = :subject ORDER BY changed_at, rule, about"
    )
    return [Change(*row) for row in connection.execute(query, {"kind": kind, "subject": subject})]


def turned(connection: Connection, kind: str, before: Mapping[Key, str], after: Mapping[Key, str]) -> dict[Key, Turn]:
    """What became of those whose outcome is another one.

    A finding that stands nowhere may have a history all the same (from another database, or of a subject that came
    back): what it was last is what counts.
    """
    unseen = [key for key, outcome in before.items() if not outcome]
    last = _last(connection, kind, {key[0] for key in unseen}) if unseen else {}
    turns = {key: (before[key] or last.get(key, ""), is_now) for key, is_now in after.items()}
    return {key: turn for key, turn in turns.items() if turn[0] != turn[1] and not SAYS_NOTHING.issuperset(turn)}


def note(
    connection: Connection,
    kind: str,
    turns: Mapping[Key, Turn],
    reasons: Mapping[Key, tuple[str, str]],
    at: datetime,
    run_id: UUID | None,
) -> None:
    """The changes are on record; ``reasons`` in French and English, of those that still say something."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        name(str(finding_change.schema), finding_change.name), names(COLUMNS)
    )
    with driver_of(connection).cursor() as cursor, cursor.copy(statement) as copy:
        for key, (was, is_now) in sorted(turns.items()):
            copy.write_row((kind, *key, at, is_now, was, *reasons.get(key, ("", "")), run_id))


def _last(connection: Connection, kind: str, subjects: Iterable[str]) -> dict[Key, str]:
    query = text(
        "SELECT DISTINCT ON (subject, rule, about) subject, rule, about, after FROM ops.finding_change"
        " WHERE subject_kind = :kind AND subject = ANY(:subjects) ORDER BY subject, rule, about, changed_at DESC"
    )
    found = connection.execute(query, {"kind": kind, "subjects": list(subjects)})
    return {(subject, rule, about): after for subject, rule, about, after in found}
