"""`/deployment/`: a version goes live, is archived, or is replaced by the current one."""

import hashlib
from datetime import UTC
from typing import Any

import msgspec
from flask import Blueprint, Response, request
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.engine import Connection

from .asset_lookup import find_asset, form_of
from .asset_view import whole_view
from .context import here
from .journal import record
from .names import new_form_uuid
from .replies import ApiError, json_reply, not_found
from .tables import assets, files, forms, media, versions
from .xform import FormRefusedError, compile_form

views = Blueprint("deployment", __name__)


def _view(connection: Connection, uid: str) -> Response:
    asset, given = find_asset(connection, uid, nested=True)
    form = form_of(connection, uid)
    if form is None:
        raise not_found()
    said = {"backend": "openrosa", "active": form.is_active, "version_id": form.version_uid}
    return json_reply(said | {"asset": whole_view(connection, asset, given)})


@views.get("/api/v2/assets/<uid>/deployment/")
def read(uid: str) -> Response:
    """The deployment; 404 before the first."""
    with here().engine.connect() as connection:
        return _view(connection, uid)


@views.post("/api/v2/assets/<uid>/deployment/")
def deploy(uid: str) -> Response:
    """The first deployment; ``active`` is false unless said: the form is then archived at once."""
    body = request.get_json(silent=True) or {}
    with here().engine.begin() as connection:
        asset, _ = find_asset(connection, uid, "change_asset", nested=True)
        if form_of(connection, uid) is not None:
            raise ApiError(405, {"detail": "Use PATCH to update an existing deployment"})
        if asset.asset_type != "survey":
            raise ApiError(500)
        values = _compiled(connection, asset, new_form_uuid())
        values |= {"asset_uid": uid, "owner": asset.owner, "is_active": bool(body.get("active", False))}
        connection.execute(insert(forms).values(values))
        _went_live(connection, asset)
        record(connection, asset, "deploy", _versions(asset))
        return _view(connection, uid)


@views.patch("/api/v2/assets/<uid>/deployment/")
def change(uid: str) -> Response:
    """With the current ``version_id`` it redeploys; without one it only archives or unarchives."""
    body = request.get_json(silent=True) or {}
    with here().engine.begin() as connection:
        asset, _ = find_asset(connection, uid, "change_asset", nested=True)
        form = form_of(connection, uid)
        if form is None:
            raise not_found()
        if "version_id" in body:
            if body["version_id"] != asset.version_uid:
                # Rolling back is not implemented on the real server: any other version is an HTML 500.
                raise ApiError(500)
            values = _compiled(connection, asset, form.uuid)
            connection.execute(update(forms).where(forms.c.pk == form.pk).values(values))
            _went_live(connection, asset)
            record(connection, asset, "redeploy", _versions(asset))
        if "active" in body and bool(body["active"]) != form.is_active:
            active = bool(body["active"])
            connection.execute(update(forms).where(forms.c.pk == form.pk).values(is_active=active))
            record(connection, asset, "unarchive" if active else "archive", _versions(asset))
        return _view(connection, uid)


def _versions(asset: Row[Any]) -> dict[str, Any]:
    return {"latest_version_uid": asset.version_uid, "latest_deployed_version_uid": asset.version_uid}


def _compiled(connection: Connection, asset: Row[Any], form_uuid: str) -> dict[str, Any]:
    """The form's columns for the asset's current version."""
    version = connection.execute(select(versions).where(versions.c.uid == asset.version_uid)).one()
    text = f"{version.number} ({version.date_made.astimezone(UTC):%Y-%m-%d %H:%M:%S})"
    content = msgspec.json.decode(version.content)
    try:
        xform = compile_form(content, asset.uid, asset.name, form_uuid, (version.uid, text))
    except FormRefusedError as refusal:
        raise ApiError(400, {"error": str(refusal)}) from refusal
    return {
        "uuid": form_uuid,
        "version_uid": version.uid,
        "version_text": text,
        "title": asset.name,
        "xform": xform,
        "xform_hash": hashlib.md5(xform.encode(), usedforsecurity=False).hexdigest(),
    }


def _went_live(connection: Connection, asset: Row[Any]) -> None:
    """Dates move, and the tablets' manifest now holds the files the asset has."""
    now = here().now()
    live = update(versions).where(versions.c.uid == asset.version_uid).values(date_deployed=now)
    connection.execute(live)
    moved = update(assets).where(assets.c.uid == asset.uid).values(date_deployed=now, date_modified=now)
    connection.execute(moved)
    form = form_of(connection, asset.uid)
    if form is not None:
        _copy_media(connection, asset.uid, form.pk)


def _copy_media(connection: Connection, asset_uid: str, form_pk: int) -> None:
    """Unchanged files keep their address; a changed one gets a new one."""
    wanted = {
        (row.filename, row.md5): row
        for row in connection.execute(select(files).where(files.c.asset_uid == asset_uid).order_by(files.c.number))
    }
    there = connection.execute(
        select(media.c.pk, media.c.filename, media.c.md5).where(media.c.form_pk == form_pk)
    ).all()
    gone = [row.pk for row in there if (row.filename, row.md5) not in wanted]
    connection.execute(delete(media).where(media.c.pk.in_(gone)))
    kept = {(row.filename, row.md5) for row in there}
    for key, row in wanted.items():
        if key not in kept:
            values = {"form_pk": form_pk, "filename": row.filename, "md5": row.md5, "mimetype": row.mimetype}
            connection.execute(insert(media).values(values | {"content": row.content}))
