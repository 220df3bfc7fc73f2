"""Compares what the archive holds with what a server shows: pure, so that every way two lists differ is a test."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model.archived import State
from ..model.submission import Fingerprint


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive holds of one submission, as a scan would see it; ``present``, ``deleted`` or ``erased``."""

    fingerprint: Fingerprint
    state: State = "present"


@dataclass(frozen=True, slots=True)
class Differences:
    """Root uuids by what a scan found out; only ``missing`` needs a scan that was complete.

    Attributes:
        to_fetch: new, edited, or posted again under another number.
        status_changed / files_changed: the answers are the same.
        restored: deleted here, and on the server as it was.
        refused: erased here and still on the server.
        missing: present here, and not on the server.
    """

    to_fetch: frozenset[str] = frozenset()
    status_changed: frozenset[str] = frozenset()
    files_changed: frozenset[str] = frozenset()
    restored: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()

    @property
    def to_read(self) -> frozenset[str]:
        """All that must be read whole and stored again; storing tells the kinds apart by itself."""
        return self.to_fetch | self.status_changed | self.files_changed | self.restored


def merged(parts: Sequence[Differences]) -> Differences:
    """The differences of several pages as one."""
    names = Differences.__slots__
    return Differences(**{name: frozenset().union(*(getattr(part, name) for part in parts)) for name in names})


def compare(known: Mapping[str, Known], seen: Iterable[Fingerprint]) -> Differences:
    """What moved among the submissions seen; says nothing of those not seen: see ``find_missing``.

    Args:
        known: by root uuid, at least those of ``seen`` that the archive knows; more do no harm.
        seen: one page or all; the last of two with the same key counts.
    """
    kinds: dict[str, set[str]] = {name: set() for name in Differences.__slots__}
    for fingerprint in {f.root_uuid: f for f in seen}.values():
        for kind in _kinds(known.get(fingerprint.root_uuid), fingerprint):
            kinds[kind].add(fingerprint.root_uuid)
    return Differences(**{name: frozenset(found) for name, found in kinds.items()})


def _kinds(known: Known | None, seen: Fingerprint) -> Iterable[str]:
    if known is None:
        return ("to_fetch",)
    if known.state == "erased":
        return ("refused",)
    held = known.fingerprint
    found = []
    if (held.instance_id, held.server_id) != (seen.instance_id, seen.server_id):
        found.append("to_fetch")
    elif known.state == "deleted":
        found.append("restored")
    if (held.status_code, held.status_at) != (seen.status_code, seen.status_at):
        found.append("status_changed")
    if held.files != seen.files:
        found.append("files_changed")
    return found


def find_missing(present: Iterable[str], seen: Collection[str]) -> frozenset[str]:
    """Those present in the archive that a complete scan did not see."""
    return frozenset(root for root in present if root not in seen)


def trips_breaker(missing: int, present: int, share: float, count: int) -> bool:
    """So many submissions are gone at once that a person must say it is true.

    A lost permission and an emptied project look exactly like a mass deletion. More than both limits trips it;
    so does everything vanishing from a project of two or more, however small: ``count`` would let that pass.

    Args:
        missing: confirmed gone, among ``present``.
        present: in the archive before.
        share: 0 to 1, of ``present``.
    """
    if present > 1 and missing >= present:
        return True
    return missing > count and missing > share * present


def confirm_deletions(missing: Iterable[str], fetched: Iterable[str]) -> frozenset[str]:
    """Those missing that a fetch by key did not bring either: only these are gone.

    A change feed reports deletions that failed, and a page can miss a row that moved.
    """
    return frozenset(missing) - frozenset(fetched)
