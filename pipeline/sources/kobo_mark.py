"""The programme's mark on a KoBoToolbox project: which installation keeps it up, so that two never fight over it.

The mark is a form media file of a few bytes. It is the one place beside a project that the API keeps for us, lists with
its hash and its description, and does not count as a new version of the form, as a change of the project's settings
would be.
"""

import json
from collections.abc import Sequence

from ..errors import SetupError, SourceError
from .http import Http
from .kobo_access import asset_path
from .kobo_media import MediaFile, media_hash, media_on_server

MARK = "retour_programme.csv"
"""Tablets download it with the form's lists; it says the programme's random id and nothing else."""


def mark_content(programme_id: str) -> bytes:
    """The file's bytes."""
    return f"programme\n{programme_id}\n".encode()


def is_marked(http: Http, asset_uid: str, programme_id: str, *, take_over: bool = False) -> bool:
    """Whether the project carries this programme's mark; reads only.

    Raises:
        SetupError: another installation keeps this project up, unless ``take_over``.
        SourceError: the server failed.
    """
    there = _marks(http, asset_uid)
    if _is_ours(there, programme_id):
        return True
    if there and not take_over:
        raise _refusal(asset_uid, there)
    return False


def claim_project(http: Http, asset_uid: str, programme_id: str, *, take_over: bool = False) -> None:
    """The project carries this programme's mark. An unmarked project is free.

    Args:
        http: session with the server.
        asset_uid: of the project.
        programme_id: of this installation.
        take_over: another installation's mark is replaced: that one is refused from now on.

    Raises:
        SetupError: another installation keeps this project up; nothing was changed.
        AccessError: the account may not leave a mark.
        SourceError: the server failed.
    """
    if is_marked(http, asset_uid, programme_id, take_over=take_over):
        return
    for file in _marks(http, asset_uid):
        path = f"{asset_path(asset_uid)}files/{file.uid}/"
        http.request("DELETE", path, repeatable=True).accept(204, 404)
    _leave(http, asset_uid, programme_id)
    # Another installation may have claimed it in the same second: the server keeps one of the two.
    if not is_marked(http, asset_uid, programme_id):
        raise SourceError(
            f"{http.url}{asset_path(asset_uid)}files/", "the programme's mark was not kept by the server.", "Run again."
        )


def _marks(http: Http, asset_uid: str) -> Sequence[MediaFile]:
    return media_on_server(http, asset_uid).get(MARK, [])


def _is_ours(marks: Sequence[MediaFile], programme_id: str) -> bool:
    return [file.metadata.hash for file in marks] == [media_hash(mark_content(programme_id))]


def _leave(http: Http, asset_uid: str, programme_id: str) -> None:
    """A name that is there already is a 400: somebody else was quicker, and the caller looks who."""
    http.request(
        "POST",
        f"{asset_path(asset_uid)}files/",
        data={"file_type": "form_media", "description": programme_id, "metadata": json.dumps({"filename": MARK})},
        files={"content": (MARK, mark_content(programme_id))},
    ).accept(201, 400)


def _refusal(asset_uid: str, marks: Sequence[MediaFile]) -> SetupError:
    other = ", ".join(sorted({file.description for file in marks})) or "unknown"
    return SetupError(
        f"project '{asset_uid}'",
        f"another installation of retour keeps it up (programme '{other}'); two would overwrite each other.",
        "If that one is given up, say --take-over once; if not, use it, or a project of your own.",
    )
