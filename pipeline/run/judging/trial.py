"""What another threshold would change: every case judged by today's policy and by the trial's, and nothing stored."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ...model.case import Case, PersonCase
from ...model.finding import Finding, Outcome, SubjectKind
from ...model.finding_words import OUTCOMES, SUBJECTS
from ...rules.judge import judge
from ...rules.policy import Threshold
from ...rules.rule import Rule
from ...rules.trial import Moved, Trial, moved, trial_of
from ...rules.words import day_fr
from ..session import open_session
from ..telling import Telling
from .casebook import CaseBook, open_casebook
from .rules_told import threshold_words

BY_PLACE = "locality"
NOTHING = "(rien)"


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial's outcome.

    Attributes:
        before: the thresholds in force today, by name; None where none is.
        cases: how many cases were judged.
        moved: findings that would change, by rule and subject; somebody is named by their code.
    """

    trial: Trial
    before: Mapping[str, Threshold | None]
    cases: int
    moved: tuple[Moved, ...]

    def heading(self) -> list[str]:
        """What was tried, on how many cases, and how many would change; in French."""
        since = self.trial.since
        holds = f"pour ce qui se passe à partir du {day_fr(since)}" if since else "comme depuis toujours"
        lines = [
            f"Essai : {threshold_words(one.name, one)}, {holds} ; "
            f"aujourd'hui : {threshold_words(one.name, self.before[one.name])}"
            for one in self.trial.settings
        ]
        lines.append(f"{self.cases} cas jugés par {len(self.trial.rules)} règle(s) ; rien n'est enregistré.")
        changed = f"{len(self.moved)} réponse(s) changent, pour {self.subjects} cas."
        return [*lines, changed if self.moved else "Aucun cas ne change."]

    def groups(self) -> Iterator[tuple[str, str, list[tuple[str, ...]]]]:
        """Rule, change and count; the rule's sentence; rows (case, what, reason today, reason then). In French."""
        by_id = {rule.id: rule for rule in self.trial.rules}
        for (rule, old, new), count in self.counts().items():
            group = [one for one in self.moved if (one.rule, one.before, one.after) == (rule, old, new)]
            title = f"{rule} : {_outcome(old)} → {_outcome(new)} ({count})"
            yield title, by_id[rule].sentence_fr, [_row(one) for one in group]

    @property
    def subjects(self) -> int:
        """How many cases have a finding that would change."""
        return len({(one.subject_kind, one.subject) for one in self.moved})

    def counts(self) -> Mapping[tuple[str, Outcome | None, Outcome | None], int]:
        """How many findings go from which outcome to which, by rule in the practice's order."""
        found = Counter((one.rule, one.before, one.after) for one in self.moved)
        places = [rule.id for rule in self.trial.rules]
        return dict(sorted(found.items(), key=lambda item: (places.index(item[0][0]), str(item[0][1:]))))

    def document(self) -> dict[str, Any]:
        """For machines."""
        return {
            "from": self.trial.since,
            "thresholds": [
                {"name": one.name, "value": one.value, "today": self._today(one.name)} for one in self.trial.settings
            ],
            "rules": [rule.id for rule in self.trial.rules],
            "cases_judged": self.cases,
            "subjects_changed": self.subjects,
            "counts": [
                {"rule": rule, "from": old, "to": new, "findings": count}
                for (rule, old, new), count in self.counts().items()
            ],
            "changes": [
                {
                    "rule": one.rule,
                    "subject_kind": one.subject_kind,
                    "subject": one.subject,
                    "about": one.about,
                    "from": one.before,
                    "to": one.after,
                    "reason_before": one.reason_before,
                    "reason_after": one.reason_after,
                }
                for one in self.moved
            ],
        }

    def _today(self, name: str) -> Any:
        threshold = self.before[name]
        return threshold.value if threshold else None


def _outcome(outcome: Outcome | None) -> str:
    return OUTCOMES["fr"][outcome] if outcome else NOTHING


def _row(one: Moved) -> tuple[str, ...]:
    subject = f"{SUBJECTS['fr'][one.subject_kind]} {one.subject}"
    return subject, one.about, one.reason_before or NOTHING, one.reason_after or NOTHING


def try_rules(folder: Path, telling: Telling, settings: Sequence[str], since: date | None) -> Tried:
    """Judges the cases of every rule that reads one of these thresholds, twice; stores nothing.

    Args:
        settings: ``committee.local_minimum=5``; see ``rules.trial.trial_of`` for the values and for ``since``.

    Raises:
        SetupError: no such threshold, a wrong value or day; the programme cannot be opened.
    """
    with (
        open_session(folder, telling, writes=False) as session,
        session.engine.connect() as connection,
        connection.begin(),
    ):
        book = open_casebook(session, connection)
        return compare(book, trial_of(book.policy, settings, since), telling)


def compare(book: CaseBook, trial: Trial, telling: Telling) -> Tried:
    """The cases of the book judged by its own policy and by the trial's."""
    tried, count = replace(book, policy=trial.policy), 0
    changes: list[Moved] = []
    for kind in dict.fromkeys(rule.subject for rule in trial.rules):
        rules = tuple(rule for rule in trial.rules if rule.subject == kind)
        with telling.step(f"judging: {kind}") as advance:
            for before, after, shown in _pairs(kind, book, tried, rules):
                changes += [one._replace(subject=shown or one.subject) for one in moved(before, after)]
                count += 1
                advance(1)
    changes.sort(key=lambda one: (one.rule, str(one.before), str(one.after), one.subject, one.about))
    return Tried(trial, {one.name: book.policy.at(one.name) for one in trial.settings}, count, tuple(changes))


Pair = tuple[Sequence[Finding], Sequence[Finding], str]
"""Findings by today's policy, by the trial's, and a person's code ('' for others)."""


def _pairs(kind: SubjectKind, book: CaseBook, tried: CaseBook, rules: Sequence[Rule]) -> Iterator[Pair]:
    if kind == BY_PLACE:
        # Which places call meetings is itself a threshold, so each policy has its own cases.
        yield from _matched(book, tried, rules)
        return
    for case in _cases(kind, book):
        shown = case.journey.code if isinstance(case, PersonCase) else ""
        yield judge(case, book.policy, rules), judge(case, tried.policy, rules), shown


def _matched(book: CaseBook, tried: CaseBook, rules: Sequence[Rule]) -> Iterator[Pair]:
    found: dict[str, tuple[list[Finding], list[Finding]]] = {}
    for side, each in enumerate((book, tried)):
        for case in each.localities():
            found.setdefault(case.place, ([], []))[side].extend(judge(case, each.policy, rules))
    for before, after in found.values():
        yield before, after, ""


def _cases(kind: SubjectKind, book: CaseBook) -> Iterable[Case]:
    match kind:
        case "person":
            return book.persons()
        case "plan":
            return book.plans()
        case "meeting":
            return book.meetings()
        case "session":
            return book.sessions()
        case _:
            return book.localities()
