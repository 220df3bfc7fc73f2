"""Validation statuses: one row, many rows, none."""

from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import Row, update
from sqlalchemy.engine import Connection

from .bulk import payload_of_request, rows_of_payload
from .context import caller, here
from .data import one_row, readable
from .journal import record_all, submission_event
from .replies import ApiError, json_reply
from .tables import submissions

views = Blueprint("statuses", __name__)
LABELS = {
    "validation_status_approved": "Approved",
    "validation_status_not_approved": "Not Approved",
    "validation_status_on_hold": "On Hold",
}
_ONE = "/api/v2/assets/<uid>/data/<key>/validation_status/"
_MANY = "/api/v2/assets/<uid>/data/validation_statuses/"


def _status(code: Any) -> dict[str, Any]:
    if code not in LABELS:
        raise ApiError(400, {"detail": f"Invalid validation status: `{code}`"})
    moment = int(here().now().timestamp())
    return {"timestamp": moment, "uid": code, "by_whom": caller().username, "label": LABELS[code]}


def _set(connection: Connection, asset: Row[Any], rows: list[Row[Any]], status: dict[str, Any]) -> None:
    """The rows have the status, and the history names it by its label."""
    ids = [row.id for row in rows]
    connection.execute(update(submissions).where(submissions.c.id.in_(ids)).values(status=status))
    label = status.get("label", "None")
    said = [submission_event(row.root_uuid, row.submitted_by, status=label) for row in rows]
    record_all(connection, asset, "modify-submission", said)


@views.get(_ONE)
def read(uid: str, key: str) -> Response:
    """The row's status; ``{}`` for none."""
    with here().engine.connect() as connection:
        _, given, _ = readable(connection, uid)
        return json_reply(one_row(connection, uid, key, given, "view_submissions").status)


@views.patch(_ONE)
def change(uid: str, key: str) -> Response:
    """The row has the status; on an archived form the real server fails."""
    with here().engine.begin() as connection:
        asset, given, form = readable(connection, uid)
        row = one_row(connection, uid, key, given, "validate_submissions")
        if not form.is_active:
            raise ApiError(500)
        body = request.get_json(silent=True) if request.is_json else request.form
        status = _status((body or {}).get("validation_status.uid"))
        _set(connection, asset, [row], status)
    return json_reply(status)


@views.delete(_ONE)
def clear(uid: str, key: str) -> Response:
    """The row has no status any more."""
    with here().engine.begin() as connection:
        asset, given, _ = readable(connection, uid)
        row = one_row(connection, uid, key, given, "validate_submissions")
        _set(connection, asset, [row], {})
    return Response(b"", 204)


@views.route(_MANY, methods=["PATCH", "DELETE"])
def change_many(uid: str) -> Response:
    """Many rows at once; one unknown id refuses all.

    PATCH and DELETE are one in kpi 2.026.33 (set_instance_validation_statuses): either sets the status it names, and a
    name that is none, such as null, takes the status away.
    """
    with here().engine.begin() as connection:
        asset, given, _ = readable(connection, uid)
        rows = rows_of_payload(connection, uid, given, "validate_submissions")
        payload = payload_of_request()
        if "validation_status.uid" not in payload:
            raise ApiError(400, {"payload": ["`validation_status.uid` is required"]})
        code = payload["validation_status.uid"]
        _set(connection, asset, rows, _status(code) if code in LABELS else {})
    return json_reply({"detail": f"{len(rows)} submissions have been updated"})
