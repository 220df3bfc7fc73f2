"""What the archive gives back: one submission as it stands now, with the exact bytes of its current edition."""

from datetime import datetime
from typing import Literal, NamedTuple

State = Literal["present", "deleted", "erased"]
"""``present`` on the server · ``deleted`` there, kept here · ``erased``: only the key is left."""


class Archived(NamedTuple):
    """One submission of one deployment and its current edition.

    Attributes:
        changed_seq: grows with every visible change of any submission; a build remembers the highest it has seen.
        edition_id: the archive's number of the current edition; 0 once erased.
        form_version: what picks the form edition it was filled with; '' if it names none.
        body: the exact bytes received; empty once erased.
        status_code: validation status on the server; '' for none.
    """

    changed_seq: int
    state: State
    root_uuid: str
    edition_id: int
    instance_id: str
    server_id: str
    form_version: str
    submitted_at: datetime | None
    submitted_by: str
    body: bytes
    body_format: Literal["json", "xml"]
    encrypted: bool
    status_code: str
