"""`/data/`: the list a sync client pages through, one row, and deletion of one."""

from typing import Any
from xml.sax.saxutils import escape

import msgspec
from flask import Blueprint, Response, request
from sqlalchemy import Row, select
from sqlalchemy.engine import Connection

from .asset_lookup import find_asset, form_of
from .context import here
from .journal import record, submission_event
from .mongo_query import QueryError, compile_query
from .paging import envelope, limit_of_rows, start_of_rows
from .permissions import Grants
from .replies import ApiError, forbidden, html_page, json_reply, not_found
from .rows import Wanted, document, dressed, find_one, select_rows
from .store import remove
from .tables import submissions

views = Blueprint("data", __name__)
_XML = "application/xml; charset=utf-8"


def readable(connection: Connection, uid: str) -> tuple[Row[Any], Grants, Row[Any]]:
    """The asset, what the caller may do, and the deployment.

    Raises:
        ApiError: 404 without a right to any row; 400 before the first deployment.
    """
    asset, given = find_asset(connection, uid, nested=True)
    if not given.covers_some("view_submissions"):
        raise not_found()
    form = form_of(connection, uid)
    if form is None:
        raise ApiError(400, {"detail": "The specified asset has not been deployed"})
    return asset, given, form


@views.get("/api/v2/assets/<uid>/data/")
@views.get("/api/v2/assets/<uid>/data.<suffix>")
def data_list(uid: str, suffix: str = "") -> Response:
    """One page of submissions; every reading writes ``view-data`` into the project's history."""
    kind = suffix or request.args.get("format", "")
    with here().engine.begin() as connection:
        asset, given, _ = readable(connection, uid)
        if kind not in {"", "json", "xml"}:
            raise not_found()
        wanted = _wanted(is_xml=kind == "xml")
        try:
            count, rows = select_rows(connection, uid, given, "view_submissions", wanted)
        except QueryError as reason:
            raise ApiError(500) from reason
        record(connection, asset, "view-data")
        if kind == "xml":
            return _xml_list(connection, count, rows)
        results = dressed(connection, rows, wanted.fields)
    if not kind and request.accept_mimetypes.best == "text/html":
        return html_page(200)
    return json_reply(envelope(count, results))


def _wanted(*, is_xml: bool) -> Wanted:
    """The request's parameters.

    Raises:
        ApiError: 400 for one that is no JSON, no positive number, or not supported.
    """
    if "count" in request.args:
        raise ApiError(400, {"count": "This param is not implemented. Use `count` property of the response instead."})
    for name in ("sort", "fields"):
        if is_xml and name in request.args:
            raise ApiError(400, {name: "This param is not supported in `XML` format"}, mark="xml")
    return Wanted(
        query=_parameter("query", {}),
        sort=_parameter("sort", {}),
        fields=_parameter("fields", None),
        start=start_of_rows(),
        limit=limit_of_rows(),
    )


def _parameter(name: str, default: Any) -> Any:
    given = request.args.get(name)
    if given is None:
        return default
    try:
        return msgspec.json.decode(given)
    except msgspec.DecodeError:
        raise ApiError(400, {name: "Value must be valid JSON."}) from None


def _xml_list(connection: Connection, count: int, rows: list[Row[Any]]) -> Response:
    page = envelope(count, None)
    chosen = select(submissions.c.id, submissions.c.xml).where(submissions.c.id.in_([row.id for row in rows]))
    documents = {row.id: row.xml for row in connection.execute(chosen)}
    inner = "\n".join(_without_declaration(documents[row.id]) for row in rows)
    head = "".join(f"<{tag}>{escape(str(page[tag]))}</{tag}>" for tag in ("count", "next", "previous"))
    body = f'<?xml version="1.0" encoding="utf-8"?><root>{head}<results>\n{inner}\n</results></root>'
    return Response(body, content_type=_XML)


def _without_declaration(xml: str) -> str:
    return xml.partition("?>")[2].lstrip() if xml.startswith("<?xml") else xml


def one_row(connection: Connection, uid: str, key: str, given: Grants, code: str) -> Row[Any]:
    """The row, if it is there and this account may do ``code`` with it.

    Raises:
        ApiError: 404 where it is missing or hidden; 403 where it is visible and the action is not allowed.
    """
    row = find_one(connection, uid, key)
    if row is None or not covers(given, "view_submissions", row):
        raise not_found()
    if not covers(given, code, row):
        raise forbidden()
    return row


def covers(given: Grants, code: str, row: Row[Any]) -> bool:
    """Whether this permission, whole or partial, covers the row."""
    if given.allows(code):
        return True
    made = document(row)
    return any(compile_query(one)(made) for one in given.partial.get(code, []))


@views.get("/api/v2/assets/<uid>/data/<key>/")
def detail(uid: str, key: str) -> Response:
    """One row by ``_id``, root uuid or current uuid."""
    with here().engine.connect() as connection:
        _, given, _ = readable(connection, uid)
        row = one_row(connection, uid, key, given, "view_submissions")
        if request.args.get("format") == "xml":
            return Response(row.xml, content_type=_XML)
        return json_reply(dressed(connection, [row])[0])


@views.delete("/api/v2/assets/<uid>/data/<key>/")
def delete_one(uid: str, key: str) -> Response:
    """The row is gone for good; there is no trash for submissions."""
    with here().engine.begin() as connection:
        asset, given, _ = readable(connection, uid)
        row = one_row(connection, uid, key, given, "delete_submissions")
        remove(connection, [row.id])
        record(connection, asset, "delete-submission", submission_event(row.root_uuid, row.submitted_by))
    return Response(b"", 204)
