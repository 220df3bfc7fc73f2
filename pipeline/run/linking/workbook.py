"""The review for people who prefer Excel: open questions out as a workbook, answers in again, all or nothing."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from ...errors import SetupError
from ...model.linkage import LinkDecision
from ...records.people.united import Contradiction
from ...registry import facts
from ...reports.review_workbook import Answered, PairRow, Problem, Returned, read_review, write_review
from ..daily import on_record
from ..session import Session, open_session
from ..telling import Telling
from .decide import Outcome, Verdict, as_decision, outcome_of
from .docket import Docket, docket_in_doubt
from .ends import Ends, docket_about
from .job import check_ready, link
from .model import read_linkage
from .sides import FIELDS, Reader, Shown

QUESTIONS = {
    "score": "La même personne ?",
    "card": "Même carte, noms différents : la même personne ?",
    "number": "Même numéro d'un autre système, noms différents : la même personne ?",
}
IN_EXCEL = "comparé dans le classeur"


@dataclass(frozen=True, slots=True)
class Exported:
    """``pairs`` rows are in the file; ``cards`` questions, whose a card is, can only be answered in the terminal."""

    pairs: int
    cards: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook brought.

    Attributes:
        problems: rows that are wrong; where there is any, nothing was written.
        outcomes: of the new decisions, in the order of the rows.
        unchanged: rows that say what was decided already.
        later: rows left open.
    """

    problems: tuple[Problem, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    unchanged: int = 0
    later: int = 0


def export_review(folder: Path, telling: Telling, file: Path) -> Exported:
    """All open pairs as a workbook that only its owner can read: it holds names.

    Raises:
        SetupError: the file is there already, is no .xlsx, or cannot be written.
    """
    if file.suffix.lower() != ".xlsx":
        raise SetupError(str(file), "the review is an Excel workbook.", "Name the file paires.xlsx.")
    with open_session(folder, telling, writes=False) as session:
        check_ready(session, rebuild=False)
        with session.engine.connect() as connection:
            docket = docket_in_doubt(connection, read_linkage(session.settings.folder).model)
            reader = Reader(connection, session.settings.folder, docket, session.settings.languages)
            shown = [reader.show(question) for question in docket.questions]
    rows = [_row(one) for one in shown if one.kind != "whose"]
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(file, flags, 0o600), "wb") as stream:
            write_review(stream, rows)
    except FileExistsError:
        raise SetupError(str(file), "is there already; nothing was overwritten.", "Name another file.") from None
    except OSError as error:
        raise SetupError(str(file), f"cannot be written ({error.strerror}).", "Choose another folder.") from None
    return Exported(len(rows), len(shown) - len(rows))


def _row(shown: Shown) -> PairRow:
    fields = {FIELDS[line.field]: (line.values[0], line.values[1], line.agrees) for line in shown.lines}
    return PairRow(QUESTIONS[shown.kind], fields, "\n".join(shown.reasons), *shown.ends[:2])


def import_review(folder: Path, telling: Telling, file: Path, *, by: str) -> Imported:
    """The answers of a workbook are recorded and applied; a row that is wrong stops all of them.

    Args:
        by: who decides, where the row does not say.

    Raises:
        SetupError: it is no workbook of ours.
        StoreError: the database refused; nothing is recorded.
    """
    returned = read_review(file)
    with on_record(folder, telling, "link import") as (session, note):
        check_ready(session, rebuild=False)
        ends = sorted({end for one in returned.answers for end in (one.left, one.right)})
        with session.engine.connect() as connection:
            docket = docket_about(connection, session.settings.folder, ends)
        reading = _Reading(session, docket, returned, by)
        new = reading.new()
        if reading.problems:
            return Imported(tuple(sorted(reading.problems, key=lambda p: p.row)))
        outcomes = _record(session, docket, [decision for _, decision in new], ends)
        note({"decided": len(new), "unchanged": reading.unchanged, "later": reading.later})
        return Imported((), outcomes, reading.unchanged, reading.later)


def _record(
    session: Session, before: Docket, decisions: Sequence[LinkDecision], ends: Sequence[str]
) -> tuple[Outcome, ...]:
    if not decisions:
        return ()
    with session.engine.begin() as connection:
        for decision in decisions:
            facts.record_decision(connection, uuid4(), decision, session.run_id)
    link(session)
    with session.engine.connect() as connection:
        after = docket_about(connection, session.settings.folder, ends)
    pairs = ((d.left, d.right) for d in decisions)
    return tuple(outcome_of(Ends(*two, before), Ends(*two, after), is_new=True) for two in pairs)


class _Reading:
    """The answered rows, judged against what was decided before and against each other."""

    def __init__(self, session: Session, docket: Docket, returned: Returned, by: str) -> None:
        self.session, self.docket, self.by = session, docket, by
        self.answers = returned.answers
        self.problems = list(returned.problems)
        self.unchanged = self.later = 0

    def new(self) -> list[tuple[int, LinkDecision]]:
        """Decisions to record, with their rows."""
        found: dict[tuple[str, str], tuple[int, LinkDecision]] = {}
        for one in self.answers:
            if not one.verdict:
                self.later += 1
            elif decision := self._judge(one):
                first = found.setdefault((decision.left, decision.right), (one.row, decision))
                if first[1].verdict != decision.verdict:
                    self._refuse(one.row, f"row {first[0]} says the contrary of the same two", "keep one of both rows")
        self._refuse_contradictions(list(found.values()))
        return list(found.values())

    def _judge(self, one: Answered) -> LinkDecision | None:
        if one.left == one.right:
            self._refuse(one.row, "both are the same record", "copy the ids from the file that was exported")
        elif missing := [end for end in (one.left, one.right) if end not in self.docket.mentions]:
            self._refuse(one.row, f"the record {missing[0]} is no longer there", "remove the row, or export again")
        else:
            ends = Ends(one.left, one.right, self.docket)
            last = ends.last()
            verdict: Verdict = "same" if one.verdict == "same" else "different"
            if last is None:
                why = one.why if len(one.why) >= 5 else f"{IN_EXCEL} {one.why}".strip()
                return as_decision(self.session, ends, verdict, why=why, by=one.by or self.by)
            if last.decision.verdict == verdict:
                self.unchanged += 1
            else:
                when = f"{last.decision.decided_at:%Y-%m-%d} by {last.decision.decided_by}"
                self._refuse(
                    one.row,
                    f"the contrary was decided on {when}",
                    f"take that back first (retour link undo {one.left} {one.right}), or remove the row",
                )
        return None

    def _refuse_contradictions(self, new: Sequence[tuple[int, LinkDecision]]) -> None:
        """Decisions that cannot all be true would silently undo each other."""
        known = {one.refused for one in self.docket.united.contradictions}
        rows = {decision: row for row, decision in new}
        for one in self.docket.supposing(decision for _, decision in new).contradictions:
            if one.refused not in known:
                self._refuse_contradiction(one, rows)

    def _refuse_contradiction(self, one: Contradiction, rows: dict[LinkDecision, int]) -> None:
        together = [one.refused, *one.against]
        for row in sorted(rows[decision] for decision in together if decision in rows):
            others = _told(decision for decision in together if rows.get(decision) != row)
            self._refuse(
                row, f"it cannot be true together with {others}", "leave one of them for later, or take one back"
            )

    def _refuse(self, row: int, what: str, fix: str) -> None:
        self.problems.append(Problem("paires", row, what, fix))


def _told(decisions: Iterable[LinkDecision]) -> str:
    return " and ".join(
        f"'{one.left_code or one.left} {'is' if one.verdict == 'same' else 'is not'} {one.right_code or one.right}'"
        for one in decisions
    )
