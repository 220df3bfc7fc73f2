"""What is late, to be done, or coming up: tasks out of the findings, by team and commune."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ...errors import SetupError, did_you_mean
from ...findings.current import read_findings
from ...model.case import Case
from ...model.finding import Finding, SubjectKind
from ...planning.late import TASKS, Task, in_order, review_of, tasks_of
from ...planning.nearby import above
from ...programme import Settings
from ...registry.listing import drafted_last, person_keys
from ...rules.judge import subject_of
from ...rules.standing import plan_waits_for
from ..judging.casebook import CaseBook, open_casebook
from ..session import open_session
from ..telling import Telling
from ..wording import Label, find_place, read_labels


@dataclass(frozen=True, slots=True)
class Due:
    """Every task of the teams and places asked for, the late ones first in each commune.

    Attributes:
        within: days ahead for what is not to be done yet.
    """

    today: date
    within: int
    tasks: tuple[Task, ...]
    label: Label

    def document(self) -> dict[str, Any]:
        """One document for machines; people and plans by code."""
        return {"today": self.today, "within_days": self.within, "tasks": [self._told(one) for one in self.tasks]}

    def counts(self) -> Iterator[tuple[str, str, str, int, int, int, date | None]]:
        """(team, commune, what, late, open, soon, oldest) of each kind of task, in the order of the tasks."""
        by_what = sorted(self.tasks, key=lambda one: (one.team, one.commune, one.what))
        for (team, commune, what), some in groupby(by_what, key=lambda one: (one.team, one.commune, one.what)):
            held = list(some)
            states: list[str] = [one.state for one in held]
            oldest = min((one.since for one in held if one.since), default=None)
            yield team, self.label("places", commune), what, *map(states.count, ("late", "open", "soon")), oldest

    def shown(self, one: Task) -> str:
        """The case's code; of a place its name."""
        return self.label("places", one.subject) if one.kind == "locality" else one.subject

    def _told(self, one: Task) -> dict[str, Any]:
        return asdict(one) | {"commune_name": self.label("places", one.commune), "subject": self.shown(one)}


def read_due(folder: Path, telling: Telling, *, within: int = 30, team: str = "", commune: str = "") -> Due:
    """What somebody has to do, as the rules were last asked; reads, and writes nothing.

    Args:
        within: days ahead for what cannot be done yet.
        team: one zone's tasks; '' for all. commune: code or name; '' for all.

    Raises:
        SetupError: no such zone or place, or the programme's lists or thresholds are missing or wrong.
    """
    with open_session(folder, telling, writes=False) as session, session.engine.begin() as connection:
        settings = session.settings
        _refuse_zone(settings, team)
        place = find_place(settings, commune).code if commune else ""
        label = read_labels(settings, connection)
        book = open_casebook(session, connection)
        until = book.policy.today + timedelta(days=within)
        every = in_order(tasks_in(book, connection, until))
    chosen = (one for one in every if team in {"", one.team} and (not place or _is_in(one, place, book)))
    return Due(book.policy.today, within, tuple(chosen), label)


def tasks_in(book: CaseBook, connection: Connection, until: date) -> Iterator[Task]:
    """All tasks of all cases, in no order.

    Raises:
        SetupError: the rules were never asked: an empty list would be a false promise.
    """
    found: dict[tuple[SubjectKind, str], list[Finding]] = {}
    for one in read_findings(connection, rules=TASKS):
        found.setdefault((one.subject_kind, one.subject), []).append(one)
    if not found and person_keys(connection):
        raise SetupError("due", "the rules have not been asked about anybody yet.", "Run: retour build")
    for kind, read in _readers(book):
        subjects = [subject for (of, subject), some in found.items() if of == kind and _may_be_due(some, until)]
        for case in read(subjects) if subjects else ():
            yield from tasks_of(case, found[subject_of(case)], until)
    for plan in book.plans(drafted_last(connection)):
        waits = plan_waits_for(plan, book.policy)
        if "review" in waits:
            yield review_of(plan, waits["review"])


def _readers(book: CaseBook) -> tuple[tuple[SubjectKind, Callable[[Sequence[str]], Iterator[Case]]], ...]:
    return (
        ("person", book.persons),
        ("plan", book.plans),
        ("session", book.sessions),
        ("locality", book.localities),
    )


def _may_be_due(findings: Iterable[Finding], until: date) -> bool:
    """Whether the case has to be read at all."""
    return any(
        one.outcome in {"broken", "unknown"} or (one.until is not None and one.until <= until) for one in findings
    )


def _is_in(task: Task, place: str, book: CaseBook) -> bool:
    """Of the commune, or of the province or region it lies in."""
    return place in above(task.commune, book.policy.parents)


def _refuse_zone(settings: Settings, team: str) -> None:
    zones = {one.zone for one in settings.deployments()}
    if team and team not in zones:
        raise SetupError("--team", f"no deployment has the zone '{team}'.", did_you_mean(team, zones))
