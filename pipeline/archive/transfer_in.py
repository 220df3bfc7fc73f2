"""Reads an archive from its file into a database: all or nothing, again and again with the same result."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, BinaryIO

from sqlalchemy import Engine

from ..errors import SetupError
from ..sql import store_errors
from .erasure import KEY, empty, refused
from .moved import OWN, Moved, merge_rows
from .transaction import Cursor, cursor_of
from .transfer_file import read_lines
from .transfer_merge import Merger

BATCH = 500


@dataclass(slots=True)
class Imported:
    """What an import changed here; all zero when the file says nothing new.

    Attributes:
        submissions / editions: that became new or newer here.
        refused: submissions in the file that were erased, here or there.
        erased: submissions held here until now that the file says were erased.
        rows: of all other tables.
    """

    submissions: int = 0
    editions: int = 0
    refused: int = 0
    erased: int = 0
    rows: int = 0


def import_(engine: Engine, file: BinaryIO, name: str, also: Sequence[Moved] = (), programme_id: str = "") -> Imported:
    """The file's archive is merged into this one, in one transaction; who was erased, here or there, stays out.

    Two archives of one programme meet by key: editions are joined, and the side that changed last says how a
    submission stands. Afterwards: copy the folder ``attachments``, ``attachments.want_missing_again``, and build.

    Args:
        name: of the file, for messages.
        also: the tables of decisions that ``export`` was given.
        programme_id: of this programme; '' takes any archive.

    Raises:
        SetupError: it is no such file, cut off, damaged, has tables this program does not know, or belongs to another
            programme while this archive is in use: the same stage and zone would mix people of both.
        StoreError: the database refused. Either way nothing was imported.
    """
    tables = {moved.table: moved for moved in (*OWN, *also)}
    imported, theirs = Imported(), ""
    with store_errors(name), engine.begin() as connection, cursor_of(connection) as cursor:
        cursor.execute("set local timezone to 'UTC'")
        keys = _Keys(cursor)
        merger = Merger(cursor, name)
        for kind, values in _batches(read_lines(file, name)):
            if kind == "programme":
                theirs = values[0]["id"]
            elif kind == "key":
                if programme_id and theirs not in ("", programme_id):
                    _refuse_foreign(cursor, values, f"{name} (programme {theirs})")
                keys.take(values)
            elif kind == "erasure":
                imported.erased += _merge_erasures(cursor, keys, values)
            elif kind == "submission":
                submissions, editions, barred = merger.merge(values)
                imported.submissions += submissions
                imported.editions += editions
                imported.refused += barred
            elif kind in tables:
                imported.rows += _merge(cursor, tables[kind], values)
            else:
                raise SetupError(name, f"it has rows of '{kind}', unknown to this retour.", "Install a newer one.")
        imported.rows += merger.rows
    return imported


def _refuse_foreign(cursor: Cursor, keys: Sequence[Any], name: str) -> None:
    """A programme that moved here before has brought its keys along; one with other keys is a stranger."""
    pseudonym = next((key["value"] for key in keys if key["name"] == "pseudonym"), "")
    cursor.execute(
        "select from archive.key where name = 'pseudonym' and encode(value, 'hex') <> %s"
        " and exists (select from archive.submission)",
        (pseudonym,),
    )
    if cursor.rowcount:
        raise SetupError(
            name,
            "it is the archive of another programme, and this one holds submissions already.",
            "Import it into a programme of its own: retour init DIR.",
        )


def _batches(lines: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    for kind, same in groupby(lines, key=lambda line: line[0]):
        batch: list[Any] = []
        for _, value in same:
            batch.append(value)
            if len(batch) == BATCH:
                yield kind, batch
                batch = []
        if batch:
            yield kind, batch


def _merge(cursor: Cursor, moved: Moved, rows: Sequence[Any]) -> int:
    if moved.root_column:
        barred = refused(cursor, {row[moved.root_column] for row in rows})
        rows = [row for row in rows if row[moved.root_column] not in barred]
    return merge_rows(cursor, moved, rows)


class _Keys:
    """The file's keys beside ours: a fresh database takes them, one in use keeps its own and learns the other's."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self.names: dict[str, str] = {}

    def take(self, keys: Sequence[Any]) -> None:
        """After this ``names`` says what each key of the file is called here."""
        self._cursor.execute(
            "select exists (select from archive.submission) or exists (select from archive.erasure),"
            " (select jsonb_object_agg(name, encode(value, 'hex')) from archive.key)"
        )
        in_use, ours = self._cursor.fetchone() or (True, {})
        for key in keys:
            name, value = key["name"], key["value"]
            mine = (ours or {}).get(name)
            if mine is not None and mine != value and in_use:
                # Digests made with the other's key stay recognisable under a name that its content gives.
                name = f"{KEY}:{value[:8]}" if name == KEY else ""
            self.names[key["name"]] = name
            if name and (ours or {}).get(name) != value:
                self._cursor.execute(
                    "insert into archive.key (name, value) values (%s, decode(%s, 'hex'))"
                    " on conflict (name) do update set value = excluded.value",
                    (name, value),
                )


def _merge_erasures(cursor: Cursor, keys: _Keys, rows: Sequence[Any]) -> int:
    """How many submissions held here had to go because they were erased where the file comes from."""
    named = [row | {"key_name": keys.names.get(row["key_name"], row["key_name"])} for row in rows]
    if not merge_rows(cursor, Moved("archive.erasure", ("digest",)), named):
        return 0
    erased = 0
    cursor.execute("select root_uuid from archive.submission where state <> 'erased'")
    held = [root for (root,) in cursor.fetchall()]
    for start in range(0, len(held), BATCH):
        if barred := refused(cursor, held[start : start + BATCH]):
            erased += empty(cursor, list(barred))
    return erased
