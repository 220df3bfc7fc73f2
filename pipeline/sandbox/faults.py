"""Faults on order: what networks, proxies and the real server do to a client on a bad day."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

import msgspec
from flask import Request, Response

from ..errors import SetupError, did_you_mean

Kind = Literal[
    "too_many_requests",
    "bad_gateway",
    "html",
    "cut_body",
    "duplicate_page",
    "late_row",
    "delay",
    "deletion_between_pages",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble on some addresses.

    Attributes:
        path: regular expression searched in the address with its query.
        times: requests it hits; 0 = all.
        after: matching requests that pass before the first hit.
        seconds: of ``Retry-After``, or of the delay.
    """

    kind: Kind
    path: str = "/data/"
    times: int = 1
    after: int = 0
    seconds: float = 1.0


def parse_fault(text: str) -> Fault:
    """``kind[:path[:times[:after[:seconds]]]]`` as a command line says it: ``bad_gateway:/data/:2``.

    Raises:
        SetupError: an unknown kind, or a number that is none.
    """
    kind, *rest = text.split(":")
    known = get_args(Kind)
    if kind not in known:
        raise SetupError(f"--fault {text}", f"there is no fault '{kind}'.", did_you_mean(kind, known))
    path, times, after, seconds = [*rest, *["", "", "", ""][len(rest) :]][:4]
    try:
        re.compile(path)
        return Fault(kind, path or "/data/", int(times or 1), int(after or 0), float(seconds or 1))  # type: ignore[arg-type]
    except (ValueError, re.error):
        fix = "Write kind:path:times:after:seconds, for example bad_gateway:/data/:2."
        raise SetupError(f"--fault {text}", "the numbers or the path cannot be read.", fix) from None


class Faults:
    """The faults of one sandbox; tests add and clear them while it runs."""

    def __init__(self, faults: tuple[Fault, ...] = ()) -> None:
        """``faults`` wait for their first matching request."""
        self._lock = threading.Lock()
        self._waiting: list[list[Any]] = []
        self._last_page: dict[str, bytes] = {}
        for fault in faults:
            self.add(fault)

    def add(self, fault: Fault) -> None:
        """The fault waits for its requests."""
        with self._lock:
            self._waiting.append([fault, 0])

    def clear(self) -> None:
        """No fault waits any more."""
        with self._lock:
            self._waiting.clear()

    def due(self, request: Request) -> list[Fault]:
        """The faults that hit this request; each counts it once."""
        address = request.full_path
        hit = []
        with self._lock:
            for entry in self._waiting:
                fault: Fault = entry[0]
                if re.search(fault.path, address):
                    entry[1] += 1
                    if fault.after < entry[1] and (not fault.times or entry[1] <= fault.after + fault.times):
                        hit.append(fault)
        return hit

    def before(self, hit: list[Fault], delete_row_before: Callable[[], None]) -> Response | None:
        """What happens instead of the answer; None where the answer is made as usual."""
        for fault in hit:
            if fault.kind == "delay":
                time.sleep(fault.seconds)
            elif fault.kind == "deletion_between_pages":
                delete_row_before()
            elif fault.kind in _INSTEAD:
                return _INSTEAD[fault.kind](fault)
        return None

    def after(self, hit: list[Fault], request: Request, response: Response) -> Response:
        """The answer as it reaches the client."""
        if not self._waiting or response.mimetype != "application/json" or response.status_code != 200:
            return response
        kinds = {fault.kind for fault in hit}
        original = response.get_data()
        if "duplicate_page" in kinds:
            self._repeat(request.path, response)
        if "late_row" in kinds:
            _hide_last_but_one(response)
        if "cut_body" in kinds:
            return _cut(response)
        self._last_page[request.path] = original
        return response

    def _repeat(self, path: str, response: Response) -> None:
        """The rows of the page before come a second time."""
        page, before = msgspec.json.decode(response.get_data()), self._last_page.get(path)
        if before is not None and "results" in page:
            page["results"] = msgspec.json.decode(before).get("results", [])
            response.set_data(msgspec.json.encode(page))


def _hide_last_but_one(response: Response) -> None:
    """A row is not visible yet though its id is lower than one that is: ids are taken before rows appear."""
    page = msgspec.json.decode(response.get_data())
    rows = page.get("results", [])
    if len(rows) >= 2:
        del rows[-2]
        page["count"] -= 1
        response.set_data(msgspec.json.encode(page))


def _cut(response: Response) -> Response:
    """Half of the body arrives, then the line goes dead."""
    whole = response.get_data()

    def half() -> Iterator[bytes]:
        yield whole[: len(whole) // 2]

    return Response(
        half(), response.status_code, content_type=response.content_type, headers={"Content-Length": str(len(whole))}
    )


def _too_many(fault: Fault) -> Response:
    body = msgspec.json.encode({"detail": "Request was throttled."})
    wait = {"Retry-After": str(int(fault.seconds) if fault.seconds == int(fault.seconds) else fault.seconds)}
    return Response(body, 429, mimetype="application/json", headers=wait)


def _bad_gateway(_fault: Fault) -> Response:
    return Response("<html><body><h1>502 Bad Gateway</h1></body></html>", 502, mimetype="text/html")


def _html(_fault: Fault) -> Response:
    return Response("<!doctype html><html><body>Please log in</body></html>", 200, mimetype="text/html")


_INSTEAD: dict[str, Callable[[Fault], Response]] = {
    "too_many_requests": _too_many,
    "bad_gateway": _bad_gateway,
    "html": _html,
}
