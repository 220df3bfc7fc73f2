"""Judging: the findings stored are what the rules say today, of whatever changed since they were last asked."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import Connection

from ...findings.current import Written, due_subjects, judged_subjects, write_findings
from ...findings.rulebook import Described, write_rules
from ...model.case import Case
from ...model.finding import SubjectKind
from ...registry import cases, listing, marks
from ...rules.judge import judge_all, subject_of
from ...rules.practice import RULES
from ..linking.touched import Touched
from ..session import Session
from .casebook import CaseBook, casebook_of
from .policy import read_ruling

SCOPE, POLICY, DAY = "findings", "policy", "day"
"""Where it is noted by which policy everything was judged, and on which day anything was judged last."""
AT_ONCE = 500
KINDS: tuple[SubjectKind, ...] = ("person", "plan", "meeting", "session", "locality")
Subjects = dict[SubjectKind, Collection[str] | None]
"""By kind; None for all of the kind."""


def judge(session: Session, connection: Connection, touched: Touched) -> Written:
    """Rules are asked about what changed and about deadlines that passed; in the caller's transaction.

    Everything is judged again where a rule, a threshold, the catalogue or the places are not those of the last time,
    or where the machine's clock was ahead then.

    Raises:
        SetupError: a threshold, the catalogue or the list of places is missing or wrong.
    """
    ruling = read_ruling(session.settings.folder, session.at)
    book = casebook_of(session, connection, ruling.policy)
    return Judging(book, session.at, session.run_id).run(touched, ruling.mark)


@dataclass(frozen=True, slots=True)
class Judging:
    """One judging of a case book; ``at`` and ``run_id`` stand with every outcome that turned."""

    book: CaseBook
    at: datetime
    run_id: UUID | None

    @property
    def connection(self) -> Connection:
        """The transaction it all happens in."""
        return self.book.reading.connection

    def run(self, touched: Touched, mark: str) -> Written:
        """Findings stand as they are today; ``mark`` is that of the policy."""
        noted, today = marks.marks(self.connection, SCOPE), self.book.policy.today.isoformat()
        everything = touched.everything or noted.get(POLICY) != mark or today < noted.get(DAY, "")
        subjects = dict.fromkeys(KINDS) if everything else self.reached(touched)
        done = Written()
        for kind, some in subjects.items():
            done.add(self._judge(kind, some))
        done.rows += write_rules(self.connection, _described())
        if any(some is None or some for some in subjects.values()):
            done.rows += marks.put_marks(self.connection, SCOPE, {POLICY: mark, DAY: today})
        return done

    def reached(self, touched: Touched) -> Subjects:
        """Whose cases may be other ones: what changed, whoever shares it, and what time alone may have changed."""
        persons = touched.persons | cases.members_of(self.connection, touched.plans)
        plans = touched.plans | cases.plans_of(self.connection, persons)
        reached: dict[SubjectKind, Collection[str]] = {
            "person": persons,
            "plan": plans,
            "meeting": touched.meetings | listing.meetings_about(self.connection, touched.plans),
            "session": touched.sessions | listing.orientations_in(self.connection, touched.told_in),
            "locality": {self.book.place_of(commune) for commune in touched.communes},
        }
        due = due_subjects(self.connection, self.book.policy.today)
        return {kind: {*found, *due.get(kind, ())} for kind, found in reached.items()}

    def _judge(self, kind: SubjectKind, subjects: Collection[str] | None) -> Written:
        """All cases of the kind, or those of these subjects; what is no case any more has no finding."""
        done = Written()
        if subjects is not None and not subjects:
            return done
        seen: set[str] = set()
        for some in _batches(self._cases(kind, subjects)):
            names = [subject_of(case)[1] for case in some]
            seen.update(names)
            done.add(self._write(kind, names, some))
        gone = (judged_subjects(self.connection, kind) if subjects is None else set(subjects)) - seen
        done.add(self._write(kind, gone, ()))
        return done

    def _write(self, kind: SubjectKind, names: Collection[str], some: Iterable[Case]) -> Written:
        found = judge_all(some, self.book.policy)
        return write_findings(self.connection, kind, names, found, at=self.at, run_id=self.run_id)

    def _cases(self, kind: SubjectKind, subjects: Collection[str] | None) -> Iterator[Case]:
        match kind:
            case "person":
                return self.book.persons(subjects)
            case "plan":
                return self.book.plans(subjects)
            case "meeting":
                return self.book.meetings(subjects)
            case "session":
                return self.book.sessions(subjects)
            case "locality":
                return self.book.localities(subjects)


def _described() -> list[Described]:
    return [
        Described(
            one.id,
            one.topic,
            one.subject,
            one.severity,
            one.sentence_fr,
            one.sentence_en,
            one.source,
            list(one.rows),
            one.closed,
        )
        for one in RULES
    ]


def _batches(found: Iterator[Case]) -> Iterator[list[Case]]:
    while some := list(islice(found, AT_ONCE)):
        yield some
