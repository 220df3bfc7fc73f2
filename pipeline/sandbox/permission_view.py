"""Permission assignments over HTTP: list, give, take away; and the list of all permissions."""

from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import Row, select
from sqlalchemy.engine import Connection

from .accounts import ANONYMOUS
from .asset_lookup import find_asset
from .context import caller, here, link, plain_link
from .journal import record
from .paging import envelope
from .permissions import CONTRADICTORY, IMPLIED, Grants, assign, assignments, revoke
from .replies import ApiError, forbidden, json_reply, not_found
from .tables import grants

views = Blueprint("permissions", __name__)
_PARTIAL_LABELS = {
    "default": "Act on submissions only from specific users",
    "view_submissions": "View submissions only from specific users",
    "change_submissions": "Edit submissions only from specific users",
    "delete_submissions": "Delete submissions only from specific users",
    "validate_submissions": "Validate submissions only from specific users",
}
LABELS: dict[str, Any] = {
    "view_asset": "View form",
    "change_asset": "Edit form",
    "manage_asset": "Manage project",
    "add_submissions": "Add submissions",
    "view_submissions": "View submissions",
    "partial_submissions": _PARTIAL_LABELS,
    "change_submissions": "Edit submissions",
    "delete_submissions": "Delete submissions",
    "validate_submissions": "Validate submissions",
}
_LIBRARY = ("view_asset", "change_asset", "manage_asset")


def assignable(asset_type: str) -> list[dict[str, Any]]:
    """The permissions one may give on such an asset; three where it holds no submissions."""
    codes = tuple(LABELS) if asset_type == "survey" else _LIBRARY
    return [{"url": link(f"/api/v2/permissions/{code}/"), "label": _label(code, asset_type)} for code in codes]


def _label(code: str, asset_type: str) -> Any:
    label = LABELS[code]
    if asset_type in {"survey", "empty"} or not isinstance(label, str):
        return label
    return label.replace("form", asset_type).replace("project", asset_type)


def assignment(row: Row[Any], asset: Row[Any]) -> dict[str, Any]:
    """One assignment as the API shows it."""
    partial = {"partial_permissions": row.partial} if row.partial else {}
    return {
        "url": link(f"/api/v2/assets/{asset.uid}/permission-assignments/{row.uid}/"),
        "user": link(f"/api/v2/users/{row.username}/"),
        "permission": link(f"/api/v2/permissions/{row.codename}/"),
        **partial,
        "label": _label(row.codename, asset.asset_type),
    }


def visible_assignments(connection: Connection, asset: Row[Any], given: Grants) -> list[Row[Any]]:
    """All for who manages; for others the owner's, their own and everybody's."""
    rows = assignments(connection, [asset.uid])
    names = {asset.owner, caller().username, ANONYMOUS.username}
    return [row for row in rows if given.allows("manage_asset") or row.username in names]


@views.get("/api/v2/permissions/")
def all_permissions() -> Response:
    """Codes with what they imply and what they exclude."""
    rows = [_permission(code) for code in IMPLIED]
    return json_reply(envelope(len(rows), rows))


def _permission(code: str) -> dict[str, Any]:
    return {
        "url": link(f"/api/v2/permissions/{code}/"),
        "codename": code,
        "implied": [link(f"/api/v2/permissions/{other}/") for other in IMPLIED[code]],
        "contradictory": [link(f"/api/v2/permissions/{other}/") for other in CONTRADICTORY.get(code, ())],
        "name": f"Can {code.replace('_', ' ')}",
    }


@views.get("/api/v2/assets/<uid>/permission-assignments/")
def list_assignments(uid: str) -> Response:
    """A bare list, not a page."""
    with here().engine.connect() as connection:
        asset, given = find_asset(connection, uid, nested=True)
        return json_reply([assignment(row, asset) for row in visible_assignments(connection, asset, given)])


@views.post("/api/v2/assets/<uid>/permission-assignments/")
def give(uid: str) -> Response:
    """One permission for one user, with those it implies."""
    body = request.get_json(silent=True) or {}
    username, codename = _last(body.get("user")), _last(body.get("permission"))
    if here().accounts.named(username) is None and username != ANONYMOUS.username:
        raise ApiError(400, {"user": ["Invalid hyperlink - Object does not exist."]})
    with here().engine.begin() as connection:
        asset, _ = find_asset(connection, uid, "manage_asset", nested=True)
        made = assign(connection, uid, username, codename, body.get("partial_permissions"))
        action = "allow-anonymous-submissions" if username == ANONYMOUS.username else "modify-user-permissions"
        record(connection, asset, action, {"permissions": {"username": username, "added": [codename]}})
        row = connection.execute(select(grants).where(grants.c.uid == made)).one()
        place = plain_link(f"/api/v2/assets/{uid}/permission-assignments/{made}/")
        return json_reply(assignment(row, asset), 201, place)


@views.delete("/api/v2/assets/<uid>/permission-assignments/<grant>/")
def take(uid: str, grant: str) -> Response:
    """The permission ends; without ``view_asset`` all of a user's end. The owner's stay."""
    with here().engine.begin() as connection:
        asset, given = find_asset(connection, uid, nested=True)
        chosen = select(grants).where(grants.c.uid == grant, grants.c.asset_uid == uid)
        row = connection.execute(chosen).one_or_none()
        if row is None:
            raise not_found()
        if row.username == asset.owner or not (given.allows("manage_asset") or row.username == caller().username):
            raise forbidden()
        revoke(connection, uid, row.username, row.codename)
        said = {"permissions": {"username": row.username, "removed": [row.codename]}}
        record(connection, asset, "modify-user-permissions", said)
    return Response(b"", 204)


def _last(address: Any) -> str:
    """The name at the end of an address."""
    return str(address or "").split("?")[0].rstrip("/").rpartition("/")[2]
