"""The queue: what could not be decoded, why, where it is on the server, and what a person can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from ..archive.read import by_root
from ..errors import SetupError
from ..programme import Settings
from ..warehouse.set_aside import Waiting, dismiss, list_set_aside
from .daily import on_record
from .session import open_session
from .telling import Telling

WHAT_TO_DO = {
    "unknown_form": "Add its stage to config/programme.toml, then: retour queue retry.",
    "unknown_version": "If the form was deleted on the server, put its workbook back; then: retour queue retry.",
    "unknown_question": "The form on the server has other questions than its own version says: redeploy, then retry.",
    "wrong_type": "Open it on the server, correct that answer, then: retour run.",
    "not_readable": "Open it on the server; if it cannot be opened there either, dismiss it with the reason.",
    "encrypted": "It stays as received until the project's key is at hand.",
    "too_large": "Look at that answer on the server; raise limits.answer_bytes if it is right, then retry.",
    "too_deep": "Raise limits.repeat_depth in config/programme.toml, then: retour queue retry.",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission that waits; ``number`` counts from 1 in the order of the list.

    Attributes:
        place: its page or folder; '' where there is none.
        server_id: what to search for on that page.
    """

    number: int
    deployment: str
    root_uuid: str
    server_id: str
    place: str
    edition_id: int
    form_version: str
    question: str
    reason: str
    detail: str
    since: datetime
    what_to_do: str
    dismissed_by: str
    dismissed_why: str

    def document(self) -> dict[str, Any]:
        """The same for machines and tables."""
        return {name: getattr(self, name) for name in self.__slots__}


def read_queue(folder: Path, telling: Telling, *, with_dismissed: bool = True) -> list[Entry]:
    """All that waits, oldest first; numbers count the dismissed ones too, so that they mean the same everywhere."""
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        waiting = list_set_aside(connection, with_dismissed=True)
        held = {
            (key, row.root_uuid): row
            for key in {w.deployment for w in waiting}
            for batch in by_root(connection, key, [w.root_uuid for w in waiting if w.deployment == key])
            for row in batch
        }
    entries = []
    for number, w in enumerate(waiting, 1):
        row = held.get((w.deployment, w.root_uuid))
        entries.append(
            _entry(session.settings, number, w, row.server_id if row else "", row.form_version if row else "")
        )
    return [e for e in entries if with_dismissed or not e.dismissed_why]


def find_entry(entries: Sequence[Entry], which: str) -> Entry:
    """The entry of that number or (beginning of a) root uuid.

    Raises:
        SetupError: there is none, or more than one.
    """
    bare = which.removeprefix("uuid:")
    found = [e for e in entries if str(e.number) == which or (len(bare) >= 4 and e.root_uuid[5:].startswith(bare))]
    if len(found) != 1:
        what = "more than one submission is" if found else "no submission is"
        raise SetupError("queue", f"{what} called '{which}'.", "Take a number from 'retour queue list'.")
    return found[0]


def dismiss_entry(folder: Path, telling: Telling, which: str, by: str, why: str) -> Entry:
    """A person leaves it undecoded, for a reason; it stays in the books as set aside.

    Raises:
        SetupError: no reason, or no such entry.
    """
    if len(why.strip()) < 5:
        raise SetupError("queue dismiss", "the reason is missing.", "Say why in a few words: --why '…'.")
    entry = find_entry(read_queue(folder, telling), which)
    with on_record(folder, telling, "queue dismiss") as (session, note), session.engine.begin() as connection:
        dismiss(connection, entry.deployment, entry.root_uuid, by, why, session.at)
        note({"dismissed": entry.root_uuid, "by": by, "why": why})
    return entry


def export_queue(entries: Sequence[Entry], file: Path) -> None:
    """The queue as CSV or Excel, without any answer.

    Raises:
        SetupError: another kind of file, or it cannot be written.
    """
    frame = pd.DataFrame([e.document() for e in entries], columns=list(Entry.__slots__), dtype=object)
    try:
        if file.suffix == ".csv":
            frame.to_csv(file, index=False)
        elif file.suffix == ".xlsx":
            frame.assign(since=frame["since"].astype(str)).to_excel(file, index=False)
        else:
            raise SetupError(str(file), "is neither .csv nor .xlsx.", "Name the file queue.csv or queue.xlsx.")
    except OSError as error:
        raise SetupError(
            str(file), f"cannot be written ({error.strerror}).", "Close it in Excel, or choose another."
        ) from None


def _entry(settings: Settings, number: int, w: Waiting, server_id: str, form_version: str) -> Entry:
    return Entry(
        number=number,
        deployment=w.deployment,
        root_uuid=w.root_uuid,
        server_id=server_id,
        place=_place(settings, w.deployment),
        edition_id=w.edition_id,
        form_version=form_version,
        question=w.question,
        reason=w.reason,
        detail=w.detail,
        since=w.since,
        what_to_do=WHAT_TO_DO.get(w.reason, ""),
        dismissed_by=w.dismissed_by,
        dismissed_why=w.dismissed_why,
    )


def _place(settings: Settings, key: str) -> str:
    for deployment in settings.deployments():
        server = settings.servers[deployment.server]
        if deployment.key == key and server.kind == "kobo":
            return f"{server.url}/#/forms/{deployment.uid}/data/table"
        if deployment.key == key and server.kind == "folder":
            return f"{server.url}/{deployment.uid}"
    return ""
