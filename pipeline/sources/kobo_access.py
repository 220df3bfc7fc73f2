"""Who we are on a KoBoToolbox server and what we may see there: the only honest reading of an empty answer."""

from datetime import datetime

import msgspec

from ..errors import AccessError
from ..model.submission import Access
from .http import Http
from .patience import http_date


class Me(msgspec.Struct):
    """``/me/``; without a token it is 200 and names nobody."""

    username: str = ""


class Permission(msgspec.Struct):
    """One of the account's own permissions."""

    codename: str


class Assignment(msgspec.Struct):
    """A permission somebody holds; both are addresses whose last part is the name."""

    user: str
    permission: str


class Asset(msgspec.Struct):
    """What we read of a project."""

    uid: str = ""
    name: str = ""
    owner: str = msgspec.field(name="owner__username", default="")
    has_deployment: bool = False
    is_active: bool | None = msgspec.field(name="deployment__active", default=None)
    version: str | None = msgspec.field(name="version_id", default=None)
    deployed_version: str | None = msgspec.field(name="deployed_version_id", default=None)
    submission_count: int | None = msgspec.field(name="deployment__submission_count", default=None)
    effective: list[Permission] | None = msgspec.field(name="effective_permissions", default=None)
    assignments: list[Assignment] = msgspec.field(name="permissions", default_factory=list)


def asset_path(asset_uid: str) -> str:
    """Address of a project; built from the uid, since addresses inside answers carry the server's own mistakes."""
    return f"/api/v2/assets/{asset_uid}/"


def account(http: Http) -> str:
    """The user name behind the token; raises AccessError where there is none."""
    return _account(http)[0]


def _account(http: Http) -> tuple[str, datetime | None]:
    """The user name and the server's own clock.

    Without credentials KoBoToolbox answers 200 with empty lists, which would look like an emptied project.
    """
    answer = http.get("/me/", {"format": "json"}).accept(200)
    name = answer.json(Me).username
    if not name:
        raise AccessError(
            answer.where,
            "the server does not know who is asking: no token was sent, or it was not taken.",
            "Set the token that config/programme.toml names for this server.",
        )
    return name, http_date(answer.headers.get("Date"))


def asset(http: Http, asset_uid: str, who: str) -> Asset:
    """The project as this account sees it; AccessError if it does not exist, was deleted, or is not shared."""
    answer = http.get(asset_path(asset_uid), {"format": "json"})
    if answer.status == 404:
        # Missing permission and missing project are both 404 here, the second as an HTML page.
        raise AccessError(
            answer.where,
            f"there is no project '{asset_uid}' that account '{who}' may see.",
            "Compare the uid with the project's address in the browser; if it is right, "
            f"have the project shared with '{who}' (View submissions), or take it out of the trash.",
        )
    return answer.accept(200).json(Asset)


def permissions(project: Asset, who: str) -> frozenset[str]:
    """Code names of what the account may do, its own and those that everybody has."""
    # Servers list partial_submissions among the assignments only, older ones have no effective_permissions at all.
    mine = {p.codename for p in project.effective or ()}
    for assignment in project.assignments:
        if _last(assignment.user) in {who, "AnonymousUser"}:
            mine.add(_last(assignment.permission))
    if project.owner == who:
        mine |= {"view_submissions", "change_asset", "manage_asset", "validate_submissions"}
    return frozenset(mine)


def check_access(http: Http, asset_uid: str) -> Access:
    """What this token can see and do in this project.

    Raises AccessError for a refused token, no token, and a project that is not there for it.
    """
    who, server_time = _account(http)
    project = asset(http, asset_uid, who)
    mine = permissions(project, who)
    # A restricted account may hold view_submissions too where the project is public; what wins is the server's secret.
    sees_all = "view_submissions" in mine and "partial_submissions" not in mine
    return Access(
        account=who,
        can_read=sees_all or "partial_submissions" in mine,
        sees_all=sees_all,
        can_see_changes="manage_asset" in mine,
        can_deploy="change_asset" in mine or "manage_asset" in mine,
        can_set_status="validate_submissions" in mine,
        expected_count=project.submission_count if project.has_deployment else 0,
        server_time=server_time,
    )


def _last(address: str) -> str:
    return address.partition("?")[0].rstrip("/").rpartition("/")[2]
