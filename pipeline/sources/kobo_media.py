"""The files a form needs beside it (case lists, pictures), replaced on KoBoToolbox where they differ."""

import json
from collections.abc import Collection, Mapping
from hashlib import md5

import msgspec

from ..errors import SourceError
from .http import Http
from .kobo_access import asset_path


class MediaDetails(msgspec.Struct):
    """What the server keeps about a file; the hash reads ``md5:…``."""

    filename: str = ""
    hash: str = ""


class MediaFile(msgspec.Struct):
    """One file of the project."""

    uid: str
    metadata: MediaDetails
    description: str = ""


class MediaFiles(msgspec.Struct):
    """A page of them."""

    count: int
    results: list[MediaFile]


def media_hash(content: bytes) -> str:
    """The hash as KoBoToolbox and the OpenRosa manifest write it."""
    return "md5:" + md5(content, usedforsecurity=False).hexdigest()


def media_on_server(http: Http, asset_uid: str) -> dict[str, list[MediaFile]]:
    """The form media by file name; more than one under a name only if the server erred."""
    path = f"{asset_path(asset_uid)}files/"
    found: list[MediaFile] = []
    while True:
        question: dict[str, str | int] = {"file_type": "form_media", "format": "json", "limit": 100}
        page = http.get(path, question | {"start": len(found)} if found else question).accept(200).json(MediaFiles)
        found += page.results
        if not page.results or len(found) >= page.count:
            break
    by_name: dict[str, list[MediaFile]] = {}
    for file in found:
        by_name.setdefault(file.metadata.filename, []).append(file)
    return by_name


def replace_media(http: Http, asset_uid: str, media: Mapping[str, bytes]) -> tuple[str, ...]:
    """Names of the files that were sent because they were missing or differed; others are left alone.

    Files on the server that ``media`` does not name stay. Devices see the change after the next deployment.

    Raises SourceError if the server holds something else afterwards.
    """
    sent = []
    there = media_on_server(http, asset_uid) if media else {}
    for name, content in sorted(media.items()):
        old = there.get(name, [])
        if [file.metadata.hash for file in old] == [media_hash(content)]:
            continue
        # There is no replacing: a second file under the same name is refused.
        _delete(http, asset_uid, old)
        _send(http, asset_uid, name, content)
        sent.append(name)
    check_media(http, asset_uid, {name: media[name] for name in sent})
    return tuple(sent)


def remove_media(http: Http, asset_uid: str, names: Collection[str]) -> tuple[str, ...]:
    """Names among these that were on the server and are there no more; devices keep them until the next deployment."""
    there = media_on_server(http, asset_uid) if names else {}
    removed = sorted(name for name in set(names) if name in there)
    for name in removed:
        _delete(http, asset_uid, there[name])
    return tuple(removed)


def _delete(http: Http, asset_uid: str, files: Collection[MediaFile]) -> None:
    for file in files:
        path = f"{asset_path(asset_uid)}files/{file.uid}/"
        http.request("DELETE", path, repeatable=True).accept(204, 404)


def check_media(http: Http, asset_uid: str, media: Mapping[str, bytes]) -> None:
    """Raises SourceError unless the server holds exactly these bytes under these names."""
    there = media_on_server(http, asset_uid) if media else {}
    for name, content in media.items():
        if [file.metadata.hash for file in there.get(name, [])] != [media_hash(content)]:
            raise SourceError(
                f"{http.url}{asset_path(asset_uid)}files/",
                f"media file '{name}' is not on the server as it was sent.",
                "Deploy again; if it stays, delete the file on the project's settings page and deploy again.",
            )


def _send(http: Http, asset_uid: str, name: str, content: bytes) -> None:
    http.request(
        "POST",
        f"{asset_path(asset_uid)}files/",
        data={"file_type": "form_media", "description": "default", "metadata": json.dumps({"filename": name})},
        files={"content": (name, content)},
    ).accept(201)
