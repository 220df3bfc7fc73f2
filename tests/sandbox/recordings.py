"""The recorded requests and answers of the real server, in their order."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FILE = Path(__file__).parent.parent / "recorded" / "kobo-in-order.jsonl"


@dataclass(frozen=True)
class Recording:
    """One request with the answer it got; ``before`` are the answers that sent the client on."""

    name: str
    request: dict[str, Any]
    response: dict[str, Any]
    before: tuple["Recording", ...] = ()

    @property
    def number(self) -> int:
        return int(self.name[:3])

    @property
    def path(self) -> str:
        """Path and query."""
        parts = urlsplit(self.request["url"])
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def host(self) -> str:
        parts = urlsplit(self.request["url"])
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def body(self) -> bytes | None:
        """The bytes that were sent."""
        sent = self.request["body"]
        if not sent:
            return None
        if "base64" in sent:
            return base64.b64decode(sent["base64"])
        return json.dumps(sent["json"]).encode() if "json" in sent else sent["text"].encode()

    @property
    def json(self) -> Any:
        """The JSON answered; None for anything else."""
        return (self.response["body"] or {}).get("json")

    @property
    def text(self) -> str | None:
        """The text answered; None where it was binary, or longer than was kept."""
        return (self.response["body"] or {}).get("text")

    @property
    def is_cut(self) -> bool:
        """Only the first bytes of the answer were kept."""
        return "truncated_bytes" in (self.response["body"] or {})

    @property
    def media_type(self) -> str:
        return self.header("Content-Type").partition(";")[0]

    @property
    def at(self) -> datetime:
        """When it was answered."""
        return parsedate_to_datetime(self.header("Date")).astimezone(UTC)

    def header(self, name: str) -> str:
        return next((value for key, value in self.response["headers"] if key == name), "")


def _of(name: str, raw: dict[str, Any]) -> Recording:
    before = tuple(_of(name, one) for one in raw.get("redirects", ()))
    return Recording(name, raw["request"], raw["response"], before)


@lru_cache
def load() -> dict[int, Recording]:
    """All recordings at hand by number."""
    return {recording.number: recording for recording in _read()}


def _read() -> Iterator[Recording]:
    for line in FILE.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        yield _of(raw["name"], raw)
