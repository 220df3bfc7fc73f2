"""Assets over HTTP: list and search, read, make, rename, trash; their versions and their form as XML."""

import hashlib
from datetime import timedelta
from typing import Any

import msgspec
from flask import Blueprint, Response, request
from sqlalchemy import Row, func, or_, select, update

from .accounts import ANONYMOUS
from .asset_lookup import find_asset
from .asset_store import add_version, make_asset, replace_content
from .asset_view import short_view, version_view, whole_view
from .content import ImportRefusedError, check_names
from .context import caller, here, plain_link
from .journal import record
from .paging import envelope, limit_of_rows, start_of_rows
from .permissions import grants_of
from .replies import ApiError, html_page, json_reply, not_found, unauthenticated
from .search_query import Term, evaluate, parse_search
from .tables import assets, grants, submissions, versions
from .xform import FormRefusedError, compile_form

views = Blueprint("assets", __name__)


@views.get("/api/v2/assets/")
def list_assets() -> Response:
    """Own assets and those shared with the caller, last modified first; without credentials an empty list."""
    limit, start = limit_of_rows(), start_of_rows()
    shared = select(grants.c.asset_uid).where(grants.c.username == caller().username)
    chosen = select(assets).where(~assets.c.is_trashed)
    chosen = chosen.where(or_(assets.c.owner == caller().username, assets.c.uid.in_(shared)))
    with here().engine.connect() as connection:
        rows = connection.execute(chosen.order_by(assets.c.date_modified.desc(), assets.c.number.desc())).all()
        # Public data are no public list: the real server lists nothing to nobody.
        given = [] if caller() is ANONYMOUS else [(row, grants_of(connection, row, caller())) for row in rows]
        shown = [short_view(connection, row, each) for row, each in given]
    if request.args.get("q"):
        tree = parse_search(request.args["q"])
        shown = [view for view in shown if evaluate(tree, lambda term, view=view: _holds(term, view))]  # type: ignore[misc]
    return json_reply(envelope(len(shown), shown[start : start + limit]))


def _holds(term: Term, view: dict[str, Any]) -> bool:
    names = {"_deployment_status": "deployment_status"}
    if not term.field:
        return term.value.lower() in f"{view['name']} {view['uid']}".lower()
    return str(view.get(names.get(term.field, term.field))) == term.value


@views.post("/api/v2/assets/")
def create() -> Response:
    """A new asset from JSON: ``name``, ``asset_type``, ``content``, ``settings``."""
    if caller() is ANONYMOUS:
        raise unauthenticated()
    body = request.get_json(silent=True) or {}
    kind = body.get("asset_type")
    if kind not in {"survey", "empty", "block", "question", "template"}:
        raise ApiError(400, {"asset_type": ["This field is required."]})
    content = body.get("content") or {"survey": [], "settings": {}}
    _check(content)
    with here().engine.begin() as connection:
        uid = make_asset(connection, str(body.get("name", "")), kind, content, body.get("settings"), caller().username)
        asset, given = find_asset(connection, uid)
        return json_reply(whole_view(connection, asset, given), 201, plain_link(f"/api/v2/assets/{uid}/"))


def _check(content: dict[str, Any]) -> None:
    try:
        check_names(content.get("survey", ()))
    except (ImportRefusedError, KeyError) as reason:
        raise ApiError(400, {"content": [str(reason)]}) from reason


@views.get("/api/v2/assets/<uid>/")
def read(uid: str) -> Response:
    """The whole asset."""
    with here().engine.connect() as connection:
        asset, given = find_asset(connection, uid)
        return json_reply(whole_view(connection, asset, given))


@views.patch("/api/v2/assets/<uid>/")
def change(uid: str) -> Response:
    """Name, settings, content or data sharing change; a new name alone makes a new version too."""
    body = request.get_json(silent=True) or {}
    with here().engine.begin() as connection:
        asset, _ = find_asset(connection, uid, "change_asset")
        kept = {key: body[key] for key in ("settings", "data_sharing") if key in body}
        changed = kept | {"date_modified": here().now(), "last_modified_by": caller().username}
        connection.execute(update(assets).where(assets.c.uid == uid).values(changed))
        name = str(body.get("name", asset.name))
        if "content" in body:
            _check(body["content"])
            replace_content(connection, asset, name, body["content"])
        elif name != asset.name:
            connection.execute(update(assets).where(assets.c.uid == uid).values(name=name))
            add_version(connection, uid, msgspec.json.decode(asset.content))
            record(connection, asset, "update-name", {"name": {"old": asset.name, "new": name}})
        if "data_sharing" in body:
            record(connection, asset, "enable-sharing" if body["data_sharing"].get("enabled") else "disable-sharing")
        now_asset, given = find_asset(connection, uid)
        return json_reply(whole_view(connection, now_asset, given))


@views.delete("/api/v2/assets/<uid>/")
def trash(uid: str) -> Response:
    """The asset goes to the trash: its addresses answer as if it had never been."""
    with here().engine.begin() as connection:
        find_asset(connection, uid, "delete_asset")
        connection.execute(update(assets).where(assets.c.uid == uid).values(is_trashed=True))
    return Response(b"", 204)


@views.get("/api/v2/assets/hash/")
def hash_of_list() -> Response:
    """A hash that changes when any visible asset gets a new version."""
    own = select(assets.c.version_uid).where(assets.c.owner == caller().username, ~assets.c.is_trashed)
    with here().engine.connect() as connection:
        found = sorted(connection.execute(own).scalars())
    return json_reply({"hash": hashlib.md5("".join(found).encode(), usedforsecurity=False).hexdigest()})


@views.get("/api/v2/assets/<uid>.xml")
def xml(uid: str) -> Response:
    """The current version as an XForm; a form that pyxform refuses is an HTML page with 500."""
    with here().engine.connect() as connection:
        asset, _ = find_asset(connection, uid)
    try:
        body = compile_form(msgspec.json.decode(asset.content), uid, asset.name)
    except FormRefusedError:
        return html_page(500)
    reply = Response(body, content_type="application/xml; charset=utf-8")
    reply.headers["Content-Disposition"] = f"attachment; filename={uid}.xml"
    return reply


@views.get("/api/v2/assets/<uid>/valid_content/")
def valid_content(uid: str) -> Response:
    """The content as the form builder reads it."""
    with here().engine.connect() as connection:
        asset, _ = find_asset(connection, uid, nested=True)
    content = msgspec.json.decode(asset.content)
    return json_reply({"kind": "asset.valid_content", "uid_asset": uid, "data": content})


@views.get("/api/v2/assets/<uid>/counts/")
def counts(uid: str) -> Response:
    """Submissions of the last ``days`` by day, and all in all."""
    days = request.args.get("days", "30")
    first = here().now() - timedelta(days=int(days) if days.isdigit() else 30)
    day = func.to_char(func.timezone("UTC", submissions.c.submitted_at), "YYYY-MM-DD")
    chosen = select(day, func.count()).where(submissions.c.asset_uid == uid).group_by(day).order_by(day)
    with here().engine.connect() as connection:
        find_asset(connection, uid, "view_submissions", nested=True)
        rows = [(row[0], row[1]) for row in connection.execute(chosen)]
    recent = {on: count for on, count in rows if on >= first.date().isoformat()}
    return json_reply({"daily_submission_counts": recent, "total_submission_count": sum(n for _, n in rows)})


@views.get("/api/v2/assets/<uid>/versions/")
def list_versions(uid: str) -> Response:
    """Deployed versions, newest first."""
    chosen = select(versions).where(versions.c.asset_uid == uid, versions.c.date_deployed.is_not(None))
    with here().engine.connect() as connection:
        find_asset(connection, uid, nested=True)
        rows: list[Row[Any]] = list(connection.execute(chosen.order_by(versions.c.number.desc())))
    return json_reply(envelope(len(rows), [version_view(uid, row) for row in rows]))


@views.get("/api/v2/assets/<uid>/versions/<version>/")
def one_version(uid: str, version: str) -> Response:
    """One version with its content."""
    chosen = select(versions).where(versions.c.asset_uid == uid, versions.c.uid == version)
    with here().engine.connect() as connection:
        find_asset(connection, uid, nested=True)
        row = connection.execute(chosen).one_or_none()
    if row is None:
        raise not_found()
    return json_reply(version_view(uid, row) | {"content": msgspec.json.decode(row.content)})
