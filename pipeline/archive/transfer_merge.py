"""Merges submissions out of a file: editions join, the side that changed last says how a submission stands."""

import uuid
from base64 import b64decode
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from psycopg import sql

from ..errors import SetupError
from .bodies import Compressor
from .erasure import refused
from .inserting import EDITION, EDITION_TYPES, numbers
from .transaction import Cursor
from .transfer_out import body_sum

Key = tuple[str, str]
EditionKey = tuple[str, str, str]
"""(instance id, content hash, received at): what an edition is in any database."""

HELD = """select s.deployment, s.root_uuid, s.state, s.changed_at,
 coalesce(e.edition_id, 0), e.instance_id, to_jsonb(e.content_hash) #>> '{}', to_jsonb(e.received_at) #>> '{}'
 from unnest(%s::text[], %s::text[]) as v(deployment, root_uuid)
 join archive.submission s using (deployment, root_uuid)
 left join lateral (select * from archive.edition where edition_id = s.first_edition_id
 union all select * from archive.edition l where is_later and l.root_uuid = s.root_uuid
 and l.deployment = s.deployment) e on true"""
UPSERT = """insert into archive.submission as ours ({names})
 select {names} from jsonb_populate_recordset(null::archive.submission, %s::jsonb)
 on conflict (deployment, root_uuid) do update set {sets} where excluded.changed_at > ours.changed_at"""
TOMBSTONES = """update archive.tombstone t set restored_at = v.restored_at, restored_run = v.restored_run
 from jsonb_populate_recordset(null::archive.tombstone, %s::jsonb) v where t.restored_at is null
 and v.restored_at is not null and t.root_uuid = v.root_uuid and t.deployment = v.deployment
 and t.deleted_at = v.deleted_at"""
CHILDREN = {
    "status_history": ("deployment", "root_uuid", "code", "by_whom", "at", "is_ours", "seen_at"),
    "tombstone": ("deployment", "root_uuid", "deleted_at"),
    "attachment": ("deployment", "root_uuid", "attachment_id"),
    "pending_deletion": ("deployment", "root_uuid"),
}
"""What hangs on a submission, with the columns that say whether a row is here already."""


class Merger:
    """Merges batches inside one transaction; ``rows`` counts what hangs on submissions and was new here."""

    def __init__(self, cursor: Cursor, name: str) -> None:
        self._cursor, self._name = cursor, name
        self._compressors: dict[str, Compressor] = {}
        self.rows = 0

    def merge(self, submissions: Sequence[Any]) -> tuple[int, int, int]:
        """(submissions new or newer, editions new, submissions refused) of a batch.

        Raises:
            SetupError: a body is not what it was when it was exported.
        """
        held = _held(self._cursor, [_key(s) for s in submissions])
        barred = refused(self._cursor, {s["row"]["root_uuid"] for s in submissions})
        barred |= {root for (_, root), h in held.items() if h.is_erased}
        wanted = [s for s in submissions if s["row"]["root_uuid"] not in barred]
        editions = self._insert_editions(wanted, held)
        newer = [s for s in wanted if _is_newer(s, held.get(_key(s)))]
        count = self._upsert(newer, held)
        self._merge_children(wanted, newer)
        return count, editions, len(submissions) - len(wanted)

    def _insert_editions(self, submissions: Sequence[Any], held: dict[Key, "_Held"]) -> int:
        """Editions that are not here get numbers of this database; ``held`` knows them afterwards."""
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        count = 0
        for submission in submissions:
            key = _key(submission)
            mine = held.setdefault(key, _Held())
            new = [e for e in submission["editions"] if _edition_key(e) not in mine.editions]
            for number, edition in zip(numbers(self._cursor, len(new)), new, strict=True):
                is_later = bool(mine.editions)
                mine.editions[_edition_key(edition)] = number
                rows[key[0]].append((number, key, edition["row"], is_later, self._body(edition)))
            count += len(new)
        for deployment, found in rows.items():
            self._copy(deployment, found)
        return count

    def _copy(self, deployment: str, rows: Sequence[tuple[Any, ...]]) -> None:
        compressor = self._compressors.setdefault(deployment, Compressor(deployment))
        dictionary_id = compressor.prepare(self._cursor, [body for *_, body in rows])
        with self._cursor.copy(EDITION) as copy:
            copy.set_types(EDITION_TYPES.split())
            for number, key, row, is_later, body in rows:
                # fmt: off
                copy.write_row((
                    number, *key, row["instance_id"], row["server_id"], row["form_version"],
                    _instant(row["submitted_at"]), row["submitted_by"], _instant(row["received_at"]),
                    uuid.UUID(row["run_id"]) if row["run_id"] else None, row["body_format"], row["encrypted"],
                    bytes.fromhex(row["content_hash"][2:]), is_later, dictionary_id, compressor.compress(body),
                ))
                # fmt: on

    def _body(self, edition: Any) -> bytes:
        body: bytes = b64decode(edition["body64"]) if "body64" in edition else edition["body"].encode()
        if body_sum(body) != edition["sum"]:
            raise SetupError(self._name, "a body in it is damaged; nothing was imported.", "Copy or export it again.")
        return body

    def _upsert(self, submissions: Sequence[Any], held: dict[Key, "_Held"]) -> int:
        rows = []
        for submission, number in zip(submissions, numbers(self._cursor, len(submissions)), strict=True):
            mine = held[_key(submission)]
            current = next(e for e in submission["editions"] if e["is_current"])
            ids = {
                "edition_id": mine.editions[_edition_key(current)],
                "first_edition_id": min(mine.editions.values()),
                "changed_seq": number,
            }
            rows.append(submission["row"] | ids)
        if not rows:
            return 0
        names = sorted(rows[0])
        sets = [n for n in names if n not in ("deployment", "root_uuid", "first_edition_id")]
        query = sql.SQL(UPSERT).format(
            names=sql.SQL(", ").join(map(sql.Identifier, names)),
            sets=sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(n)) for n in sets),
        )
        self._cursor.execute(query, (_json(rows),))
        return self._cursor.rowcount

    def _merge_children(self, submissions: Sequence[Any], newer: Sequence[Any]) -> None:
        for table, key in CHILDREN.items():
            # Who waits for a person's word is part of how the submission stands: the newer side knows.
            source = newer if table == "pending_deletion" else submissions
            rows = [row for s in source for row in s[table]]
            if rows:
                self._insert_children(table, key, rows)
        if tombstones := [row for s in submissions for row in s["tombstone"]]:
            self._cursor.execute(TOMBSTONES, (_json(tombstones),))
            self.rows += self._cursor.rowcount

    def _insert_children(self, table: str, key: Sequence[str], rows: Sequence[Any]) -> None:
        same = (sql.SQL("t.{0} is not distinct from v.{0}").format(sql.Identifier(column)) for column in key)
        names = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
        self._cursor.execute(
            sql.SQL(
                "insert into {table} ({names}) select {names} from jsonb_populate_recordset(null::{table}, %s::jsonb) v"
                " where not exists (select from {table} t where {same})"
            ).format(table=sql.Identifier("archive", table), names=names, same=sql.SQL(" and ").join(same)),
            (_json(rows),),
        )
        self.rows += self._cursor.rowcount


@dataclass(slots=True)
class _Held:
    """What this database holds of a submission; ``changed_at`` is None where it holds nothing."""

    changed_at: datetime | None = None
    is_erased: bool = False
    editions: dict[EditionKey, int] = field(default_factory=dict)


def _held(cursor: Cursor, keys: Sequence[Key]) -> dict[Key, _Held]:
    held: dict[Key, _Held] = {}
    cursor.execute(HELD, ([d for d, _ in keys], [r for _, r in keys]))
    for deployment, root, state, changed_at, edition_id, *edition_key in cursor.fetchall():
        mine = held.setdefault((deployment, root), _Held(changed_at, state == "erased"))
        if edition_id:
            instance_id, content_hash, received_at = edition_key
            mine.editions[instance_id, content_hash, received_at] = edition_id
    return held


def _is_newer(submission: Any, held: _Held | None) -> bool:
    changed_at = _instant(submission["row"]["changed_at"])
    return held is None or held.changed_at is None or (changed_at is not None and changed_at > held.changed_at)


def _key(submission: Any) -> Key:
    return submission["row"]["deployment"], submission["row"]["root_uuid"]


def _edition_key(edition: Any) -> EditionKey:
    row = edition["row"]
    return row["instance_id"], row["content_hash"], row["received_at"]


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _json(rows: Sequence[Any]) -> str:
    return msgspec.json.encode(rows).decode()
