"""The sandbox as a Flask application."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from flask import Flask, Response, g, redirect, request
from sqlalchemy import select
from sqlalchemy.engine import Engine
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Response as AnyResponse

from . import (
    assets,
    attachments,
    bulk,
    data,
    deployment,
    files,
    formlist,
    history,
    imports,
    openrosa,
    people,
    permission_view,
    statuses,
)
from .accounts import ANONYMOUS, Account, Accounts, CredentialsError
from .context import KEY, Sandbox, caller, here
from .faults import Faults
from .replies import ApiError, html_page, json_reply, xml_detail
from .store import remove
from .tables import create_tables, submissions

_VIEWS = (
    assets,
    imports,
    deployment,
    files,
    permission_view,
    data,
    bulk,
    statuses,
    attachments,
    history,
    people,
    formlist,
    openrosa,
)
_SLASHED = ("/api/v2/", "/token", "/me")


def utc_now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


def create_app(
    engine: Engine, accounts: Iterable[Account], faults: Faults | None = None, now: Callable[[], datetime] = utc_now
) -> Flask:
    """A sandbox over this database; its tables are made where they are missing.

    Args:
        accounts: who may log in; whoever makes an asset owns it.
        faults: trouble on order; None = none.
        now: the clock, in UTC.
    """
    create_tables(engine)
    app = Flask("retour-sandbox", static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions[KEY] = Sandbox(engine, Accounts(accounts), faults or Faults(), now)
    app.before_request(_strike)
    app.before_request(_send_to_slash)
    app.before_request(_identify)
    app.after_request(_finish)
    app.register_error_handler(ApiError, _refuse)
    app.register_error_handler(HTTPException, _http_error)
    for module in _VIEWS:
        app.register_blueprint(module.views)
    return app


def _strike() -> Response | None:
    """Faults that come before the answer."""
    g.hit = here().faults.due(request)
    return here().faults.before(g.hit, _delete_first_row) if g.hit else None


def _delete_first_row() -> None:
    """The first row of the project goes, as when somebody deletes it while a client is paging."""
    uid = (request.view_args or {}).get("uid", "")
    with here().engine.begin() as connection:
        chosen = select(submissions.c.id).where(submissions.c.asset_uid == uid).order_by(submissions.c.id).limit(1)
        remove(connection, list(connection.execute(chosen).scalars()))


def _send_to_slash() -> AnyResponse | None:
    """An address without its last slash is redirected; the client's POST then becomes a GET."""
    path = request.path
    is_file = "." in path.rpartition("/")[2]
    if path.startswith(_SLASHED) and not path.endswith("/") and not is_file:
        query = request.query_string.decode()
        return redirect(f"{path}/" + (f"?{query}" if query else ""), 301)
    return None


def _identify() -> AnyResponse | None:
    """`g.account` is who asks; wrong credentials end the request."""
    is_tablet = not request.path.startswith(_SLASHED)
    scheme = request.headers.get("Authorization", "").partition(" ")[0].lower()
    if is_tablet and scheme == "basic" and not request.is_secure:
        return _challenge(
            "Using basic authentication without HTTPS transmits credentials in clear text! "
            "You MUST connect via HTTPS to use basic authentication."
        )
    try:
        g.account = here().accounts.identify(request)
    except CredentialsError as refusal:
        if is_tablet:
            return _challenge(refusal.detail)
        return _with_challenge(json_reply({"detail": refusal.detail}, 401))
    return None


def _challenge(detail: str) -> Response:
    is_list = request.path.endswith("formList")
    reply = xml_detail(401, detail, "xforms" if is_list else "root", formlist.NAMESPACE if is_list else "")
    reply.headers["WWW-Authenticate"] = here().accounts.challenge()
    return reply


def _with_challenge(reply: Response) -> Response:
    reply.headers["WWW-Authenticate"] = "Session"
    return reply


def _refuse(error: ApiError) -> Response:
    if error.payload is None:
        return html_page(error.status)
    if error.mark == "xml":
        [(tag, text)] = error.payload.items()
        body = f'<?xml version="1.0" encoding="utf-8"?><root><{tag}>{text}</{tag}></root>'
        return Response(body, error.status, content_type="application/xml; charset=utf-8")
    reply = json_reply(error.payload, error.status)
    return _with_challenge(reply) if error.mark == "Session" else reply


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, NotFound):
        return html_page(404)
    if isinstance(error, MethodNotAllowed):
        reply = json_reply({"detail": f'Method "{request.method}" not allowed.'}, 405)
        reply.headers["Allow"] = ", ".join(error.valid_methods or ())
        return reply
    return html_page(error.code or 500)


def _finish(response: Response) -> Response:
    """Headers of every answer; faults that come after it."""
    response = here().faults.after(g.get("hit", []), request, response)
    if caller() is not ANONYMOUS:
        response.headers["X-KoBoNaUt"] = caller().username
    response.headers["Vary"] = "Accept, origin, Accept-Language, Cookie"
    return response
