"""Rows of the data list: chosen by query, sorted, cut to a page, dressed with their attachments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.engine import Connection

from .context import plain_link
from .mongo_query import Test, compile_query, narrowing
from .names import bare_uuid
from .permissions import Grants
from .tables import attachments, submissions

_ALWAYS = ("_id", "_uuid", "meta/rootUuid", "_validation_status")
_COLUMNS = [column for column in submissions.c if column.name not in {"xml", "xml_hash"}]
_ID_COMPARISONS = {"$gt": "__gt__", "$gte": "__ge__", "$lt": "__lt__", "$lte": "__le__"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request to the data list; ``sort`` by key, 1 up and -1 down; ``fields`` None = all."""

    query: Mapping[str, Any]
    sort: Mapping[str, int]
    fields: Sequence[str] | None
    start: int
    limit: int | None


def select_rows(
    connection: Connection, asset_uid: str, given: Grants, code: str, wanted: Wanted
) -> tuple[int, list[Row[Any]]]:
    """How many rows match for this account, and those of the page, as they are stored.

    Raises:
        QueryError: the query makes the real server fail.
    """
    test = compile_query(wanted.query)
    clauses, is_exact = _clauses(asset_uid, wanted.query)
    by_id = not wanted.sort or list(wanted.sort) == ["_id"]
    if is_exact and by_id and given.allows(code):
        return _page_in_database(connection, clauses, wanted)
    allowed = _allowed(given, code)
    chosen = select(*_COLUMNS).where(and_(*clauses)).order_by(submissions.c.id)
    found = [(document(row), row) for row in connection.execute(chosen)]
    kept = [pair for pair in found if test(pair[0]) and allowed(pair[0])]
    for key, direction in reversed(list(wanted.sort.items())):
        kept.sort(key=lambda pair: _sort_key(pair[0].get(key)), reverse=direction == -1)
    stop = None if wanted.limit is None else wanted.start + wanted.limit
    return len(kept), [row for _, row in kept[wanted.start : stop]]


def _page_in_database(
    connection: Connection, clauses: list[ColumnElement[bool]], wanted: Wanted
) -> tuple[int, list[Row[Any]]]:
    count = connection.execute(select(func.count()).select_from(submissions).where(*clauses)).scalar_one()
    order = submissions.c.id.desc() if wanted.sort.get("_id") == -1 else submissions.c.id
    page = select(*_COLUMNS).where(*clauses).order_by(order).offset(wanted.start).limit(wanted.limit)
    return count, list(connection.execute(page))


def _allowed(given: Grants, code: str) -> Test:
    """Whether a row is covered: all are, or those of a partial permission's filters."""
    if given.allows(code):
        return lambda row: True
    tests = [compile_query(one) for one in given.partial.get(code, [])]
    return lambda row: any(test(row) for test in tests)


def _sort_key(value: Any) -> tuple[int, Any]:
    """Absent before numbers before text, as the real server's database sorts."""
    if value is None:
        return (0, 0)
    return (1, value) if isinstance(value, int | float) else (2, str(value))


def _clauses(asset_uid: str, query: Any) -> tuple[list[ColumnElement[bool]], bool]:
    """Conditions the database can judge, and whether they are the whole query."""
    clauses: list[ColumnElement[bool]] = [submissions.c.asset_uid == asset_uid]
    narrowed = narrowing(query)
    is_exact = len(narrowed) == len(query)
    for key, value in narrowed.items():
        clause = _id_clause(value) if key == "_id" else _uuid_clause(key, value)
        is_exact = is_exact and clause is not None
        if clause is not None:
            clauses.append(clause)
    return clauses, is_exact


def _id_clause(value: Any) -> ColumnElement[bool] | None:
    if isinstance(value, int):
        return submissions.c.id == value
    if not isinstance(value, dict):
        return None
    parts: list[ColumnElement[bool]] = []
    for name, argument in value.items():
        if name in _ID_COMPARISONS and type(argument) is int:
            parts.append(getattr(submissions.c.id, _ID_COMPARISONS[name])(argument))
        elif name == "$in" and isinstance(argument, list) and all(type(one) is int for one in argument):
            parts.append(submissions.c.id.in_(argument))
        else:
            return None
    return and_(*parts) if parts else None


def _uuid_clause(key: str, value: Any) -> ColumnElement[bool] | None:
    column = submissions.c.uuid if key == "_uuid" else submissions.c.root_uuid
    wanted = value.get("$in") if isinstance(value, dict) and list(value) == ["$in"] else [value]
    if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
        return None
    prefix = "" if key == "_uuid" else "uuid:"
    return column.in_([bare_uuid(one) for one in wanted if one.startswith(prefix)])


def find_one(connection: Connection, asset_uid: str, key: str) -> Row[Any] | None:
    """A row by ``_id``, by its root uuid or by its current uuid; a superseded uuid finds nothing."""
    by_uuid = or_(submissions.c.root_uuid == bare_uuid(key), submissions.c.uuid == bare_uuid(key))
    chosen = submissions.c.id == int(key) if key.isdigit() else by_uuid
    return connection.execute(select(submissions).where(submissions.c.asset_uid == asset_uid, chosen)).first()


def document(row: Row[Any], files: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """One row as the data list shows it, keys in the real server's order."""
    made: dict[str, Any] = {"_id": row.id, **msgspec.json.decode(row.answers)}
    made["_xform_id_string"] = row.asset_uid
    made["_uuid"] = row.uuid
    made.setdefault("meta/rootUuid", f"uuid:{row.root_uuid}")
    made["_attachments"] = list(files)
    made["_status"] = "submitted_via_web"
    made["_geolocation"] = row.geolocation
    made["_submission_time"] = row.submitted_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    made["_validation_status"] = row.status
    made["_submitted_by"] = row.submitted_by
    return made


def dressed(
    connection: Connection, rows: Sequence[Row[Any]], fields: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """Rows with their attachments, cut to ``fields``."""
    with_files = fields is None or "_attachments" in fields
    files = _files_of(connection, rows, fields) if with_files else {}
    documents = [document(row, files.get(row.id, ())) for row in rows]
    if fields is None:
        return documents
    kept = [*fields, *_ALWAYS]
    if "_validation_status" not in fields:
        # Quirk of the real server: unless it is asked for by name, the status is there and always empty.
        documents = [made | {"_validation_status": {}} for made in documents]
    return [{key: made[key] for key in dict.fromkeys(kept) if key in made} for made in documents]


def _files_of(
    connection: Connection, rows: Sequence[Row[Any]], fields: Sequence[str] | None
) -> dict[int, list[dict[str, Any]]]:
    columns = [column for column in attachments.c if column.name not in {"content", "sha256"}]
    named = attachments.c.question.is_not(None)
    chosen = select(*columns).where(attachments.c.submission_id.in_([row.id for row in rows]), named)
    assets = {row.id: row.asset_uid for row in rows}
    found: dict[int, list[dict[str, Any]]] = {}
    for file in connection.execute(chosen.order_by(attachments.c.number)):
        found.setdefault(file.submission_id, []).append(_file_view(assets[file.submission_id], file, fields))
    return found


def _file_view(asset_uid: str, file: Row[Any], fields: Iterable[str] | None) -> dict[str, Any]:
    base = plain_link(f"/api/v2/assets/{asset_uid}/data/{file.submission_id}/attachments/{file.uid}/")
    made = {
        "download_url": base,
        "mimetype": file.mimetype,
        "filename": file.filename,
        "media_file_basename": file.basename,
        "uid": file.uid,
        "is_deleted": file.is_deleted,
    }
    if file.mimetype.startswith("image/"):
        made |= {f"download_{size}_url": f"{base}{size}/" for size in ("large", "medium", "small")}
    # Without the media question among `fields` the real server no longer knows whose file it is.
    is_known = fields is None or file.question.partition("[")[0].partition("/")[0] in {
        f.partition("/")[0] for f in fields
    }
    return made | {"question_xpath": file.question if is_known else ""}
