"""Whether a project gets its lists now: only if a tablet would see something else, and once in a window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .files import ListFile
from .sent import Sent


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done about one project.

    Attributes:
        changed: files that differ from what it was sent last.
        gone: names it was sent and its form reads no more.
        is_resumed: an earlier sending was cut off.
        not_before: the window's end, where it is still shut; None where nothing has to wait.
    """

    changed: tuple[ListFile, ...] = ()
    gone: tuple[str, ...] = ()
    is_resumed: bool = False
    not_before: datetime | None = None

    @property
    def has_news(self) -> bool:
        """There is something to send or to take away."""
        return bool(self.changed or self.gone)


def due(
    files: Sequence[ListFile], sent: Mapping[str, Sent], uid: str, at: datetime, window: timedelta, *, now: bool
) -> Due:
    """What the project should get at this instant.

    Args:
        sent: what was sent to it before, by name; a project under another uid was sent nothing.
        window: least time between two redeployments.
        now: do not wait for the window.
    """
    before = {name: one for name, one in sent.items() if one.uid == uid}
    changed = tuple(f for f in files if not _arrived(before.get(f.name), f))
    gone = tuple(sorted(before.keys() - {f.name for f in files}))
    resumed = any(not one.is_done for one in before.values())
    last = max((one.sent_at for one in before.values()), default=None)
    shut = last is not None and at < last + window and not now and not resumed
    not_before = last + window if shut and last and (changed or gone) else None
    return Due(changed, gone, resumed, not_before)


def _arrived(before: Sent | None, file: ListFile) -> bool:
    return before is not None and before.is_done and before.content_hash == file.content_hash
