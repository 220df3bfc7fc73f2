"""Answers in the real server's three dresses: JSON, HTML pages, OpenRosa XML."""

from typing import Any
from xml.sax.saxutils import escape

import msgspec
from flask import Response

OPENROSA_HEADERS = {"X-OpenRosa-Version": "1.0", "X-OpenRosa-Accept-Content-Length": "10000000"}
XML = "text/xml; charset=utf-8"


class ApiError(Exception):
    """A refusal on its way to the client; ``payload`` None asks for the server's HTML page instead of JSON."""

    def __init__(self, status: int, payload: Any = None, mark: str = "") -> None:
        super().__init__(status)
        self.status, self.payload, self.mark = status, payload, mark


def not_found() -> ApiError:
    """What is missing, and what this account may not see: the server does not tell them apart."""
    return ApiError(404, {"detail": "Not found."})


def forbidden() -> ApiError:
    """The thing is visible to this account, the action is not allowed."""
    return ApiError(403, {"detail": "You do not have permission to perform this action."})


def unauthenticated() -> ApiError:
    """Nobody is logged in, and this action needs somebody."""
    return ApiError(401, {"detail": "Authentication credentials were not provided."}, mark="Session")


def json_reply(payload: Any, status: int = 200, location: str | None = None) -> Response:
    """JSON as the API sends it."""
    reply = Response(msgspec.json.encode(payload), status, mimetype="application/json")
    if location:
        reply.headers["Location"] = location
    return reply


def raw_json_reply(body: bytes) -> Response:
    """JSON that is already encoded."""
    return Response(body, 200, mimetype="application/json")


def html_page(status: int) -> Response:
    """The page that stands where a client expects JSON: unknown addresses and every failure inside the server."""
    title = "404 Not Found" if status == 404 else "500 Server Error" if status == 500 else str(status)
    body = (
        f"<!doctype html>\n<html><head><meta charset='utf-8'><title>{title}</title></head><body>{title}</body></html>"
    )
    return Response(body, status, content_type="text/html; charset=utf-8")


def openrosa_message(status: int, message: str) -> Response:
    """What Collect shows to the enumerator when a submission is not stored as new."""
    body = (
        "<?xml version='1.0' encoding='UTF-8' ?>\n"
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">\n'
        f'        <message nature="">{escape(message)}</message>\n'
        "</OpenRosaResponse>"
    )
    return Response(body, status, headers=OPENROSA_HEADERS, content_type=XML)


def xml_detail(status: int, detail: str, root: str = "root", namespace: str = "") -> Response:
    """A refusal in XML: ``<root><detail>…``."""
    attribute = f' xmlns="{namespace}"' if namespace else ""
    body = f'<?xml version="1.0" encoding="utf-8"?>\n<{root}{attribute}><detail>{escape(detail)}</detail></{root}>'
    return Response(body, status, content_type=XML)
