"""`/data/bulk/` and `duplicate`: many rows edited or deleted at once, one row copied."""

import uuid
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, request
from sqlalchemy import Row, select
from sqlalchemy.engine import Connection

from .context import caller, here
from .data import covers, one_row, readable
from .document import Node, parse
from .journal import record, record_all, submission_event
from .mongo_query import QueryError
from .permissions import Grants
from .replies import ApiError, forbidden, json_reply
from .rows import Wanted, dressed, select_rows
from .store import ConflictError, Filled, receive, remove
from .tables import submissions

views = Blueprint("bulk", __name__)


def payload_of_request() -> dict[str, Any]:
    """The ``payload`` of a bulk request.

    Raises:
        ApiError: 400 without one.
    """
    body = request.get_json(silent=True) or {}
    if "payload" not in body:
        raise ApiError(400, {"payload": ["This field is required."]})
    return dict(body["payload"])


def rows_of_payload(connection: Connection, uid: str, given: Grants, code: str) -> list[Row[Any]]:
    """The rows that ``submission_ids``, ``query`` or ``confirm`` choose.

    Raises:
        ApiError: 403 without the permission; 400 for an unknown id, or for all rows without ``confirm``.
    """
    payload = payload_of_request()
    if not given.covers_some(code):
        raise forbidden()
    ids, query = payload.get("submission_ids"), payload.get("query")
    if not ids and not query and not payload.get("confirm"):
        raise ApiError(400, {"payload": ["Confirmation is required"]})
    asked: dict[str, Any] = {"_id": {"$in": ids}} if ids else query or {}
    try:
        _, rows = select_rows(connection, uid, given, code, Wanted(asked, {}, None, 0, None))
    except QueryError as reason:
        raise ApiError(500) from reason
    if ids and len(rows) != len(set(ids)):
        raise ApiError(400, {"detail": "One or more submission ids are invalid"})
    return rows


@views.delete("/api/v2/assets/<uid>/data/bulk/")
def delete_many(uid: str) -> Response:
    """Rows and their files are gone for good."""
    with here().engine.begin() as connection:
        asset, given, _ = readable(connection, uid)
        rows = rows_of_payload(connection, uid, given, "delete_submissions")
        remove(connection, [row.id for row in rows])
        said = [submission_event(row.root_uuid, row.submitted_by) for row in rows]
        record_all(connection, asset, "delete-submission", said)
    return json_reply({"detail": f"{len(rows)} submissions have been deleted"})


@views.patch("/api/v2/assets/<uid>/data/bulk/")
def edit_many(uid: str) -> Response:
    """Each row becomes a new edition with the given answers; paths the form does not have are taken too."""
    payload = payload_of_request()
    with here().engine.begin() as connection:
        asset, given, form = readable(connection, uid)
        if not given.covers_some("change_submissions"):
            raise forbidden()
        found = _full_rows(connection, uid, payload.get("submission_ids") or [])
        rows = [row for row in found if covers(given, "change_submissions", row)]
        if not rows:
            raise ApiError(400, ["No submissions match the given `submission_ids`"])
        results = [_edit(connection, form, row, payload.get("data") or {}) for row in rows]
        edited = {result["root_uuid"] for result in results if result["root_uuid"]}
        said = [submission_event(row.root_uuid, row.submitted_by) for row in rows if row.root_uuid in edited]
        record_all(connection, asset, "modify-submission", said)
    successes = len(edited)
    counted = {"count": len(results), "successes": successes, "failures": len(results) - successes}
    return json_reply(counted | {"results": results}, 200 if successes else 400)


def _full_rows(connection: Connection, uid: str, ids: list[int]) -> list[Row[Any]]:
    chosen = select(submissions).where(submissions.c.asset_uid == uid, submissions.c.id.in_(ids))
    return list(connection.execute(chosen.order_by(submissions.c.id)))


def _edit(connection: Connection, form: Row[Any], row: Row[Any], answers: dict[str, Any]) -> dict[str, Any]:
    new = str(uuid.uuid4())
    if not form.is_active:
        return {"uuid": new, "root_uuid": None, "status_code": 400, "message": "Form is not active"}
    root = parse(row.xml.encode())
    for path, value in answers.items():
        _put(root, path.split("/"), str(value))
    _put(root, ["meta", "instanceID"], f"uuid:{new}")
    _put(root, ["meta", "deprecatedID"], f"uuid:{row.uuid}")
    _put(root, ["meta", "rootUuid"], f"uuid:{row.root_uuid}")
    try:
        receive(connection, form, Filled(root, written(root), {}), caller().username, here().now())
    except ConflictError as refusal:
        return {"uuid": new, "root_uuid": None, "status_code": refusal.status, "message": str(refusal)}
    return {"uuid": new, "root_uuid": row.root_uuid, "status_code": 201, "message": "Successful submission"}


@views.post("/api/v2/assets/<uid>/data/<key>/duplicate/")
def duplicate(uid: str, key: str) -> Response:
    """A copy with a new instance id, filled now."""
    with here().engine.begin() as connection:
        asset, given, form = readable(connection, uid)
        row = one_row(connection, uid, key, given, "change_submissions")
        if not form.is_active:
            raise ApiError(405, "Form is not active")
        root, new = parse(row.xml.encode()), str(uuid.uuid4())
        meta = root.child("meta") or Node("meta", {})
        meta.children = [node for node in meta.children if node.name not in {"deprecatedID", "rootUuid"}]
        _put(root, ["meta", "instanceID"], f"uuid:{new}")
        filled_at = here().now().isoformat(timespec="milliseconds")
        for name in ("start", "end"):
            if root.child(name):
                _put(root, [name], filled_at)
        stored = receive(connection, form, Filled(root, written(root), {}), caller().username, here().now())
        record(connection, asset, "add-submission", submission_event(new, caller().username))
        return json_reply(dressed(connection, [stored.row])[0], 201)


def _put(root: Node, path: list[str], value: str) -> None:
    """The element at ``path`` holds ``value``; missing ones are made."""
    node = root
    for name in path:
        found = next((child for child in node.children if child.name == name), None)
        if found is None:
            found = Node(name, {})
            node.children.append(found)
        node = found
    node.text = value


def written(node: Node) -> bytes:
    """The element as XML."""
    return _text(node).encode()


def _text(node: Node) -> str:
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in node.attributes.items())
    inner = "".join(_text(child) for child in node.children) if node.children else escape(node.text)
    return f"<{node.name}{attributes}>{inner}</{node.name}>"
