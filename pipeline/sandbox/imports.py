"""`/imports/`: an XLSForm becomes an asset, or the new version of one; outcome by polling."""

import base64
import binascii
import re
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from .accounts import ANONYMOUS
from .asset_lookup import find_asset
from .asset_store import make_asset, replace_content
from .content import ImportRefusedError, content_of_sheets, read_workbook
from .context import caller, here, plain_link, stamp
from .journal import record
from .names import new_uid
from .replies import ApiError, json_reply, not_found, unauthenticated
from .tables import assets, imports

views = Blueprint("imports", __name__)


@views.post("/api/v2/imports/")
def create() -> Response:
    """Always 201 and ``processing``, even for an empty request: what went wrong only the poll tells."""
    if caller() is ANONYMOUS:
        raise unauthenticated()
    uid = new_uid("i")
    status = "complete"
    with here().engine.begin() as connection:
        try:
            with connection.begin_nested():
                messages = _run(connection)
        except ImportRefusedError as refusal:
            status, messages = "error", {"error": str(refusal), "error_type": refusal.kind}
        except ApiError:
            said = "You do not have permission to perform this action."
            status, messages = "error", {"error": said, "error_type": "PermissionDenied"}
        values = {"uid": uid, "owner": caller().username, "status": status, "messages": messages}
        connection.execute(insert(imports).values(values | {"date_created": here().now()}))
    return json_reply({"uid": uid, "url": plain_link(f"/api/v2/imports/{uid}/"), "status": "processing"}, 201)


@views.get("/api/v2/imports/<uid>/")
def poll(uid: str) -> Response:
    """What became of it: 200 also for an error."""
    chosen = select(imports).where(imports.c.uid == uid, imports.c.owner == caller().username)
    with here().engine.connect() as connection:
        row = connection.execute(chosen).one_or_none()
    if row is None:
        raise not_found()
    said = {"status": row.status, "uid": row.uid, "messages": row.messages}
    return json_reply(said | {"date_created": stamp(row.date_created)})


def _run(connection: Connection) -> dict[str, Any]:
    body, filename = _workbook()
    content = content_of_sheets(read_workbook(body))
    title = content["settings"].pop("form_title", None)
    destination = str(request.form.get("destination", "")).split("?")[0].rstrip("/").rpartition("/")[2]
    if destination:
        return _into(connection, destination, content, title)
    name = title or request.form.get("name") or filename
    kind = _kind(content)
    if kind == "survey" and not content["settings"]:
        content["settings"].setdefault("id_string", re.sub(r"\W+", "_", filename or name))
    uid = make_asset(connection, name, kind, content, None)
    return {"created": [_said(connection, uid)]}


def _kind(content: dict[str, Any]) -> str:
    """Leaving out ``library=false`` makes a library item, which cannot be deployed: the real server's trap."""
    if request.form.get("library") in {"false", "False"}:
        return "survey"
    return "question" if len(content["survey"]) == 1 else "block"


def _into(connection: Connection, uid: str, content: dict[str, Any], title: str | None) -> dict[str, Any]:
    asset, _ = find_asset(connection, uid, "change_asset")
    name = title or request.form.get("name") or asset.name
    version = replace_content(connection, asset, name, content)
    logged = {
        "source": request.headers.get("User-Agent", ""),
        "asset_id": asset.number,
        "new_name": name,
        "old_name": asset.name,
        "asset_uid": uid,
        "ip_address": request.remote_addr or "",
        "project_owner": asset.owner,
        "latest_version_uid": version,
    }
    record(connection, asset, "replace-form", {"latest_version_uid": version})
    return {"updated": [_said(connection, uid)], "audit_logs": [logged]}


def _said(connection: Connection, uid: str) -> dict[str, Any]:
    asset = connection.execute(select(assets).where(assets.c.uid == uid)).one()
    return {"uid": uid, "kind": "asset", "summary": asset.summary, "owner__username": asset.owner}


def _workbook() -> tuple[bytes, str]:
    """The bytes and a name for want of a better one."""
    if "file" in request.files:
        part = request.files["file"]
        return part.read(), (part.filename or "").rpartition(".")[0]
    encoded = request.form.get("base64Encoded", "").partition("base64,")[2]
    if encoded:
        try:
            return base64.b64decode(encoded), ""
        except binascii.Error:
            raise ImportRefusedError("Error", "Incorrect padding") from None
    raise ImportRefusedError("ValidationError", "Nothing to import: no file, no base64Encoded")
