"""Assets in the database: made, given new content, given a new version."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.engine import Connection

from .content import completed, content_hash
from .context import caller, here
from .names import new_uid
from .permissions import give_owner
from .summary import summary_of
from .tables import assets, versions

SURVEY_SETTINGS: dict[str, Any] = {
    "sector": {},
    "country": [],
    "description": "",
    "organization": "",
    "country_codes": [],
}


def make_asset(
    connection: Connection,
    name: str,
    asset_type: str,
    content: Mapping[str, Any],
    settings: Mapping[str, Any] | None,
    made_by: str | None = None,
) -> str:
    """A new asset of the caller with its first version; returns its uid. An import leaves ``made_by`` empty."""
    uid, now, whole = new_uid("a"), here().now(), completed(content)
    if asset_type == "empty":
        whole = {"settings": {}, "survey": [], "schema": "1"}
    values = {
        "uid": uid,
        "owner": caller().username,
        "name": name,
        "asset_type": asset_type,
        "settings": dict(settings or (SURVEY_SETTINGS if asset_type == "survey" else {})),
        "content": msgspec.json.encode(whole).decode(),
        "summary": summary_of(whole),
        "version_uid": "",
        "date_created": now,
        "date_modified": now,
        "data_sharing": {},
        "created_by": made_by,
        "last_modified_by": made_by,
    }
    connection.execute(insert(assets).values(values))
    add_version(connection, uid, whole)
    give_owner(connection, uid, caller().username, with_data=asset_type == "survey")
    return uid


def add_version(connection: Connection, uid: str, content: Mapping[str, Any]) -> str:
    """The asset's current version is a new one; returns its uid."""
    version, now = new_uid("v"), here().now()
    numbered = select(func.coalesce(func.max(versions.c.number), 0) + 1).where(versions.c.asset_uid == uid)
    values = {
        "uid": version,
        "asset_uid": uid,
        "number": numbered.scalar_subquery(),
        "content": msgspec.json.encode(content).decode(),
        "content_hash": content_hash(content),
        "date_made": now,
    }
    connection.execute(insert(versions).values(values))
    changed = {"version_uid": version, "date_modified": now}
    connection.execute(update(assets).where(assets.c.uid == uid).values(changed))
    return version


def replace_content(connection: Connection, asset: Row[Any], name: str, content: Mapping[str, Any]) -> str:
    """The asset holds the new content under the new name, undeployed; returns the version's uid."""
    whole = completed(content)
    changed: dict[str, Any] = {
        "name": name,
        "content": msgspec.json.encode(whole).decode(),
        "summary": summary_of(whole),
    }
    if asset.asset_type == "empty":
        codes = {"country_codes": [one["value"] for one in asset.settings.get("country", ())]}
        changed |= {"asset_type": "survey", "settings": SURVEY_SETTINGS | codes | asset.settings}
        give_owner(connection, asset.uid, asset.owner)
    connection.execute(update(assets).where(assets.c.uid == asset.uid).values(changed))
    return add_version(connection, asset.uid, whole)
