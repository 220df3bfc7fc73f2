"""The case book: everything rules judge, read in batches from what was said and how it is linked."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ...cards.replacing import newest_codes, read_replacements
from ...model.case import LocalityCase, MeetingCase, PersonCase, PlanCase, SessionCase
from ...registry import listing
from ...rules.policy import Policy
from ..linking.imports import sayings_of
from ..session import Session
from .policy import read_ruling
from .reading import Reading

AT_ONCE = 500
"""Cases of a batch: what is in memory at one time."""
PLACES_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class CaseBook:
    """All cases of the programme, as they stand in the transaction it was opened in.

    Every method yields all cases of its kind, or those asked for; unknown ones are absent, and the order means nothing.
    """

    reading: Reading
    policy: Policy
    at_once: int = AT_ONCE

    def persons(self, keys: Collection[str] | None = None) -> Iterator[PersonCase]:
        """Every person with the life and the plans they had."""
        for some in self._batches(listing.person_keys(self.reading.connection, keys)):
            yield from self.reading.persons(some)

    def plans(self, codes: Collection[str] | None = None) -> Iterator[PlanCase]:
        """Every plan anybody spoke of, drafted or not."""
        for some in self._batches(listing.plan_codes(self.reading.connection, codes)):
            yield from self.reading.plans(some)

    def meetings(self, ids: Collection[str] | None = None) -> Iterator[MeetingCase]:
        """Every committee meeting, with all submissions that wrote of it."""
        for some in self._batches(listing.meeting_ids(self.reading.connection, ids)):
            yield from self.reading.meetings(some)

    def sessions(self, codes: Collection[str] | None = None) -> Iterator[SessionCase]:
        """Every orientation and training that was planned or held."""
        for some in self._batches(listing.session_codes(self.reading.connection, codes)):
            yield from self.reading.sessions(some)

    def localities(self, places: Collection[str] | None = None) -> Iterator[LocalityCase]:
        """Every place with a plan, at the level that calls meetings today (``committee.local_level``)."""
        communes = self._communes_by_place(places)
        for some in _batches(sorted(communes), PLACES_AT_ONCE):
            yield from self.reading.localities({place: communes[place] for place in some}, self.level)

    @property
    def level(self) -> str:
        """``commune`` or ``province``: which places call meetings today."""
        return str(self.policy.value("committee.local_level") or "commune")

    def place_of(self, commune: str) -> str:
        """The place that calls meetings for a commune; one that is on no list of places stands for itself."""
        return self.policy.parents.get(commune, commune) if self.level == "province" else commune

    def _batches(self, subjects: list[str]) -> Iterator[Sequence[str]]:
        return _batches(subjects, self.at_once)

    def _communes_by_place(self, places: Collection[str] | None) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for commune in sorted(listing.plans_by_commune(self.reading.connection)):
            place = self.place_of(commune)
            if places is None or place in places:
                found.setdefault(place, []).append(commune)
        return found


def open_casebook(session: Session, connection: Connection) -> CaseBook:
    """The programme's cases and what they are judged by today; reads, and writes nothing.

    Args:
        connection: in one transaction as long as the book is used.

    Raises:
        SetupError: a threshold, the catalogue or the list of places is missing or wrong.
    """
    return casebook_of(session, connection, read_ruling(session.settings.folder, session.at).policy)


def casebook_of(session: Session, connection: Connection, policy: Policy) -> CaseBook:
    """The same, judged by this policy."""
    aliases = newest_codes(read_replacements(connection))
    return CaseBook(Reading(connection, sayings_of(session.settings), aliases), policy)


def _batches(subjects: Sequence[str], at_once: int) -> Iterator[Sequence[str]]:
    return (subjects[start : start + at_once] for start in range(0, len(subjects), at_once))
