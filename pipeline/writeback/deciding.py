"""Which validation status a submission should have on the server: pure, and a person's word always stands."""

from dataclasses import dataclass, replace
from datetime import datetime

from ..model.submission import Status


@dataclass(frozen=True, slots=True)
class Place:
    """Where a submission is on its server; posted again after a deletion it is at another one.

    Attributes:
        project: the server's uid of it.
        server_id: the server's number of the submission.
    """

    project: str
    server_id: str


@dataclass(frozen=True, slots=True)
class Written:
    """What we last wrote on one submission.

    Attributes:
        code: ``on_hold`` or ``approved``, as the server showed it afterwards; '' where nothing of ours is there.
        by_whom / at: what the server said of it; by these we know it again, for a person may use our account.
        intended: the code of a write under way, '' to take ours away; None where none is. Still there at the next
            run: we were stopped, and only the server knows whether it was done.
        intended_by / intended_since: under which account, not before which instant of the server's clock.
    """

    place: Place
    code: str = ""
    by_whom: str = ""
    at: datetime | None = None
    intended: str | None = None
    intended_by: str = ""
    intended_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What to do about one submission.

    Attributes:
        memory: what to remember before anything is written; None = nothing of ours is there.
        write: the code to write; None = leave the server as it is.
        is_theirs: something else is wanted, and a person's word stands against it.
    """

    memory: Written | None
    write: str | None = None
    is_theirs: bool = False


def wanted_status(*, is_set_aside: bool, is_in_review: bool, is_sure: bool, approves: bool) -> str:
    """``on_hold`` while the submission waits for a person here, ``approved`` where that is wished and nothing is open.

    Args:
        is_set_aside: it could not be decoded; also where a person dismissed it, for nobody can use it.
        is_in_review: nobody has said yet whom one of its mentions speaks of.
        is_sure: it is decoded, speaks of somebody, and all of them are known without doubt.
        approves: the office lets the pipeline approve.
    """
    if is_set_aside or is_in_review:
        return "on_hold"
    return "approved" if approves and is_sure else ""


def next_step(place: Place, memory: Written | None, now: Status, wanted: str) -> Step:
    """What to write, if anything, so that the submission gets the status wanted.

    A status is written only where there is none, or where it is the very one we wrote. A person who took ours away
    is not contradicted: it is not written again until it was wanted no longer in between.

    Args:
        place: where the submission is now.
        memory: what we wrote last; None for nothing.
        now: the status the server shows.
        wanted: ``on_hold``, ``approved`` or ''.
    """
    mine = settled(place, memory, now)
    if now.code and not is_ours(mine, now):
        # What a person set stands; ours under it counts for as long as it is still wanted.
        kept = mine if mine and mine.code == wanted else None
        return Step(kept, is_theirs=bool(wanted) and wanted != now.code)
    if mine and not now.code and mine.code == wanted:
        return Step(mine, is_theirs=True)
    if now.code == wanted:
        return Step(mine if now.code else None)
    return Step(mine if now.code else None, write=wanted)


def settled(place: Place, memory: Written | None, now: Status) -> Written | None:
    """The memory once it is known what became of a write we were stopped in."""
    if memory is None or memory.place != place:
        return None
    if memory.intended is None:
        return memory
    if has_arrived(place, memory, now):
        return Written(place, now.code, now.by_whom, now.at) if now.code else None
    return Written(place, memory.code, memory.by_whom, memory.at) if memory.code else None


def is_ours(memory: Written | None, now: Status) -> bool:
    """The status on the server is the very one we wrote: code, account and instant."""
    return memory is not None and (memory.code, memory.by_whom, memory.at) == (now.code, now.by_whom, now.at)


def intending(place: Place, memory: Written | None, code: str, account: str, since: datetime | None) -> Written:
    """The memory with a write under way."""
    return replace(memory or Written(place), intended=code, intended_by=account, intended_since=since)


def has_arrived(place: Place, memory: Written | None, now: Status) -> bool:
    """A write was under way when we were stopped, and the server shows that it was done."""
    if memory is None or memory.place != place or memory.intended != now.code:
        return False
    if not now.code:
        return True
    since, at = memory.intended_since, now.at
    return now.by_whom == memory.intended_by and (since is None or at is None or at >= since)
