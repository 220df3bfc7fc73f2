"""`count`, `next`, `previous` and `results` with the limits and quirks of the real paginator."""

from typing import Any
from urllib.parse import urlencode

from flask import request

from .replies import ApiError

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000


def limit_of_rows() -> int:
    """Rows asked for by ``limit``: 100 by default, silently cut at 1,000."""
    given = request.args.get("limit")
    if given is None:
        return DEFAULT_LIMIT
    if not given.isdigit() or int(given) == 0:
        raise ApiError(400, {"limit": "A positive integer is required"})
    return min(int(given), MAX_LIMIT)


def start_of_rows() -> int:
    """Rows to skip, by ``start`` alone: ``offset`` and ``page`` do not move the rows."""
    given = request.args.get("start", "0")
    if not given.isdigit():
        raise ApiError(400, {"start": "A positive integer is required."})
    return int(given)


def _window_of_links() -> tuple[int, int]:
    """Limit and start that ``next`` and ``previous`` count from.

    Quirk of the real server: its links listen to ``offset``, ``page`` and ``page_size``, its rows do not,
    so a client that uses them gets some rows twice and others never.
    """
    limit = limit_of_rows()
    page = request.args.get("page", "")
    if page.isdigit() and int(page) > 0:
        size = request.args.get("page_size", "")
        limit = min(int(size), MAX_LIMIT) if size.isdigit() and int(size) > 0 else limit
        return limit, (int(page) - 1) * limit
    offset = request.args.get("offset", "")
    return limit, int(offset) if offset.isdigit() else start_of_rows()


def envelope(count: int, results: Any) -> dict[str, Any]:
    """One page with its links; ``count`` is of all rows that match."""
    limit, start = _window_of_links()
    following = _link(limit, start + limit) if start + limit < count else None
    before = _link(limit, max(start - limit, 0)) if start > 0 else None
    return {"count": count, "next": following, "previous": before, "results": results}


def _link(limit: int, start: int) -> str:
    arguments = dict(request.args.items()) | {"limit": str(limit)}
    arguments.pop("start", None)
    if start:
        arguments["start"] = str(start)
    return f"{request.base_url}?{urlencode(sorted(arguments.items()))}"
