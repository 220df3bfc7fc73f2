"""Who may do what with one asset: assignments, what they imply, partial permissions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

from .accounts import ANONYMOUS, Account
from .names import new_uid
from .replies import ApiError
from .tables import grants

IMPLIED: dict[str, tuple[str, ...]] = {
    "add_submissions": (),
    "change_asset": ("view_asset",),
    "change_submissions": ("view_asset", "view_submissions", "add_submissions"),
    "delete_submissions": ("view_submissions", "view_asset"),
    "discover_asset": ("view_asset",),
    "manage_asset": (
        "change_submissions",
        "view_asset",
        "validate_submissions",
        "change_asset",
        "discover_asset",
        "delete_submissions",
        "view_submissions",
        "add_submissions",
    ),
    "partial_submissions": ("view_asset",),
    "validate_submissions": ("view_submissions", "view_asset"),
    "view_asset": (),
    "view_submissions": ("view_asset",),
}
_ACTS = ("view_submissions", "change_submissions", "delete_submissions", "validate_submissions")
CONTRADICTORY: dict[str, tuple[str, ...]] = dict.fromkeys(_ACTS, ("partial_submissions",)) | {
    "partial_submissions": (*_ACTS, "manage_asset")
}
OWNED = (
    "add_submissions",
    "change_asset",
    "change_submissions",
    "delete_submissions",
    "manage_asset",
    "validate_submissions",
    "view_asset",
    "view_submissions",
)
_OWNED_WITHOUT_DATA = ("change_asset", "manage_asset", "view_asset")


@dataclass(frozen=True, slots=True)
class Grants:
    """What one account may do with one asset.

    Attributes:
        codes: permissions over all submissions and the asset itself.
        partial: by permission, the queries whose rows it covers; empty unless ``partial_submissions`` was given.
    """

    codes: frozenset[str]
    partial: dict[str, list[Any]] = field(default_factory=dict)

    def allows(self, code: str) -> bool:
        """Whether the whole asset is open to this action."""
        return code in self.codes

    def covers_some(self, code: str) -> bool:
        """Whether the action is open for all rows or for some."""
        return code in self.codes or code in self.partial


def grants_of(connection: Connection, asset: Row[Any], account: Account) -> Grants:
    """What the account may do; what everybody may do is included."""
    if account.username == asset.owner:
        return Grants(frozenset({*IMPLIED, "delete_asset"} - {"partial_submissions", "discover_asset"}))
    if account.is_superuser:
        # Since 2.026.33 a superuser reads everything and submits nothing.
        return Grants(frozenset({*IMPLIED, "delete_asset"} - {"partial_submissions", "add_submissions"}))
    names = {account.username, ANONYMOUS.username}
    found = connection.execute(
        select(grants.c.codename, grants.c.partial).where(grants.c.asset_uid == asset.uid, grants.c.username.in_(names))
    ).all()
    partial: dict[str, list[Any]] = {}
    for row in found:
        for item in row.partial or ():
            partial.setdefault(item["url"].rstrip("/").rpartition("/")[2], []).extend(item["filters"])
    return Grants(frozenset(row.codename for row in found), partial)


def give_owner(connection: Connection, asset_uid: str, owner: str, *, with_data: bool = True) -> None:
    """The owner's own assignments stand in the list like anybody's."""
    for codename in OWNED if with_data else _OWNED_WITHOUT_DATA:
        _give(connection, asset_uid, owner, codename, None)


def assign(connection: Connection, asset_uid: str, username: str, codename: str, partial: Any = None) -> str:
    """The permission with all that it implies; contradictory ones end. Returns the assignment's uid.

    Raises:
        ApiError: 400, no such permission, or partial ones without their filters.
    """
    if codename not in IMPLIED:
        raise ApiError(400, {"permission": ["Invalid hyperlink - Object does not exist."]})
    if codename == "partial_submissions" and not partial:
        raise ApiError(
            400, {"partial_permissions": ["This field is required for the `partial_submissions` permission"]}
        )
    ended = CONTRADICTORY.get(codename, ())
    if ended:
        connection.execute(_of(asset_uid, username).where(grants.c.codename.in_(ended)))
    for implied in IMPLIED[codename]:
        _give(connection, asset_uid, username, implied, None)
    return _give(connection, asset_uid, username, codename, partial)


def revoke(connection: Connection, asset_uid: str, username: str, codename: str) -> None:
    """The permission ends, and every one that implies it."""
    ended = {codename, *(code for code, implied in IMPLIED.items() if codename in implied)}
    connection.execute(_of(asset_uid, username).where(grants.c.codename.in_(ended)))


def _of(asset_uid: str, username: str) -> Any:
    return delete(grants).where(grants.c.asset_uid == asset_uid, grants.c.username == username)


def _give(connection: Connection, asset_uid: str, username: str, codename: str, partial: Any) -> str:
    values = {"asset_uid": asset_uid, "username": username, "codename": codename, "partial": partial}
    statement = insert(grants).values(uid=new_uid("p"), **values)
    keys = [grants.c.asset_uid, grants.c.username, grants.c.codename]
    upsert = statement.on_conflict_do_update(index_elements=keys, set_={"partial": statement.excluded.partial})
    return str(connection.execute(upsert.returning(grants.c.uid)).scalar_one())


def assignments(connection: Connection, asset_uids: Iterable[str]) -> list[Row[Any]]:
    """All assignments of these assets, by user, then by permission."""
    chosen = select(grants).where(grants.c.asset_uid.in_(list(asset_uids)))
    return list(connection.execute(chosen.order_by(grants.c.username, grants.c.codename)))
