"""Recorded requests go to the sandbox in their order, with its own ids in the place of the recorded ones."""

import base64
import hashlib
import io
import json
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote
from urllib.request import parse_http_list, parse_keqv_list
from xml.sax.saxutils import escape

from pipeline.sandbox import Account

from . import shapes
from .recordings import Recording, load

ACCOUNTS = (
    Account("alice", "a" * 40, "alice-Passw0rd!", "alice@example.com"),
    Account("bob", "b" * 40, "bob-Passw0rd!"),
    Account("carol", "c" * 40, "carol-Passw0rd!"),
    Account("kobo", "f" * 40, "kobo-Passw0rd!", is_superuser=True),
)
_TOKEN = re.compile(
    r"/forms/\d+/|/xformsManifest/\d+|/xformsMedia/\d+/\d+\.|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}"
    r"|(?:\b|(?<=%22)|(?<=%2F))(?:att|af|pd|su|po|[aviphs])[A-Za-z0-9]{21}\b|\b[0-9a-f]{32}\b"
)
ALICE = {"Authorization": f"Token {'a' * 40}"}
BIG = "aTWPvjYgKxV2dUvxVD4w9m"
UNSHOWN = {279: 40, 334: 1188, 401: 1192}
UNPOLLED = {340: "agv5BaxzYnYWxMwbL2cEaV"}
_ROW_KEYS = re.compile(r"^(?!_)|^__version__$")


class Replay:
    """One sandbox, the real server's recordings, and what is called what in both."""

    def __init__(self, client: Any, clock: "Clock") -> None:
        self.client, self.clock = client, clock
        self.names: dict[str, str] = {}
        self.ids: dict[int, int] = {}
        self.late = list(unrecorded_rows())

    def play(self, recording: Recording) -> list[str]:
        """Sends the request; returns where the answer differs from the recorded one."""
        self.clock.instant = recording.at
        if recording.number == 325:
            self.make_big_project()
        self.send_unrecorded_before(recording)
        challenge = ""
        for step in recording.before:
            reply = self.send(step)
            challenge = reply.headers.get("WWW-Authenticate", "")
            if reply.status_code != step.response["status"]:
                return [f"status {step.response['status']} there, {reply.status_code} here, before the last step"]
        reply = self.send(recording, challenge)
        self.poll_unrecorded(recording, reply)
        found = list(self.compare(recording, reply))
        self.learn(recording, reply)
        self.look_up_unshown(recording)
        return found

    def send(self, recording: Recording, challenge: str = "") -> Any:
        headers = {k: v for k, v in recording.request["headers"].items() if k in {"Accept", "User-Agent"}}
        authorization = recording.request["headers"].get("Authorization", "")
        if authorization.startswith("Basic"):
            authorization = "Basic " + base64.b64encode(b"alice:alice-Passw0rd!").decode()
        if authorization.startswith("Digest"):
            authorization = answer_to(challenge, recording.request["method"], recording.path)
        if authorization:
            headers["Authorization"] = authorization
        return self.client.open(
            self.ours(self.with_our_ids(recording.path)),
            base_url=recording.host,
            method=recording.request["method"],
            headers=headers,
            data=self.body(recording),
            content_type=recording.request["headers"].get("Content-Type"),
        )

    def body(self, recording: Recording) -> bytes | None:
        if recording.body is None:
            return None
        sent = recording.request["body"].get("json")
        if isinstance(sent, dict) and isinstance(sent.get("payload"), dict) and "submission_ids" in sent["payload"]:
            ours = [self.ids.get(one, one) for one in sent["payload"]["submission_ids"]]
            return json.dumps(sent | {"payload": sent["payload"] | {"submission_ids": ours}}).encode()
        body = recording.body.decode("latin-1")
        return self.ours(body).encode("latin-1")

    def ours(self, text: str) -> str:
        """The text with our names in the place of the recorded ones."""
        return _TOKEN.sub(lambda found: self.names.get(found[0], found[0]), text)

    def with_our_ids(self, path: str) -> str:
        path = re.sub(r"/data/(\d+)/", lambda m: f"/data/{self.ids.get(int(m[1]), int(m[1]))}/", path)
        before, query, rest = path.partition("query=")
        asked, ampersand, others = rest.partition("&")
        if query and "%22_id%22" in asked:
            known = re.sub(r"\d+", lambda m: str(self.ids.get(int(m[0]), int(m[0]))), unquote(asked))
            asked = quote(known, safe="")
        return before + query + asked + ampersand + others

    def compare(self, recording: Recording, reply: Any) -> Iterator[str]:
        status = recording.response["status"]
        if reply.status_code != status:
            yield f"status {status} there, {reply.status_code} here"
        elif recording.media_type and reply.mimetype != recording.media_type:
            yield f"{recording.media_type} there, {reply.mimetype} here"
        elif recording.json is not None:
            place = "history" if "/history/" in recording.path else "data" if "/data/" in recording.path else ""
            yield from shapes.differences(recording.json, reply.get_json(), place)
        elif recording.text is not None and "xml" in recording.media_type:
            there = shapes.xml_tags(self.ours(recording.text))
            for tag in sorted(there ^ shapes.xml_tags(reply.get_data(as_text=True))):
                yield f"<{tag}>: only {'there' if tag in there else 'here'}"
        elif recording.media_type == "text/csv" and recording.text != reply.get_data(as_text=True):
            yield "other bytes"

    def learn(self, recording: Recording, reply: Any) -> None:
        if "/history/" in recording.path:
            return
        if recording.json is not None and reply.is_json:
            self.learn_json(recording.json, reply.get_json())
        elif recording.text:
            self.learn_text(recording.text, reply.get_data(as_text=True))

    def learn_json(self, recorded: Any, ours: Any) -> None:
        if isinstance(recorded, str) and isinstance(ours, str):
            self.learn_text(recorded, ours)
        elif isinstance(recorded, list) and isinstance(ours, list) and len(recorded) == len(ours):
            for left, right in zip(recorded, ours, strict=True):
                self.learn_json(left, right)
        elif isinstance(recorded, dict) and isinstance(ours, dict):
            if isinstance(recorded.get("_id"), int) and "_id" in ours:
                self.ids.setdefault(recorded["_id"], ours["_id"])
            for key in recorded.keys() & ours.keys():
                self.learn_json(recorded[key], ours[key])

    def learn_text(self, recorded: str, ours: str) -> None:
        left, right = _TOKEN.findall(recorded), _TOKEN.findall(ours)
        if len(left) == len(right):
            for one, other in zip(left, right, strict=True):
                self.names.setdefault(one, other)

    def send_unrecorded_before(self, recording: Recording) -> None:
        """Rows that were sent while nobody recorded come when the recorded ids say they came."""
        if recording.request["method"] == "GET" and not self.late:
            return
        body = (recording.body or b"").decode("utf-8", "replace")
        mine = next((i for root, i in row_ids().items() if root in body), 0)
        while self.late and self.late[0]["_id"] < mine:
            self.submit(self.late.pop(0))
            self.clock.instant = recording.at

    def look_up_unshown(self, recording: Recording) -> None:
        """Rows that later requests name by an ``_id`` which no recorded answer shows."""
        if recording.number in UNSHOWN:
            uid = self.names["aQgzYEt96rWt87LJKrTUWF"]
            path = f"/api/v2/assets/{uid}/data/?limit=1&sort=%7B%22_id%22:-1%7D"
            newest = self.client.get(path, headers=ALICE).get_json()["results"][0]
            self.ids[UNSHOWN[recording.number]] = newest["_id"]

    def make_big_project(self) -> None:
        """The project of 1,100 rows that was filled while nobody recorded."""
        survey = [{"type": "text", "name": name, "label": [name]} for name in ("q1", "q2")]
        content = {"survey": survey, "settings": {}}
        asset = {"name": "", "asset_type": "survey", "content": content}
        made = self.client.post("/api/v2/assets/", json=asset, headers=ALICE).get_json()
        self.names[BIG] = made["uid"]
        self.client.post(f"/api/v2/assets/{made['uid']}/deployment/", json={"active": True}, headers=ALICE)
        whole = self.client.get(f"/api/v2/assets/{made['uid']}/", headers=ALICE).get_json()
        first, last = load()[327].json["results"], load()[326].json["results"]
        self.names[first[0]["formhub/uuid"]] = whole["deployment__uuid"]
        plain = {key: value for key, value in first[0].items() if key != "_submission_time"}
        between = [
            plain | {"q1": str(n), "meta/instanceID": f"uuid:{uuid.UUID(int=n)}"}
            for n in range(1100 - len(first) - len(last))
        ]
        for row in [*first, *between, *last]:
            self.submit({key: value for key, value in row.items() if key != "_submission_time"})
        path = f"/api/v2/assets/{made['uid']}/data/?limit=1"
        lowest = self.client.get(path, headers=ALICE).get_json()["results"][0]["_id"]
        self.ids |= {first[0]["_id"] + n: lowest + n for n in range(1100)}

    def poll_unrecorded(self, recording: Recording, reply: Any) -> None:
        """Imports whose outcome nobody recorded: the asset's name is learned all the same."""
        if recording.number in UNPOLLED:
            said = self.client.get(f"/api/v2/imports/{reply.get_json()['uid']}/", headers=ALICE).get_json()
            self.names[UNPOLLED[recording.number]] = said["messages"]["created"][0]["uid"]

    def submit(self, row: dict[str, Any]) -> None:
        """One row of a recorded list goes in as a tablet would send it."""
        xml = self.ours(document_of(row))
        if row.get("_submission_time"):
            self.clock.instant = datetime.fromisoformat(row["_submission_time"]).replace(tzinfo=UTC)
        part = (io.BytesIO(xml.encode()), "submission.xml", "text/xml")
        reply = self.client.post("/submission", data={"xml_submission_file": part}, headers=ALICE)
        assert reply.status_code == 201, reply.get_data(as_text=True)


class Clock:
    """The instant at which the recorded server answered."""

    instant: datetime

    def __call__(self) -> datetime:
        return self.instant


def document_of(row: dict[str, Any]) -> str:
    """The XML that a recorded row must have been."""
    uid = row["_xform_id_string"]
    tree: dict[str, Any] = {}
    for key, value in row.items():
        if _ROW_KEYS.search(key) and key != "meta/rootUuid":
            place = tree
            *groups, name = key.split("/")
            for group in groups:
                place = place.setdefault(group, {})
            place[name] = value
    return f'<{uid} id="{uid}">{_inner(tree)}</{uid}>'


def _inner(tree: dict[str, Any]) -> str:
    made = ""
    for name, value in tree.items():
        if isinstance(value, list):
            for one in value:
                made += f"<{name}>{_inner({key.rpartition('/')[2]: each for key, each in one.items()})}</{name}>"
        else:
            made += f"<{name}>{_inner(value) if isinstance(value, dict) else escape(value)}</{name}>"
    return made


def row_ids() -> dict[str, int]:
    """Recorded ``_id`` by the uuid of the first edition."""
    found: dict[str, int] = {}
    for recording in load().values():
        rows = recording.json.get("results", [recording.json]) if isinstance(recording.json, dict) else []
        for row in rows:
            if isinstance(row, dict) and "_id" in row and "meta/rootUuid" in row:
                found.setdefault(row["meta/rootUuid"].removeprefix("uuid:"), row["_id"])
    return found


def unrecorded_rows() -> Iterator[dict[str, Any]]:
    """Rows of the first full list that no recorded request had sent, in the order of their ids."""
    bodies = b"".join(recording.body or b"" for recording in load().values() if recording.number < 122)
    for row in load()[122].json["results"]:
        if row["_uuid"].encode() not in bodies:
            yield row


def answer_to(challenge: str, method: str, uri: str) -> str:
    """The Digest credentials of alice for a challenge, as a tablet computes them."""
    asked = parse_keqv_list(parse_http_list(challenge.partition(" ")[2]))

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    first, second = md5(f"alice:{asked['realm']}:alice-Passw0rd!"), md5(f"{method}:{uri}")
    response = md5(":".join([first, asked["nonce"], "00000001", "abcdef", "auth", second]))
    return (
        f'Digest username="alice", realm="{asked["realm"]}", nonce="{asked["nonce"]}", uri="{uri}", '
        f'response="{response}", qop=auth, nc=00000001, cnonce="abcdef"'
    )
