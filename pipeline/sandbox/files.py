"""`/files/`: the media of a form: lists of choices, pictures, sounds."""

import base64
import binascii
import hashlib
from typing import Any

import msgspec
from flask import Blueprint, Response, request
from sqlalchemy import Row, delete, insert, select
from sqlalchemy.engine import Connection

from .asset_lookup import find_asset
from .asset_view import file_view
from .context import caller, here, plain_link
from .journal import record
from .names import media_type, new_uid
from .paging import envelope
from .replies import ApiError, json_reply, not_found
from .tables import files

views = Blueprint("files", __name__)
_ALLOWED = ("image", "audio", "video", "text/csv", "application/xml", "application/zip", "application/geo+json")


@views.get("/api/v2/assets/<uid>/files/")
def list_files(uid: str) -> Response:
    """Files in the order they came; ``file_type`` narrows."""
    chosen = select(files).where(files.c.asset_uid == uid).order_by(files.c.number)
    if request.args.get("file_type"):
        chosen = chosen.where(files.c.file_type == request.args["file_type"])
    with here().engine.connect() as connection:
        find_asset(connection, uid, nested=True)
        rows = connection.execute(chosen).all()
    return json_reply(envelope(len(rows), [file_view(row) for row in rows]))


@views.post("/api/v2/assets/<uid>/files/")
def add(uid: str) -> Response:
    """A new file; a name that is there is refused: delete first. Tablets see it after a redeployment."""
    with here().engine.begin() as connection:
        asset, _ = find_asset(connection, uid, "change_asset", nested=True)
        body, filename = _sent()
        mimetype = media_type(filename)
        if not mimetype.startswith(_ALLOWED):
            names = ", ".join(f"`{kind}`" for kind in _ALLOWED)
            raise ApiError(400, {"content": [f"Only {names} MIME types are allowed"]})
        there = select(files.c.uid).where(files.c.asset_uid == uid, files.c.filename == filename)
        if connection.execute(there).first():
            raise ApiError(400, {"content": ["File already exists"]})
        values = {
            "uid": new_uid("af"),
            "asset_uid": uid,
            "username": caller().username,
            "file_type": request.form["file_type"],
            "description": request.form.get("description", ""),
            "filename": filename,
            "md5": hashlib.md5(body, usedforsecurity=False).hexdigest(),
            "mimetype": mimetype,
            "content": body,
            "date_created": here().now(),
        }
        row = connection.execute(insert(files).values(values).returning(files)).one()
        record(connection, asset, "add-media", _event(row))
        return json_reply(file_view(row), 201, plain_link(f"/api/v2/assets/{uid}/files/{row.uid}/"))


def _sent() -> tuple[bytes, str]:
    """Bytes and name of the file in this request."""
    if "file_type" not in request.form:
        raise ApiError(400, {"file_type": ["This field is required."]})
    try:
        said = msgspec.json.decode(request.form.get("metadata") or "{}")
    except msgspec.DecodeError:
        raise ApiError(400, {"metadata": ["JSON is malformed"]}) from None
    if "content" in request.files:
        part = request.files["content"]
        return part.read(), str(said.get("filename") or part.filename)
    encoded = request.form.get("base64Encoded", "").partition("base64,")[2]
    if encoded and said.get("filename"):
        try:
            return base64.b64decode(encoded), str(said["filename"])
        except binascii.Error:
            raise ApiError(400, {"base64Encoded": ["Invalid content"]}) from None
    raise ApiError(400, {"detail": "No files have been submitted"})


def _event(row: Row[Any]) -> dict[str, Any]:
    address = plain_link(f"/api/v2/assets/{row.asset_uid}/files/{row.uid}/content/")
    said = {"uid": row.uid, "filename": row.filename, "md5_hash": f"md5:{row.md5}", "download_url": address}
    return {"asset-file": said}


def _one(connection: Connection, uid: str, file_uid: str) -> Row[Any]:
    chosen = select(files).where(files.c.asset_uid == uid, files.c.uid == file_uid)
    row = connection.execute(chosen).one_or_none()
    if row is None:
        raise not_found()
    return row


@views.get("/api/v2/assets/<uid>/files/<file_uid>/")
def read(uid: str, file_uid: str) -> Response:
    """One file without its bytes."""
    with here().engine.connect() as connection:
        find_asset(connection, uid, nested=True)
        return json_reply(file_view(_one(connection, uid, file_uid)))


@views.put("/api/v2/assets/<uid>/files/<file_uid>/")
def replace(uid: str, file_uid: str) -> Response:
    """There is no replacing; the real server answers with a missing field."""
    with here().engine.connect() as connection:
        find_asset(connection, uid, "change_asset", nested=True)
        _one(connection, uid, file_uid)
    raise ApiError(400, {"file_type": ["This field is required."]})


@views.get("/api/v2/assets/<uid>/files/<file_uid>/content/")
def content(uid: str, file_uid: str) -> Response:
    """The file's bytes."""
    with here().engine.connect() as connection:
        find_asset(connection, uid, nested=True)
        row = _one(connection, uid, file_uid)
    reply = Response(row.content, content_type=row.mimetype)
    reply.headers.set("Content-Disposition", "attachment", filename=row.filename)
    return reply


@views.delete("/api/v2/assets/<uid>/files/<file_uid>/")
def remove(uid: str, file_uid: str) -> Response:
    """The file leaves the asset; tablets keep it until the next redeployment."""
    with here().engine.begin() as connection:
        asset, _ = find_asset(connection, uid, "change_asset", nested=True)
        row = _one(connection, uid, file_uid)
        connection.execute(delete(files).where(files.c.uid == file_uid))
        record(connection, asset, "delete-media", _event(row))
    return Response(b"", 204)
