"""Judges one submission that is not what the archive holds: edited, only enveloped anew, restored, or stale."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from ..model.submission import Received
from .envelope import replaced_instance, same_answers
from .held import HeldEdition
from .holding import Holding, Stored, status_is_news, with_status


@dataclass(frozen=True, slots=True)
class Change:
    """What storing one known submission will write.

    Attributes:
        number: of the change, and of the edition if there is a new one.
        after: the holding it becomes; None if it stays as it is.
        is_new_edition: its body is kept as an edition.
    """

    number: int
    received: Received
    after: Holding | None
    is_new_edition: bool = False
    is_stale: bool = False
    status_changed: bool = False
    files_changed: bool = False
    restored: bool = False

    @property
    def counted(self) -> Stored:
        """What it adds to the page's counts."""
        edited = self.is_new_edition and not self.is_stale
        return Stored(
            edited=int(edited),
            stale=int(self.is_stale),
            unchanged=int(not edited and not self.is_stale),
            status_changed=int(self.status_changed),
            files_changed=int(self.files_changed),
            restored=int(self.restored),
            written=self.is_new_edition + (self.after is not None) + self.status_changed + self.restored,
        )


def judge(
    held: Holding,
    number: int,
    received: Received,
    files: str,
    editions: Sequence[HeldEdition],
    questions: Set[str] | None,
) -> Change:
    """What becomes of a known submission.

    Args:
        number: a fresh number for the change.
        files: the list of files received, as text.
        editions: all editions held, if the content hash differs; may be empty otherwise.
        questions: names of top-level questions that begin with ``_``; None if the form is not known.
    """
    differs = held.content_hash != received.content_hash
    if differs and held.state == "present" and _is_replaced(held, received, editions):
        is_kept = any(e.content_hash == received.content_hash for e in editions)
        return Change(number, received, None, is_new_edition=not is_kept, is_stale=True)
    edited = differs and not _is_enveloped(held, received, editions, questions)
    status_changed = status_is_news(held, received.status)
    change = Change(
        number,
        received,
        None,
        is_new_edition=edited,
        status_changed=status_changed,
        files_changed=held.files != files,
        restored=held.state == "deleted",
    )
    return replace(change, after=_after(held, change, files))


def _after(held: Holding, change: Change, files: str) -> Holding:
    received = change.received
    after = replace(
        held, server_id=received.server_id, content_hash=received.content_hash, files=files, state="present"
    )
    if change.files_changed:
        after = replace(after, files_pending=any(not a.is_deleted for a in received.attachments))
    if change.is_new_edition:
        after = replace(after, edition_id=change.number, instance_id=received.instance_id)
    if change.status_changed:
        after = with_status(after, received.status)
    # A new envelope around the same answers is nobody's news: the build need not look again.
    is_visible = replace(after, content_hash=held.content_hash) != held
    return replace(after, changed_seq=change.number) if is_visible else after


def _is_replaced(held: Holding, received: Received, editions: Sequence[HeldEdition]) -> bool:
    """An edition held says that it took this one's place: an old export, or a page that was overtaken.

    Only where the server's number is the same: after a deletion the first edition may be posted again, and counts.
    """
    if received.server_id != held.server_id or received.instance_id == held.instance_id:
        return False
    return any(replaced_instance(e.body, e.body_format) == received.instance_id for e in editions)


def _is_enveloped(
    held: Holding, received: Received, editions: Sequence[HeldEdition], questions: Set[str] | None
) -> bool:
    """The bytes differ and the answers do not."""
    current = next((e for e in editions if e.edition_id == held.edition_id), None)
    if current is None or current.body_format != received.body_format:
        return False
    return same_answers(current.body, received.body, current.body_format, questions)
