"""What the archive holds of a submission, beside what a page brings: the pure half of storing a page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgspec

from ..model.archived import State
from ..model.submission import AttachmentRef, Received, Status

NUL = "\\u0000"


@dataclass(frozen=True, slots=True)
class Holding:
    """One row of ``archive.submission``: the current edition and what the server keeps beside it."""

    edition_id: int
    instance_id: str
    server_id: str
    content_hash: bytes
    files: str
    files_pending: bool
    state: State
    status_code: str
    status_by: str
    status_at: datetime | None
    status_is_ours: bool
    changed_seq: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the submissions of a page; the kinds overlap only where the comment says so.

    Attributes:
        new / edited / unchanged / stale / refused: every submission received is exactly one of these.
            ``stale``: an edition that an edition already held has replaced; kept, not made current.
            ``refused``: erased here for ever.
        status_changed / files_changed / restored: how many of them were also this.
        written: rows in any table; also those of what is nobody's news, such as a new envelope or the bookmark.
    """

    new: int = 0
    edited: int = 0
    unchanged: int = 0
    stale: int = 0
    refused: int = 0
    status_changed: int = 0
    files_changed: int = 0
    restored: int = 0
    written: int = field(default=0, compare=False)

    def __add__(self, other: "Stored") -> "Stored":
        return Stored(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def received(self) -> int:
        """Submissions that came, whatever became of them."""
        return self.new + self.edited + self.unchanged + self.stale + self.refused


def files_text(attachments: Sequence[AttachmentRef]) -> str:
    """The list of a submission's files as JSON, in an order that does not depend on the server's."""
    if not attachments:
        return "[]"
    # One per id: a server that lists a file twice must not be news at every pull.
    by_id = {a.attachment_id: a for a in attachments}
    files = [by_id[key] for key in sorted(by_id)]
    try:
        text = msgspec.json.encode(files).decode()
    except UnicodeEncodeError:
        text = NUL
    # Cleaned here and always: the same list must be the same text at the next pull.
    return msgspec.json.encode([_cleaned_file(a) for a in files]).decode() if NUL in text else text


def files_of(text: str) -> list[AttachmentRef]:
    """The files that ``files_text`` wrote down."""
    return msgspec.json.decode(text, type=list[AttachmentRef])


def is_same(held: Holding, received: Received, files: str) -> bool:
    """Nothing at all happened since: the fast answer for nearly every submission of nearly every pull."""
    return (
        held.content_hash == received.content_hash
        and held.files == files
        and held.state == "present"
        and held.server_id == received.server_id
        and not status_is_news(held, received.status)
    )


def status_is_news(held: Holding, status: Status) -> bool:
    """Somebody set, changed or confirmed the status. What we wrote ourselves was noted as the server showed it, so it
    is no news when it comes back, and the same status given again by a person, even under our account, is.
    """
    return (status.code, status.by_whom, status.at) != (held.status_code, held.status_by, held.status_at)


def with_status(held: Holding, status: Status) -> Holding:
    """The holding under the status the server has now."""
    return replace(held, status_code=status.code, status_by=status.by_whom, status_at=status.at, status_is_ours=False)


def distinct_batches(submissions: Iterable[Received]) -> Iterator[list[Received]]:
    """Runs of submissions without the same key twice, in order: a page may bring two editions of one."""
    batch: dict[str, Received] = {}
    for submission in submissions:
        if submission.root_uuid in batch:
            yield list(batch.values())
            batch = {}
        batch[submission.root_uuid] = submission
    if batch:
        yield list(batch.values())


def cleaned(submission: Received) -> Received:
    """The submission with its names made storable; the body is bytes and stays exact.

    PostgreSQL's text refuses the character NUL, and UTF-8 the lone surrogates that JSON can spell.
    """
    status = submission.status
    return replace(
        submission,
        root_uuid=_storable(submission.root_uuid),
        instance_id=_storable(submission.instance_id),
        server_id=_storable(submission.server_id),
        form_version=_storable(submission.form_version),
        submitted_by=_storable(submission.submitted_by),
        status=replace(status, code=_storable(status.code), by_whom=_storable(status.by_whom)),
        attachments=tuple(_cleaned_file(a) for a in submission.attachments),
    )


def _cleaned_file(attachment: AttachmentRef) -> AttachmentRef:
    return AttachmentRef(
        _storable(attachment.attachment_id),
        _storable(attachment.question),
        _storable(attachment.filename),
        _storable(attachment.locator),
        _storable(attachment.media_type),
        attachment.is_deleted,
    )


def _storable(text: str) -> str:
    return text.replace("\0", "�").encode("utf-8", "replace").decode("utf-8")
