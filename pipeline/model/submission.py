"""What a source hands over: submissions untouched, fingerprints, changes, and the editions of a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """A file that belongs to a submission, as its server names it.

    Attributes:
        attachment_id: the server's id; stable while the file is.
        question: path of the question with indexes inside repeats: ``members[1]/photo``.
        filename: the answer's own file name, before the server made it safe.
        locator: where the source will fetch it (an address or a path); never shown or logged.
        is_deleted: the server says the file is gone.
    """

    attachment_id: str
    question: str
    filename: str
    locator: str
    media_type: str = ""
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """A validation status as the server holds it; ``code`` is '' for none, else approved, not_approved, on_hold."""

    code: str = ""
    by_whom: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """One submission as it came.

    Attributes:
        root_uuid: ``uuid:…`` of the first instance; stable over edits: the key.
        instance_id: ``uuid:…`` of this edition; changes at every edit.
        server_id: the server's own number, as text; changes when a deleted submission is posted again.
        form_version: what picks the form edition it was filled with; '' if it names none.
        submitted_at: UTC; what the server says, which a client may have backdated.
        body: the exact bytes of the answers as the server sent them.
        body_format: ``json`` for KoBoToolbox's flat object, ``xml`` for an instance document.
        content_hash: 16 bytes over the body without what the server keeps beside the answers
            (validation status, attachments); equal hash = same edition.
        encrypted: the body is an envelope with ciphertext.
    """

    root_uuid: str
    instance_id: str
    server_id: str
    form_version: str
    submitted_at: datetime | None
    body: bytes
    content_hash: bytes
    body_format: Literal["json", "xml"] = "json"
    status: Status = Status()
    attachments: tuple[AttachmentRef, ...] = ()
    submitted_by: str = ""
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Enough of a submission to see that something moved: its edition, its status and its files.

    Attributes:
        status_at: when it was given; an approval given again after an edit has the same code and is a decision too.
        files: ids of the attachments that are there (not deleted).
    """

    root_uuid: str
    instance_id: str
    server_id: str
    status_code: str = ""
    files: frozenset[str] = frozenset()
    status_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """What the account behind a token can see and do in one project.

    Attributes:
        account: user name; safe to show.
        can_read / sees_all: rows at all, and every row (False under partial permissions).
        can_see_changes: the server's change feed is open to this account.
        can_deploy / can_set_status: writes.
        expected_count: rows the project says it holds, whoever asks; None if it does not say.
        server_time: the server's own clock when it answered, UTC; None if it does not say.
    """

    account: str
    can_read: bool
    sees_all: bool
    can_see_changes: bool
    can_deploy: bool
    can_set_status: bool
    expected_count: int | None = None
    server_time: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FormEdition:
    """One version of a form as its server holds it.

    Attributes:
        version: the value submissions carry (KoBoToolbox: ``__version__``); the key within a project.
        aliases: other values that mean the same edition (the XForm's own version text).
        sheets: workbook sheets as lists of rows (``survey``, ``choices``, ``settings``); empty if ``xform`` is given.
        xform: the XForm document, '' if only ``sheets`` are known.
    """

    version: str
    deployed_at: datetime | None
    sheets: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    xform: str = ""
    aliases: tuple[str, ...] = ()
