"""Tables that move row by row with the archive: each row as JSON, merged at the other end by its key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from psycopg import sql

from .transaction import Cursor


@dataclass(frozen=True, slots=True)
class Moved:
    """A table that belongs to the archive, or to what people decided, and moves with it.

    Attributes:
        table: with its schema: ``registry.override``.
        key: columns that identify a row in any database; never a number the database gives out.
        root_column: column with a root uuid, whose rows stay behind if that submission is erased there; '' for none.
        newest_by: column that says which of two rows with one key is newer and wins; '' where ours always stays.
        left_out: columns that mean nothing elsewhere, such as numbers of this database.
    """

    table: str
    key: tuple[str, ...]
    root_column: str = ""
    newest_by: str = ""
    left_out: tuple[str, ...] = ()


OWN = (
    Moved("ops.run", ("run_id",)),
    Moved("archive.form_edition", ("deployment", "version", "content_hash")),
    Moved("archive.bookmark", ("deployment", "name")),
)
"""Those of the archive itself that need nothing special. An own bookmark stays: own content is complete up to it."""


def read_rows(cursor: Cursor, moved: Moved) -> Iterator[msgspec.Raw]:
    """Every row as a JSON object, in the order of the key."""
    query = sql.SQL("select row_to_json(t)::text from {} t order by {}").format(
        _table(moved), sql.SQL(", ").join(map(sql.Identifier, moved.key))
    )
    with cursor.connection.cursor(name="moved") as streamed:
        streamed.execute(query)
        for (row,) in streamed:
            yield msgspec.Raw(row.encode())


def merge_rows(cursor: Cursor, moved: Moved, rows: Sequence[Any]) -> int:
    """How many rows were new here, or newer than ours.

    Args:
        rows: JSON objects as ``read_rows`` gave them; columns this database has not are ignored.
    """
    if not rows:
        return 0
    columns = [c for c in _columns(cursor, moved) if c not in moved.left_out]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    query = sql.SQL(
        "insert into {table} as ours ({names}) select {names} from json_populate_recordset(null::{table}, %s::json)"
        " on conflict ({key}) do {action}"
    ).format(
        table=_table(moved),
        names=names,
        key=sql.SQL(", ").join(map(sql.Identifier, moved.key)),
        action=_action(moved, columns),
    )
    cursor.execute(query, (msgspec.json.encode(rows).decode(),))
    return cursor.rowcount


def _action(moved: Moved, columns: Sequence[str]) -> sql.Composable:
    if not moved.newest_by:
        return sql.SQL("nothing")
    sets = (
        sql.SQL("{0} = excluded.{0}").format(sql.Identifier(column)) for column in columns if column not in moved.key
    )
    newest = sql.Identifier(moved.newest_by)
    return sql.SQL("update set {sets} where excluded.{newest} > ours.{newest}").format(
        sets=sql.SQL(", ").join(sets), newest=newest
    )


def _columns(cursor: Cursor, moved: Moved) -> list[str]:
    schema, _, table = moved.table.partition(".")
    cursor.execute(
        "select column_name from information_schema.columns where table_schema = %s and table_name = %s"
        " order by ordinal_position",
        (schema, table),
    )
    return [name for (name,) in cursor.fetchall()]


def _table(moved: Moved) -> sql.Identifier:
    return sql.Identifier(*moved.table.split("."))
