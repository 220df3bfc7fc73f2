"""Files of submissions over HTTP: by id, by question, in any size; and many to the trash."""

from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import Row, select, update
from sqlalchemy.engine import Connection

from .asset_lookup import find_asset
from .context import here
from .data import one_row, readable
from .journal import record_all
from .names import bare_uuid
from .replies import ApiError, json_reply, not_found
from .tables import attachments, submissions

views = Blueprint("attachments", __name__)
_SIZES = {"small", "medium", "large", "original"}


@views.get("/api/v2/assets/<uid>/data/<key>/attachments/")
def by_question(uid: str, key: str) -> Response:
    """The file under the question that ``xpath`` names."""
    if "xpath" not in request.args:
        raise ApiError(400, {"detail": "`xpath` query parameter is required"})
    return _file(uid, key, attachments.c.question == request.args["xpath"])


@views.get("/api/v2/assets/<uid>/data/<key>/attachments/<file_uid>/")
@views.get("/api/v2/assets/<uid>/data/<key>/attachments/<file_uid>/<size>/")
def by_uid(uid: str, key: str, file_uid: str, size: str = "original") -> Response:
    """One file; the sandbox makes no thumbnails and sends the original for every size."""
    if size not in _SIZES:
        raise not_found()
    return _file(uid, key, attachments.c.uid == file_uid)


def _file(uid: str, key: str, chosen: Any) -> Response:
    with here().engine.connect() as connection:
        _, given, _ = readable(connection, uid)
        row = one_row(connection, uid, key, given, "view_submissions")
        # Hidden and trashed files are as missing as those that never were.
        there = attachments.c.question.is_not(None), ~attachments.c.is_deleted
        query = select(attachments).where(attachments.c.submission_id == row.id, chosen, *there)
        file = connection.execute(query).first()
    if file is None:
        raise not_found()
    is_shown = file.mimetype.partition("/")[0] in {"image", "audio", "video"}
    reply = Response(file.content, content_type=file.mimetype)
    reply.headers.set("Content-Disposition", "inline" if is_shown else "attachment", filename=file.basename)
    return reply


@views.delete("/api/v2/assets/<uid>/attachments/bulk/")
def trash(uid: str) -> Response:
    """The files of these submissions go to the trash; the rows keep an entry that says so."""
    body = request.get_json(silent=True) or {}
    roots = [bare_uuid(str(one)) for one in body.get("submission_root_uuids", [])]
    with here().engine.begin() as connection:
        asset, _ = find_asset(connection, uid, "change_submissions", "delete_submissions", nested=True)
        gone = _to_trash(connection, uid, roots)
        record_all(connection, asset, "in-trash", [{"attachment_uid": row.uid} for row in gone])
    return json_reply({"message": f"{len(gone)} attachments deleted"}, 202)


def _to_trash(connection: Connection, uid: str, roots: list[str]) -> list[Row[Any]]:
    of_these = select(submissions.c.id).where(submissions.c.asset_uid == uid, submissions.c.root_uuid.in_(roots))
    moved = update(attachments).where(
        attachments.c.submission_id.in_(of_these), attachments.c.question.is_not(None), ~attachments.c.is_deleted
    )
    return list(connection.execute(moved.values(is_deleted=True).returning(attachments.c.uid)))
