"""`/history/`: the change feed, newest first, open to who manages the project."""

from datetime import UTC, datetime
from typing import Any, cast

from flask import Blueprint, Response, request
from sqlalchemy import ColumnElement, Row, and_, false, func, not_, or_, select
from sqlalchemy.engine import Connection

from .accounts import ANONYMOUS
from .context import caller, here, link, stamp_seconds
from .paging import envelope, limit_of_rows, start_of_rows
from .permissions import grants_of
from .replies import ApiError, forbidden, json_reply, unauthenticated
from .search_query import Joined, Term, Tree, parse_search
from .tables import assets, history

views = Blueprint("history", __name__)


def _asset(connection: Connection, uid: str) -> Row[Any]:
    asset = connection.execute(select(assets).where(assets.c.uid == uid, ~assets.c.is_trashed)).one_or_none()
    if asset is None:
        raise ApiError(404)
    if caller() is ANONYMOUS:
        raise unauthenticated()
    if not grants_of(connection, asset, caller()).allows("manage_asset"):
        # Unlike every other address this one answers 403 also to those who cannot see the asset.
        raise forbidden()
    return asset


@views.get("/api/v2/assets/<uid>/history/")
def events(uid: str) -> Response:
    """A page of events that match ``q``."""
    limit, start = limit_of_rows(), start_of_rows()
    with here().engine.connect() as connection:
        asset = _asset(connection, uid)
        chosen = history.c.asset_uid == asset.uid
        if request.args.get("q"):
            chosen = and_(chosen, condition(parse_search(request.args["q"])))
        count = connection.execute(select(func.count()).where(chosen)).scalar_one()
        newest = select(history).where(chosen).order_by(history.c.number.desc()).limit(limit).offset(start)
        rows = connection.execute(newest).all()
    return json_reply(envelope(count, [_event(row) for row in rows]))


@views.get("/api/v2/assets/<uid>/history/actions/")
def actions(uid: str) -> Response:
    """The actions that occur in this project's history."""
    with here().engine.connect() as connection:
        asset = _asset(connection, uid)
        chosen = select(history.c.action).where(history.c.asset_uid == asset.uid).distinct()
        return json_reply({"actions": list(connection.execute(chosen).scalars())})


def _event(row: Row[Any]) -> dict[str, Any]:
    return {
        "user": link(f"/api/v2/users/{row.username}/"),
        "user_uid": f"u{row.username}",
        "username": row.username,
        "action": row.action,
        "metadata": row.metadata,
        "date_created": stamp_seconds(row.date_created),
    }


def condition(tree: Tree) -> ColumnElement[bool]:
    """The search as SQL; a field the server does not know gives no rows and no error."""
    if isinstance(tree, Joined):
        parts = [condition(part) for part in tree.parts]
        if tree.operator == "not":
            return not_(parts[0])
        return and_(*parts) if tree.operator == "and" else or_(*parts)
    return _term(tree)


def _term(term: Term) -> ColumnElement[bool]:
    if term.field in {"action", "username"}:
        return history.c[term.field] == term.value
    if term.field.startswith("date_created"):
        return _date(term)
    if term.field.startswith("metadata__"):
        path = tuple(term.field.split("__")[1:])
        return cast("ColumnElement[bool]", history.c.metadata[path].astext == term.value)
    return false()


def _date(term: Term) -> ColumnElement[bool]:
    try:
        instant = datetime.fromisoformat(term.value)
    except ValueError:
        raise ApiError(400, {"detail": "Your query is not valid"}) from None
    instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    # Events carry whole seconds to the client, so they are compared in whole seconds.
    column = func.date_trunc("second", history.c.date_created)
    compared = {
        "date_created": column == instant,
        "date_created__gte": column >= instant,
        "date_created__gt": column > instant,
        "date_created__lte": column <= instant,
        "date_created__lt": column < instant,
    }
    return compared.get(term.field, false())
