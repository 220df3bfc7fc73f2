"""Writes the whole archive into one file: every submission with all its editions, and what belongs to it."""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, BinaryIO

import msgspec
from psycopg import sql
from sqlalchemy import Engine

from ..sql import store_errors
from .bodies import Decompressor
from .moved import OWN, Moved, read_rows
from .transaction import Cursor, cursor_of
from .transfer_file import Writer

BATCH = 500
CHILDREN = {
    "status_history": "status_history_id",
    "tombstone": "tombstone_id",
    "attachment": "attempts",
    "pending_deletion": "run_id",
}
"""What hangs on a submission, each with the column that means nothing elsewhere."""
LOCAL = ["edition_id", "first_edition_id", "changed_seq"]
EDITIONS = """select s.deployment, s.root_uuid, e.edition_id = s.edition_id,
 (to_jsonb(e) - '{edition_id,deployment,root_uuid,is_later,dictionary_id,body}'::text[])::text, e.dictionary_id, e.body
 from unnest(%s::text[], %s::text[]) as v(deployment, root_uuid)
 join archive.submission s using (deployment, root_uuid)
 cross join lateral (select * from archive.edition where edition_id = s.first_edition_id
 union all select * from archive.edition l where is_later and l.root_uuid = s.root_uuid
 and l.deployment = s.deployment) e order by e.edition_id"""

Key = tuple[str, str]


def export(engine: Engine, file: BinaryIO, also: Sequence[Moved] = (), programme_id: str = "") -> dict[str, int]:
    """The whole archive is in the file, as it stood at one instant; memory stays that of a few hundred submissions.

    The file holds personal data in plain text, and the keys that make pseudonyms: it belongs where the database does.
    Files of attachments stay on disk: copy the folder ``attachments`` beside it.

    Args:
        also: tables of decisions that other rooms want moved too.
        programme_id: of the programme the archive belongs to; '' leaves it unsaid.

    Returns:
        Lines written by kind.

    Raises:
        StoreError: the database refused.
    """
    with store_errors("archive export"), engine.connect() as plain:
        connection = plain.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin(), cursor_of(connection) as cursor:
            cursor.execute("set local timezone to 'UTC'")
            writer = Writer(file)
            if programme_id:
                writer.write("programme", {"id": programme_id})
            _write_keys(cursor, writer)
            for moved in (*OWN, *also):
                for row in read_rows(cursor, moved):
                    writer.write(moved.table, row)
            for submission in _submissions(cursor):
                writer.write("submission", submission)
            writer.end()
            return writer.counts


def _write_keys(cursor: Cursor, writer: Writer) -> None:
    cursor.execute("select name, encode(value, 'hex') from archive.key order by name")
    for name, value in cursor.fetchall():
        writer.write("key", {"name": name, "value": value})
    cursor.execute("select to_jsonb(e)::text from archive.erasure e order by digest")
    for (row,) in cursor.fetchall():
        writer.write("erasure", msgspec.Raw(row.encode()))


def _submissions(cursor: Cursor) -> Iterator[dict[str, Any]]:
    opener = Decompressor().learn(cursor)
    with cursor.connection.cursor(name="submissions") as streamed:
        streamed.execute(
            "select deployment, root_uuid, (to_jsonb(s) - %s::text[])::text from archive.submission s"
            " where state <> 'erased' order by deployment, root_uuid",
            (LOCAL,),
        )
        while rows := streamed.fetchmany(BATCH):
            keys = [(deployment, root) for deployment, root, _ in rows]
            editions = _editions(cursor, keys, opener)
            children = {table: _children(cursor, table, keys) for table in CHILDREN}
            for deployment, root, row in rows:
                key = (deployment, root)
                parts = {table: found.get(key, []) for table, found in children.items()}
                yield {"row": msgspec.Raw(row.encode()), "editions": editions[key]} | parts


def _editions(cursor: Cursor, keys: Sequence[Key], opener: Decompressor) -> Mapping[Key, list[Any]]:
    found: dict[Key, list[Any]] = defaultdict(list)
    cursor.execute(EDITIONS, ([d for d, _ in keys], [r for _, r in keys]))
    for deployment, root, is_current, row, dictionary_id, packed in cursor.fetchall():
        body = opener.open(dictionary_id, packed)
        found[deployment, root].append(
            {"row": msgspec.Raw(row.encode()), "is_current": is_current, "sum": body_sum(body)} | _spelled(body)
        )
    return found


def _spelled(body: bytes) -> dict[str, str]:
    """UTF-8 as it is, which compresses well and can be read; anything else in base 64."""
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"body64": b64encode(body).decode()}


def body_sum(body: bytes) -> str:
    """What proves that a body arrived as it left."""
    return blake2b(body, digest_size=16).hexdigest()


def _children(cursor: Cursor, table: str, keys: Sequence[Key]) -> Mapping[Key, list[Any]]:
    found: dict[Key, list[Any]] = defaultdict(list)
    cursor.execute(
        sql.SQL(
            "select t.deployment, t.root_uuid, (to_jsonb(t) - %s)::text"
            " from unnest(%s::text[], %s::text[]) as v(deployment, root_uuid)"
            " join {} t using (deployment, root_uuid) order by 3"
        ).format(sql.Identifier("archive", table)),
        (CHILDREN[table], [d for d, _ in keys], [r for _, r in keys]),
    )
    for deployment, root, row in cursor.fetchall():
        found[deployment, root].append(msgspec.Raw(row.encode()))
    return found
