"""A workbook is imported into KoBoToolbox: sent, waited for, and its refusal put into words."""

import re

import msgspec

from ..errors import SetupError, SourceError
from .http import Http
from .kobo_access import asset_path

POLLS = 60
POLL_SECONDS = 1.0


class Imported(msgspec.Struct):
    """One project that an import made or changed."""

    uid: str


class Messages(msgspec.Struct):
    """What the import says; ``error`` is pyxform's text, or the server's."""

    created: list[Imported] = []
    updated: list[Imported] = []
    error: str = ""


class Task(msgspec.Struct):
    """An import on its way: ``created``, ``processing``, ``complete`` or ``error``."""

    uid: str
    status: str
    messages: Messages = msgspec.field(default_factory=Messages)


def import_workbook(http: Http, filename: str, workbook: bytes, name: str, asset_uid: str = "") -> str:
    """The uid of the project that now holds the workbook as its newest version, not yet deployed.

    Args:
        http: session with the server.
        filename: as the server will show it.
        workbook: the .xlsx file.
        name: of a new project; the workbook's form_title wins.
        asset_uid: of the project to change; '' makes a new one.

    Raises:
        SetupError: the server refuses the workbook.
        SourceError: it did not come to an end.
    """
    # library=false: without it the server makes a library block, which can never be deployed.
    form = {"library": "false", "name": name}
    if asset_uid:
        form["destination"] = http.url + asset_path(asset_uid)
    files = {"file": (filename, workbook)}
    # Into an existing project a second import changes nothing; a second new project would stay as an orphan.
    sent = http.request("POST", "/api/v2/imports/", repeatable=bool(asset_uid), data=form, files=files)
    task = sent.accept(201, 200).json(Task)
    for _ in range(POLLS):
        answer = http.get(f"/api/v2/imports/{task.uid}/", {"format": "json"}).accept(200)
        task = answer.json(Task)
        if task.status == "complete":
            return _uid(task, answer.where)
        if task.status == "error":
            raise SetupError(filename, f"the server refuses the form: '{worded(task.messages.error)}'.", CHECK)
        http.wait(POLL_SECONDS)
    raise SourceError(
        f"{http.url}/api/v2/imports/{task.uid}/",
        f"the import did not end within {POLLS * POLL_SECONDS:.0f} seconds.",
        "Look at the project in the browser before you deploy again.",
    )


CHECK = "Run 'retour forms check', correct the workbook, and deploy again."


def worded(text: str) -> str:
    """The first lines of a server's complaint about a form, without markup and not longer than a sentence or two."""
    plain = re.sub(r"<[^>]*>|\s+", " ", text).strip()
    return plain if len(plain) <= 300 else plain[:300] + "…"


def _uid(task: Task, where: str) -> str:
    for imported in (*task.messages.created, *task.messages.updated):
        return imported.uid
    # An import without a file ends "complete" and did nothing; so does one whose destination was not allowed.
    raise SourceError(where, "the import ended but made no project.", "Check the workbook and the account's rights.")
