"""An asset as the API shows it: the whole document, and the short one of lists."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Row, func, select
from sqlalchemy.engine import Connection

from .accounts import ANONYMOUS
from .asset_lookup import form_of
from .context import link, plain_link, stamp
from .permission_view import assignable, assignment, visible_assignments
from .permissions import Grants
from .summary import report_styles_of
from .tables import files, submissions, versions


def version_view(asset_uid: str, row: Row[Any]) -> dict[str, Any]:
    """One version without its content."""
    changed = stamp(row.date_deployed or row.date_made)
    return {
        "uid": row.uid,
        "url": link(f"/api/v2/assets/{asset_uid}/versions/{row.uid}/"),
        "content_hash": row.content_hash,
        "date_deployed": changed,
        "date_modified": changed,
        "version_number": str(row.number),
    }


def file_view(row: Row[Any]) -> dict[str, Any]:
    """One media file of an asset."""
    base = f"/api/v2/assets/{row.asset_uid}/files/{row.uid}/"
    return {
        "uid": row.uid,
        "url": link(base),
        "asset": link(f"/api/v2/assets/{row.asset_uid}/"),
        "user": link(f"/api/v2/users/{row.username}/"),
        "user__username": row.username,
        "file_type": row.file_type,
        "description": row.description,
        "date_created": stamp(row.date_created),
        "content": plain_link(f"{base}content/"),
        "metadata": {"filename": row.filename, "hash": f"md5:{row.md5}", "mimetype": row.mimetype},
    }


def _deployment(connection: Connection, asset: Row[Any], form: Row[Any] | None) -> dict[str, Any]:
    chosen = select(func.count(), func.max(submissions.c.submitted_at)).where(submissions.c.asset_uid == asset.uid)
    count, last = connection.execute(chosen).one()
    status = "draft" if form is None else "deployed" if form.is_active else "archived"
    return {
        "deployment__active": bool(form and form.is_active),
        "deployment__submission_count": count,
        "deployment__last_submission_time": stamp(last),
        "deployment__encrypted": "public_key" in msgspec.json.decode(asset.content).get("settings", {}),
        "deployment__uuid": form.uuid if form else None,
        "deployment_status": status,
    }


def _download_links(asset: Row[Any]) -> dict[str, str]:
    exports, reports = f"/{asset.owner}/exports/{asset.uid}", f"/{asset.owner}/reports/{asset.uid}"
    return {
        "xls_legacy": plain_link(f"{exports}/xls/"),
        "csv_legacy": plain_link(f"{exports}/csv/"),
        "zip_legacy": plain_link(f"{exports}/zip/"),
        "xls": plain_link(f"{reports}/export.xlsx"),
        "csv": plain_link(f"{reports}/export.csv"),
    }


def _shared(connection: Connection, asset: Row[Any], given: Grants, form: Row[Any] | None) -> dict[str, Any]:
    """What the whole document and the short one have in common."""
    visible = visible_assignments(connection, asset, given)
    names = {row.username for row in visible}
    status = "public" if ANONYMOUS.username in names else "shared" if names - {asset.owner} else "private"
    base = link(f"/api/v2/assets/{asset.uid}/")
    return {
        "url": base,
        "date_created": stamp(asset.date_created),
        "date_modified": stamp(asset.date_modified),
        "date_deployed": stamp(asset.date_deployed),
        "owner": link(f"/api/v2/users/{asset.owner}/"),
        "summary": asset.summary,
        "owner__username": asset.owner,
        "parent": None,
        "uid": asset.uid,
        "tag_string": "",
        "settings": asset.settings,
        "kind": "asset",
        "name": asset.name,
        "asset_type": asset.asset_type,
        "version_id": asset.version_uid,
        "has_deployment": form is not None,
        "deployed_version_id": form.version_uid if form else None,
        **_deployment(connection, asset, form),
        "permissions": [assignment(row, asset) for row in visible],
        "export_settings": [],
        "downloads": [{"format": kind, "url": _suffixed(base, asset.uid, kind)} for kind in ("xls", "xml")],
        "data": link(f"/api/v2/assets/{asset.uid}/data/"),
        "subscribers_count": 0,
        "status": status,
        "access_types": None,
        "children": {"count": 0},
        "data_sharing": asset.data_sharing,
        "owner_label": asset.owner,
        "last_modified_by": asset.last_modified_by,
        "created_by": asset.created_by,
    }


def _suffixed(base: str, uid: str, kind: str) -> str:
    # With ?format=json the real server appends the suffix to the parameter; such an address is of no use.
    return f"{base}.{kind}" if base.endswith("=json") else plain_link(f"/api/v2/assets/{uid}.{kind}")


def short_view(connection: Connection, asset: Row[Any], given: Grants) -> dict[str, Any]:
    """The asset as lists show it."""
    return _shared(connection, asset, given, form_of(connection, asset.uid))


def whole_view(connection: Connection, asset: Row[Any], given: Grants) -> dict[str, Any]:
    """The asset with its content, files, versions and permissions."""
    form = form_of(connection, asset.uid)
    content: Mapping[str, Any] = msgspec.json.decode(asset.content)
    own_files = connection.execute(select(files).where(files.c.asset_uid == asset.uid).order_by(files.c.number)).all()
    chosen = select(versions).where(versions.c.asset_uid == asset.uid).order_by(versions.c.number.desc())
    made = connection.execute(chosen).all()
    deployed = [version_view(asset.uid, row) for row in made if row.date_deployed]
    below = f"/api/v2/assets/{asset.uid}"
    return _shared(connection, asset, given, form) | {
        "files": [file_view(row) for row in own_files],
        "version__content_hash": made[0].content_hash,
        "version_count": len(made),
        "deployed_versions": {"count": len(deployed), "next": None, "previous": None, "results": deployed},
        "deployment__links": {},
        "deployment__data_download_links": _download_links(asset) if form else {},
        "report_styles": report_styles_of(content),
        "report_custom": {},
        "advanced_features": {"_version": "20250820"},
        "map_styles": {},
        "map_custom": {},
        "content": content,
        "embeds": [
            {"format": "xls", "url": link(f"{below}/xls/")},
            {"format": "xform", "url": link(f"{below}/xform/")},
        ],
        "analysis_form_json": {"additional_fields": []},
        "xform_link": link(f"{below}/xform/"),
        "hooks_link": link(f"{below}/hooks/"),
        "xls_link": link(f"{below}/xls/"),
        "assignable_permissions": assignable(asset.asset_type),
        "effective_permissions": [{"codename": code} for code in sorted(_effective(asset, given))],
        "exports": link(f"{below}/exports/"),
        "paired_data": link(f"{below}/paired-data/"),
        "project_ownership": None,
    }


def _effective(asset: Row[Any], given: Grants) -> set[str]:
    """What the caller may do; library items and empty assets know no submissions."""
    codes = set(given.codes) | ({"partial_submissions"} if given.partial else set())
    return codes if asset.asset_type == "survey" else {code for code in codes if code.endswith("_asset")}
