"""The project history: every event is written here, in the words of the real server."""

from collections.abc import Sequence
from typing import Any

from flask import request
from sqlalchemy import Row, insert
from sqlalchemy.engine import Connection

from .context import caller, here
from .tables import history


def record(connection: Connection, asset: Row[Any], action: str, more: dict[str, Any] | None = None) -> None:
    """One event of an asset, by the caller, now."""
    record_all(connection, asset, action, [more or {}])


def record_all(connection: Connection, asset: Row[Any], action: str, each: Sequence[dict[str, Any]]) -> None:
    """One event per item of ``each``, whose keys are added to its metadata."""
    if not each:
        return
    base = {
        "source": request.headers.get("User-Agent", ""),
        "asset_uid": asset.uid,
        "ip_address": request.remote_addr or "",
        "log_subtype": "project",
        "project_owner": asset.owner,
    }
    fixed = {"asset_uid": asset.uid, "username": caller().username, "action": action, "date_created": here().now()}
    connection.execute(insert(history), [fixed | {"metadata": base | more} for more in each])


def submission_event(root_uuid: str, submitted_by: str | None, **more: str) -> dict[str, Any]:
    """What an event says about its submission: the root uuid without prefix, never the row's ``_id``."""
    return {"submission": {"root_uuid": root_uuid, "submitted_by": submitted_by or "AnonymousUser", **more}}
