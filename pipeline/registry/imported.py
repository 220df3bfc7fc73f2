"""Rows of lists the office already had: recorded facts, of which the latest edition counts."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import distinct_on

from .rows import copy_rows
from .tables import instant, metadata, text

imported_row = sa.Table(
    "imported_row",
    metadata,
    *text("family", "source", "kind", "key", key=True),
    sa.Column("edition", sa.BigInteger, primary_key=True, autoincrement=False),
    *text("root_uuid", "rows", "file", "imported_by"),
    sa.Column("first_row", sa.Integer, nullable=False),
    instant("imported_at"),
    sa.Column("run_id", sa.Uuid),
    sa.Index("imported_row_of", "root_uuid"),
    schema="registry",
)


class ImportedRow(NamedTuple):
    """What one list says of one person or plan.

    Attributes:
        family: ``persons`` or ``plans``; lists of groups and of plans speak of the same plans.
        root_uuid: what takes the place of a submission's; says nothing of the key.
        told: one mapping a row of the sheet: path of the question → answer.
        first_row: number of its first row in the sheet.
    """

    family: str
    source: str
    kind: str
    key: str
    edition: int
    root_uuid: str
    told: tuple[Mapping[str, Any], ...]
    file: str
    imported_by: str
    first_row: int
    imported_at: datetime


def put_rows(connection: Connection, rows: Iterable[ImportedRow], run_id: UUID | None) -> tuple[ImportedRow, ...]:
    """Those whose content is new are kept, each as the next edition of its key; the others write nothing.

    Args:
        rows: of one source and kind; ``edition`` is not looked at.
    """
    wanted = tuple(rows)
    held = {_place(one): one for one in read_rows(connection, {one.root_uuid for one in wanted})}
    new = []
    for one in wanted:
        before = held.get(_place(one))
        if before is None or before.told != one.told:
            new.append(one._replace(edition=before.edition + 1 if before else 1))
    copy_rows(connection, imported_row, [_stored(one, run_id) for one in new])
    return tuple(new)


def read_rows(connection: Connection, roots: Collection[str] | None = None) -> Iterator[ImportedRow]:
    """The latest edition of each, sorted; of these root uuids, or all."""
    c = imported_row.c
    key = (c.family, c.source, c.kind, c.key)
    query = select(imported_row).ext(distinct_on(*key)).order_by(*key, c.edition.desc())
    if roots is not None:
        query = query.where(c.root_uuid == sa.any_(sa.literal(sorted(roots), sa.ARRAY(sa.Text))))
    for row in connection.execute(query):
        yield ImportedRow(
            row.family, row.source, row.kind, row.key, row.edition, row.root_uuid, read_told(row.rows), row.file,
            row.imported_by, row.first_row, row.imported_at,
        )  # fmt: skip


def editions(connection: Connection) -> dict[str, tuple[str, int]]:
    """Family and number of editions by root uuid: what changes with every import that says something new."""
    c = imported_row.c
    query = select(c.root_uuid, c.family, sa.func.count()).group_by(c.root_uuid, c.family)
    return {root: (family, count) for root, family, count in connection.execute(query)}


def write_told(told: Iterable[Mapping[str, Any]]) -> str:
    """As JSON: a list of rows, each a list of [path, type, value]."""
    return json.dumps([[[path, *_typed(row[path])] for path in sorted(row)] for row in told], ensure_ascii=False)


def read_told(written: str) -> tuple[Mapping[str, Any], ...]:
    """What ``write_told`` wrote."""
    return tuple({path: _read(kind, value) for path, kind, value in row} for row in json.loads(written))


def _read(kind: str, value: Any) -> Any:
    match kind:
        case "date":
            return date.fromisoformat(value)
        case "decimal":
            return Decimal(value)
        case "choices":
            return tuple(value)
    return value


def _typed(value: Any) -> tuple[str, Any]:
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, Decimal):
        return "decimal", str(value)
    if isinstance(value, tuple):
        return "choices", list(value)
    return "plain", value


def _place(one: ImportedRow) -> tuple[str, str, str, str]:
    return one.family, one.source, one.kind, one.key


def _stored(one: ImportedRow, run_id: UUID | None) -> tuple[Any, ...]:
    head = (*_place(one), one.edition, one.root_uuid, write_told(one.told), one.file, one.imported_by)
    return (*head, one.first_row, one.imported_at, run_id)
