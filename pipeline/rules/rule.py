"""What a rule is: a pure function of a case and the policy, with its id, its sentence and the rows it serves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.model.finding import Fact, Outcome, Severity, SubjectKind

from .policy import Policy, Threshold


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says about a case.

    Attributes:
        fr / en: why, one sentence each, for somebody who never saw the rule.
        facts: all that was read, so that somebody can check it.
        on: the day of the event judged; about: which of several (a version, a line, a meeting).
        mend_fr / mend_en: for ``broken`` and ``unknown``, what would change the outcome.
        until: the day on which time alone may change it.
        threshold: ``version`` of the threshold that decided, '' without.
    """

    outcome: Outcome
    fr: str
    en: str
    facts: tuple[Fact, ...] = ()
    on: date | None = None
    about: str = ""
    mend_fr: str = ""
    mend_en: str = ""
    until: date | None = None
    threshold: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What verdicts about one event stand on: its day, its facts, the threshold in force; and the words for them.

    A rule makes one for each version, line or meeting it speaks about, and says ``met``, ``broken`` … on it.
    """

    facts: tuple[Fact, ...] = ()
    on: date | None = None
    threshold: Threshold | None = None
    about: str = ""

    def met(self, fr: str, en: str) -> Verdict:
        """The rule is kept."""
        return self._verdict("met", fr, en)

    def not_applicable(self, fr: str, en: str, until: date | None = None) -> Verdict:
        """The rule says nothing about this case, not yet, or was not in force on that day."""
        return self._verdict("not_applicable", fr, en, until=until)

    def broken(self, fr: str, en: str, mend_fr: str, mend_en: str, until: date | None = None) -> Verdict:
        """The rule is not kept; what would mend it, and the day on which time alone does."""
        return self._verdict("broken", fr, en, mend_fr, mend_en, until)

    def unknown(self, fr: str, en: str, mend_fr: str = "", mend_en: str = "", until: date | None = None) -> Verdict:
        """Nobody can say yet; what is missing, and the day on which the answer changes by itself."""
        return self._verdict("unknown", fr, en, mend_fr, mend_en, until)

    def _verdict(
        self, outcome: Outcome, fr: str, en: str, mend_fr: str = "", mend_en: str = "", until: date | None = None
    ) -> Verdict:
        version = self.threshold.version if self.threshold else ""
        return Verdict(outcome, fr, en, self.facts, self.on, self.about, mend_fr, mend_en, until, version)


Judging = Callable[[Any, Policy], Iterator[Verdict]]
"""Yields one verdict, or one for each version, line or meeting the rule speaks about. It never raises.

What it says changes with the day only where ``until`` announced it: findings are judged again on that day and not
before, so a sentence names the day since when something waits, never for how many days.
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: topic, dot, name: ``procurement.before_committee``.
        subject: what kind of case it judges.
        rows: rows of the practice it serves (docs/domain-mapping.md numbers them).
        sentence_fr / sentence_en: the rule in one sentence, without numbers that are thresholds.
        source: where the practice says so.
        thresholds: names it reads from config/rules.toml.
        outcomes: those it can have; each has a test.
        closed: its outcome tells an answer that is closed to analysts, so they see none of its findings.
    """

    id: str
    subject: SubjectKind
    severity: Severity
    rows: tuple[int, ...]
    sentence_fr: str
    sentence_en: str
    source: str
    judge: Judging
    thresholds: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ("met", "broken", "not_applicable", "unknown")
    closed: bool = False

    @property
    def topic(self) -> str:
        """The part before the dot."""
        return self.id.partition(".")[0]


def rule(
    rule_id: str,
    subject: SubjectKind,
    *,
    severity: Severity,
    rows: tuple[int, ...],
    fr: str,
    en: str,
    source: str,
    thresholds: tuple[str, ...] = (),
    outcomes: tuple[Outcome, ...] = ("met", "broken", "not_applicable", "unknown"),
    closed: bool = False,
) -> Callable[[Judging], Rule]:
    """The function below it, as a Rule."""

    def made(judge: Judging) -> Rule:
        return Rule(rule_id, subject, severity, rows, fr, en, source, judge, thresholds, outcomes, closed)

    return made
