"""A process of its own that serves made-up submissions as KoBoToolbox does, ready-made, so that it costs little."""

import argparse
import json
import re
import time
import zlib
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from .questionnaire import content
from .submissions import UID, VERSION, Made, make

ASSET = f"/api/v2/assets/{UID}/"
PERMISSIONS = ("view_asset", "view_submissions", "manage_asset")
LONG_AGO = "2025-01-01T00:00:00Z"
RECENT = 1000
"""So many of the newest rows can be asked for by their root uuid, as the change feed makes a pull do."""


class Served:
    """What the server shows now; ``/bench/?rows=…&wait_ms=…&gzip=…&feed=…`` changes it between two measurements."""

    def __init__(self, made: list[Made]) -> None:
        self.made = made
        self.rows = len(made)
        self.added: range = range(0)
        self.wait_seconds = 0.0
        self.gzip = False
        self.feed = False
        self.url = ""

    def change(self, question: dict[str, str]) -> None:
        """Show so many rows; those shown for the first time are events of the change feed from now on."""
        rows = int(question.get("rows", self.rows))
        self.added = range(min(self.rows, rows), rows)
        self.rows = rows
        self.wait_seconds = int(question.get("wait_ms", 0)) / 1000
        self.gzip = question.get("gzip") == "1"
        self.feed = question.get("feed") == "1"

    def data(self, question: dict[str, str]) -> bytes:
        """One page of the data list; an unknown question is an error, never an empty page."""
        chosen = self._chosen(question.get("query", ""))
        start, limit = int(question.get("start", 0)), min(int(question.get("limit", 100)), 1000)
        shown = self.made[chosen.start + start : min(chosen.start + start + limit, chosen.stop)]
        rows = b",".join([m.fingerprint for m in shown] if "fields" in question else [m.row for m in shown])
        following = None
        if start + limit < len(chosen):
            again = urlencode({**question, "start": start + limit, "limit": limit})
            following = f"{self.url}{ASSET}data/?{again}"
        return b'{"count":%d,"next":%b,"previous":null,"results":[%b]}' % (
            len(chosen),
            json.dumps(following).encode(),
            rows,
        )

    def _chosen(self, query: str) -> range:
        """Ids are consecutive, so each question of a pull is one run of rows."""
        if not query:
            return range(self.rows)
        bounds = re.fullmatch(r'\{"_id":\{"\$gt":(\d+)(?:,"\$lte":(\d+))?\}\}', query)
        if bounds:
            return range(int(bounds[1]), max(int(bounds[1]), min(int(bounds[2] or self.rows), self.rows)))
        roots = set(json.loads(query)["meta/rootUuid"]["$in"])
        found = [n for n in range(max(0, self.rows - RECENT), self.rows) if self.made[n].root_uuid in roots]
        if len(found) != len(roots) or found[-1] - found[0] >= len(roots):
            raise ValueError("the benchmark asks only for its newest rows, all together")
        return range(found[0], found[-1] + 1)

    def history(self, question: dict[str, str]) -> dict[str, Any]:
        """One old event, and one for each row that was added; newest first."""
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        events = [_event(self.made[n].root_uuid, now) for n in reversed(self.added)]
        if "date_created__gte" not in question["q"]:
            events.append(_event(self.made[0].root_uuid, LONG_AGO))
        start, limit = int(question.get("start", 0)), int(question["limit"])
        return {"count": len(events), "next": None, "results": events[start : start + limit]}

    def other(self, path: str) -> dict[str, Any] | None:
        """The small answers: who asks, the project, its one version."""
        version = {"uid": VERSION, "date_deployed": LONG_AGO}
        answers: dict[str, dict[str, Any]] = {
            "/me/": {"username": "bench"},
            ASSET: {
                "uid": UID,
                "owner__username": "owner",
                "has_deployment": True,
                "deployment__active": True,
                "version_id": VERSION,
                "deployed_version_id": VERSION,
                "deployment__submission_count": self.rows,
                "effective_permissions": [{"codename": name} for name in PERMISSIONS],
                "permissions": [],
            },
            f"{ASSET}versions/": {"count": 1, "next": None, "results": [version]},
            f"{ASSET}versions/{VERSION}/": version | {"content": content()},
        }
        return answers.get(path)


def _event(root_uuid: str, at: str) -> dict[str, Any]:
    told = {"submission": {"root_uuid": root_uuid.removeprefix("uuid:")}}
    return {"action": "add-submission", "metadata": told, "date_created": at}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    served: Served


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # Answers leave in two writes; waiting for each other's acknowledgement would cost 40 ms a page.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Every request of every contender."""
        served = self.server.served
        parts = urlsplit(self.path)
        question = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/bench/":
            served.change(question)
            self._send(200, b"{}")
        elif parts.path == f"{ASSET}data/":
            time.sleep(served.wait_seconds)
            self._send(200, served.data(question))
        elif parts.path == f"{ASSET}history/":
            self._send(200, json.dumps(served.history(question)).encode()) if served.feed else self._send(403, b"{}")
        else:
            found = served.other(parts.path)
            self._send(200 if found else 404, json.dumps(found or {"detail": "Not found."}).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if self.server.served.gzip and "gzip" in self.headers.get("Accept-Encoding", ""):
            packer = zlib.compressobj(1, wbits=31)
            body = packer.compress(body) + packer.flush()
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silence."""


def listen(served: Served) -> _Server:
    """A server that shows ``served`` as soon as its ``serve_forever`` runs."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.served = served
    served.url = f"http://127.0.0.1:{server.server_port}"
    return server


def main() -> None:
    """Serve until the process is ended; the first line printed is the address."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int)
    server = listen(Served(list(make(parser.parse_args().rows))))
    print(server.served.url, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
