"""Recorded answers of a real KoBoToolbox server, served as a transport; what was not recorded fails loudly."""

import base64
import io
import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

RECORDED = Path(__file__).parent.parent / "recorded" / "kobo"
URL = "http://127.0.0.1:58000"
SURVEY = "aQgzYEt96rWt87LJKrTUWF"


def recorded(number):
    """The recorded pair whose file name begins with this number."""
    (path,) = RECORDED.glob(f"{number}-*.json")
    return json.loads(path.read_text(encoding="utf-8"))


def body_of(number):
    """The recorded JSON answer."""
    return recorded(number)["response"]["body"]["json"]


class Replay(BaseAdapter):
    """Serves the pairs of these numbers; an equal question asked again gets the next answer recorded for it.

    Two questions are equal if method, path and parameters are, where what the server does anyway is left out:
    ``format=json``, ``start=0``, ``sort={"_id":1}``, a condition ``_id > 0``, and a ``limit`` that cuts nothing.
    """

    def __init__(self, *numbers):
        super().__init__()
        self.pairs = [recorded(number) for number in numbers]
        self.asked = []

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        question = _question(request.method, request.url)
        self.asked.append((request.method, urlsplit(request.url).path, request.body))
        fitting = [pair for pair in self.pairs if _fits(question, pair)]
        if not fitting:
            raise AssertionError(f"not recorded: {request.method} {request.url}")
        if len(fitting) > 1:
            self.pairs.remove(fitting[0])
        return _response(fitting[0]["response"], request)

    def close(self):
        """Nothing is open."""


def _fits(question, pair):
    known = _question(pair["request"]["method"], pair["request"]["url"])
    if question[:2] != known[:2]:
        return False
    mine, theirs = dict(question[2]), dict(known[2])
    shown = pair["response"]["body"].get("json")
    listed = shown.get("results") if isinstance(shown, dict) else None
    if pair["response"]["status"] >= 400 or (listed is not None and len(listed) == shown["count"]):
        mine.pop("limit", None)
        theirs.pop("limit", None)
    if "fields" in mine and "fields" in theirs and mine["fields"] <= theirs["fields"]:
        mine.pop("fields")
        theirs.pop("fields")
    return mine == theirs


def _question(method, url):
    parts = urlsplit(url)
    found = {}
    for key, value in parse_qsl(parts.query):
        if (key, value) in {("format", "json"), ("start", "0")}:
            continue
        if key in {"query", "sort"}:
            value = json.loads(value)
            if value in ({"_id": 1}, {"_id": {"$gt": 0}}):
                continue
            if "meta/rootUuid" in value:
                value = {"meta/rootUuid": {"$in": sorted(value["meta/rootUuid"]["$in"])}}
        found[key] = frozenset(json.loads(value)) if key == "fields" else value
    return method, parts.path, found


def _response(answer, request):
    body = answer["body"]
    if "json" in body:
        content = json.dumps(body["json"], ensure_ascii=False, separators=(",", ":")).encode()
    else:
        content = base64.b64decode(body["base64"]) if "base64" in body else body.get("text", "").encode()
    response = requests.Response()
    response.status_code = answer["status"]
    response.headers.update({name: value for name, value in answer["headers"]})
    response.url = request.url
    response.request = request
    response.raw = HTTPResponse(io.BytesIO(content), status=answer["status"], preload_content=False)
    return response
