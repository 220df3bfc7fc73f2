"""Which asset an address means, under the server's rules of who may see it."""

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.engine import Connection

from .accounts import ANONYMOUS
from .context import caller
from .permissions import Grants, grants_of
from .replies import ApiError, forbidden, not_found, unauthenticated
from .tables import assets, forms


def find_asset(connection: Connection, uid: str, *needed: str, nested: bool = False) -> tuple[Row[Any], Grants]:
    """The asset and what the caller may do with it.

    Args:
        needed: permissions of which one is enough; none = ``view_asset``.
        nested: the address goes on below the asset: an unknown uid is then an HTML page.

    Raises:
        ApiError: 404 where it is missing, trashed or not visible to the caller; 403 where it is visible and
            the action is not allowed.
    """
    asset = connection.execute(select(assets).where(assets.c.uid == uid, ~assets.c.is_trashed)).one_or_none()
    if asset is None:
        raise ApiError(404) if nested else not_found()
    given = grants_of(connection, asset, caller())
    if not given.codes & {"view_asset", "view_submissions", "add_submissions"}:
        raise not_found()
    if needed and not any(given.covers_some(code) for code in needed):
        raise unauthenticated() if caller() is ANONYMOUS else forbidden()
    if not needed and not given.allows("view_asset"):
        raise not_found()
    return asset, given


def form_of(connection: Connection, asset_uid: str) -> Row[Any] | None:
    """The deployment of an asset; None before the first."""
    return connection.execute(select(forms).where(forms.c.asset_uid == asset_uid)).one_or_none()
