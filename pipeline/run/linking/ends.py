"""The two records that somebody named by code or id, and all that hangs together with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from ...cards.replacing import read_code
from ...errors import SetupError
from ...model.linkage import LinkDecision
from ...model.mention import Mention
from ...registry import review
from ...registry.facts import Decided
from .docket import CODE, MENTION, Docket, about, read_docket
from .model import read_linkage


@dataclass(frozen=True, slots=True)
class Ends:
    """Two records that a decision is about: mention ids, or ``code:P…`` for what came with a card alone."""

    left: str
    right: str
    docket: Docket

    def about_them(self, one: LinkDecision) -> bool:
        """Whether the decision is about these two."""
        return {one.left, one.right} == {self.left, self.right}

    def last(self) -> Decided | None:
        """The decision about these two that counts."""
        return next((one for one in reversed(self.docket.live) if self.about_them(one.decision)), None)

    def last_about_cards(self) -> Decided | None:
        """The last decision about any record of the one's card and any of the other's."""
        ours, theirs = self._carried(self.left), self._carried(self.right)
        for one in reversed(self.docket.live):
            left, right = one.decision.left, one.decision.right
            if (left in ours and right in theirs) or (left in theirs and right in ours):
                return one
        return None

    def _carried(self, end: str) -> frozenset[str]:
        """All mentions with the card of this one, and the card."""
        known = self.docket
        code = end.removeprefix(CODE) if end.startswith(CODE) else known.mentions[end].code
        if not code:
            return frozenset({end})
        newest = known.newest(code)
        same = (one.mention_id for one in known.mentions.values() if known.newest(one.code) == newest)
        return frozenset({end, CODE + newest, *same})


def ends_of(connection: Connection, folder: Path, decision: LinkDecision) -> Ends:
    """The records of a decision, also where they are gone by now."""
    ends = decision.left, decision.right
    return Ends(*ends, docket_about(connection, folder, ends))


def docket_about(connection: Connection, folder: Path, ends: Sequence[str]) -> Docket:
    """All that hangs together with these mentions and ``code:P…``."""
    records = {end for end in ends if not end.startswith(CODE)}
    codes = {end.removeprefix(CODE) for end in ends if end.startswith(CODE)}
    return read_docket(connection, read_linkage(folder).model, about(connection, records, codes))


def find_ends(connection: Connection, folder: Path, typed: Sequence[str]) -> Ends:
    """The two records that somebody named.

    Args:
        typed: two of: a person's code, the id of a mention (``uuid:…#who``), the id of a submission that speaks of one
            person only, ``code:P…`` for a card that several people use: whatever came with the card alone.

    Raises:
        SetupError: one is unknown or means several, or both are the same.
    """
    read = [_read(connection, one) for one in typed]
    docket = docket_about(connection, folder, [one if ":" in one else CODE + one for one in read])
    left, right = (_record(docket, one) for one in read)
    if left == right:
        raise SetupError("link", "both are the same record.", "Name two people, or two mentions: retour link review.")
    return Ends(min(left, right), max(left, right), docket)


def _read(connection: Connection, typed: str) -> str:
    """A mention id, or a code of eight signs; ``code:`` stays in front."""
    if typed.startswith(CODE):
        return CODE + read_code(typed.removeprefix(CODE))
    if not typed.startswith("uuid:"):
        return read_code(typed)
    if "#" in typed:
        return typed
    found = review.mentions_of_submission(connection, typed)
    if len(found) != 1:
        raise SetupError(typed, f"{len(found)} people are spoken of there.", "Add which, as in uuid:…#members/2.")
    return found[0]


def _record(docket: Docket, read: str) -> str:
    """The mention that stands for whoever was named, or ``code:P…`` of a card that several people use."""
    if read.startswith("uuid:"):
        if read in docket.mentions:
            return read
        raise SetupError(read, "nobody is spoken of there.", "Take the id from 'retour link review'.")
    code = docket.newest(read.removeprefix(CODE))
    if read.startswith(CODE) or docket.dispute_about(code):
        return CODE + code
    if first := _first_with(docket, code):
        return first
    # Not repeated: this sentence goes into the record of runs, and a code stands for a person.
    raise SetupError("link", "nobody is known by one of the codes.", "Compare it with the card or the list.")


def _first_with(docket: Docket, code: str) -> str:
    """The earliest registration with that code, or known by it; without one, the earliest mention."""
    given = {one.handle.removeprefix(MENTION) for one in docket.identities if docket.newest(one.code) == code}

    def means(one: Mention) -> bool:
        return docket.newest(one.code) == code if one.code else one.mention_id in given

    ordered = sorted(
        filter(means, docket.mentions.values()),
        key=lambda m: (m.role not in ("registered", "imported"), str(m.on or "9999"), m.mention_id),
    )
    return ordered[0].mention_id if ordered else ""
