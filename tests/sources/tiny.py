"""A tiny real HTTP server that answers as KoBoToolbox's data list does, and can be told to fail in every known way."""

import json
import re
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

UID = "aTiny"
DATA = f"/api/v2/assets/{UID}/data/"
TOKEN = "t0ken-that-must-never-show"
MINE = ("view_asset", "view_submissions", "manage_asset", "change_asset", "validate_submissions")


def a_row(number, **changes):
    """One row of the data list; a test changes only what it is about."""
    uuid = f"00000000-0000-4000-8000-{number:012d}"
    return {
        "_id": number,
        "name": f"Awa {number}",
        "__version__": "v1",
        "meta/instanceID": f"uuid:{uuid}",
        "_uuid": uuid,
        "meta/rootUuid": f"uuid:{uuid}",
        "_attachments": [],
        "_submission_time": "2026-11-23T21:36:47",
        "_validation_status": {},
        "_submitted_by": "alice",
    } | changes


class Tiny:
    """The server's state. ``faults`` are taken one by one by the next requests; each is called with the handler."""

    def __init__(self, rows=(), cap=1000):
        self.rows = {row["_id"]: row for row in rows}
        self.cap = cap
        self.faults = []
        self.before = lambda tiny, number: None
        self.asked = []
        self.permissions = MINE
        self.username = "alice"
        self.events = []
        self.lock = threading.Lock()
        self.url = ""

    def answer(self, path, question):
        """(status, JSON) for a read."""
        if path == "/me/":
            return 200, {"username": self.username} if self.username else {"message": "user is not logged in"}
        if path == f"/api/v2/assets/{UID}/":
            return (200, self.asset()) if self.permissions else (404, {"detail": "Not found."})
        if path == f"/api/v2/assets/{UID}/history/":
            return self.history(question)
        if path == DATA:
            return (200, self.page(question)) if self.permissions else (404, {"detail": "Not found."})
        return 404, {"detail": "Not found."}

    def asset(self):
        return {
            "uid": UID,
            "owner__username": "owner",
            "has_deployment": True,
            "deployment__active": True,
            "version_id": "v1",
            "deployed_version_id": "v1",
            "deployment__submission_count": len(self.rows),
            "effective_permissions": [{"codename": name} for name in self.permissions],
            "permissions": [],
        }

    def page(self, question):
        rows = sorted((r for r in self.rows.values() if _matches(r, question.get("query"))), key=lambda r: r["_id"])
        start, limit = int(question.get("start", 0)), min(int(question.get("limit", 100)), self.cap)
        shown = rows[start : start + limit]
        if "fields" in question:
            keep = {*json.loads(question["fields"]), "_id", "_uuid", "meta/rootUuid", "_validation_status"}
            shown = [{k: v for k, v in row.items() if k in keep} for row in shown]
        return {"count": len(rows), "next": None, "previous": None, "results": shown}

    def history(self, question):
        if "manage_asset" not in self.permissions:
            return 403, {"detail": "You do not have permission to perform this action."}
        since = re.search(r'date_created__gte:"([^"]+)"', question["q"])
        found = [e for e in self.events if not since or e["date_created"] >= since[1]]
        found = [e for e in found if f"action:{e['action']}" in question["q"]]
        found.sort(key=lambda e: e["date_created"], reverse=True)
        start, limit = int(question.get("start", 0)), int(question.get("limit", 100))
        return 200, {"count": len(found), "next": None, "results": found[start : start + limit]}


def an_event(action, number, at):
    """One line of the project history; its root_uuid has no prefix."""
    root = f"00000000-0000-4000-8000-{number:012d}"
    return {"action": action, "metadata": {"submission": {"root_uuid": root}}, "date_created": at}


def _matches(row, query):
    for key, condition in json.loads(query or "{}").items():
        if key == "$or":
            if not any(_matches(row, json.dumps(part)) for part in condition):
                return False
            continue
        value = row.get(key)
        ok = {
            "$gt": lambda v, c: v > c,
            "$lte": lambda v, c: v <= c,
            "$in": lambda v, c: v in c,
        }
        if not all(value is not None and ok[op](value, limit) for op, limit in condition.items()):
            return False
    return True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    tiny: Tiny


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        tiny = self.server.tiny
        parts = urlsplit(self.path)
        question = {key: values[0] for key, values in parse_qs(parts.query).items()}
        with tiny.lock:
            tiny.asked.append((self.command, parts.path, question, dict(self.headers)))
            tiny.before(tiny, len([a for a in tiny.asked if a[1] == DATA]))
            fault = tiny.faults.pop(0) if tiny.faults else None
        if fault and fault(self) is not False:
            return
        if length := int(self.headers.get("Content-Length", 0)):
            self.rfile.read(length)
        with tiny.lock:
            status, body = tiny.answer(parts.path, question)
        send(self, status, json.dumps(body, separators=(",", ":")).encode())

    do_POST = do_PATCH = do_DELETE = do_GET  # noqa: N815 - names that http.server prescribes

    def log_message(self, *args):
        """Quiet."""


def send(handler, status, body, kind="application/json", **headers):
    """A whole answer; header names are given with underscores."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def status(code, **headers):
    """Fault: only this status, as an HTML page."""
    return lambda handler: send(handler, code, b"<html>Awa 1 lives here</html>", "text/html", **headers)


def html(handler):
    """Fault: a web page with 200, as a login portal sends."""
    send(handler, 200, b"<html>please log in, Awa</html>", "text/html; charset=utf-8")


def cut(handler):
    """Fault: half a page, then the line breaks."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"count":3,"results":[{"_id":1,"name":"Awa')
    handler.close_connection = True


def slow(handler):
    """Fault: silence longer than the client waits."""
    time.sleep(1.2)
    handler.close_connection = True


def redirect(address, code=301):
    """Fault: go elsewhere."""
    return lambda handler: send(handler, code, b"", "text/html", Location=address)


def fine(handler):
    """No fault: the place of one in the queue."""
    return False


@contextmanager
def running(tiny):
    """The server on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.tiny = tiny
    tiny.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield tiny
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
