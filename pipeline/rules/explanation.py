"""All that can be said of one case: every rule's answer, what it read, by which threshold, since when, overrides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from pipeline.model.finding import Change, Fact, Finding, Outcome, SubjectKind
from pipeline.model.finding_words import BY_OUTCOME, gravity
from pipeline.model.override import Override

from .parts import PARTS, Part
from .policy import Policy, Threshold
from .practice import BY_ID
from .rule import Rule

Word = Callable[[str, str], str]
"""(stage, choice) → what the form calls it; the choice itself where no form does."""


@dataclass(frozen=True, slots=True)
class Told:
    """One finding.

    Attributes:
        thresholds: those the rule reads, as they stood on the day of the event judged.
        since: when it became so; None where no run noted a change.
    """

    finding: Finding
    thresholds: tuple[Threshold, ...] = ()
    since: Change | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One rule's answer about the case: usually one finding, else one for each version, line or meeting."""

    rule: Rule
    told: tuple[Told, ...]
    overrides: tuple[Override, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The gravest of its findings."""
        return min((one.finding.outcome for one in self.told), key=BY_OUTCOME.index)


class Near(NamedTuple):
    """Another case that bears on this one: its code, and how many rules it breaks."""

    code: str
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """One case.

    Attributes:
        shown: what people call it: a person's or a plan's code, a meeting's id, a session's code, a place's name.
        subject: as findings name it.
        answers: every rule that says something, in the practice's order.
        received: when each submission was received, by root uuid; those that are gone are absent.
        beside: other cases to look at, by kind.
        is_doubtful: somebody must still say whether this person is one already known.
    """

    kind: SubjectKind
    subject: str
    shown: str
    answers: tuple[Answer, ...]
    history: tuple[Change, ...] = ()
    received: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    beside: Mapping[SubjectKind, tuple[Near, ...]] = field(default_factory=lambda: MappingProxyType({}))
    is_doubtful: bool = False

    def parts(self) -> list[tuple[Part, list[Answer]]]:
        """Answers under the headings of the practice; a heading without an answer is left out."""
        found = [(part, [a for a in self.answers if a.rule.topic in part.topics]) for part in PARTS]
        return [(part, answers) for part, answers in found if answers]

    def findings(self) -> list[Finding]:
        """All of them, the gravest first."""
        return sorted((one.finding for answer in self.answers for one in answer.told), key=gravity)


def explain(
    kind: SubjectKind,
    subject: str,
    shown: str,
    findings: Iterable[Finding],
    *,
    policy: Policy,
    history: Sequence[Change] = (),
    overrides: Iterable[Override] = (),
    received: Mapping[str, datetime] = MappingProxyType({}),
    beside: Mapping[SubjectKind, tuple[Near, ...]] = MappingProxyType({}),
    is_doubtful: bool = False,
) -> Explanation:
    """The findings of one case with all that is known of them.

    Args:
        findings: of this subject; those of a rule that is gone since are left out.
        history: of this subject, oldest first.
        overrides: live ones of this subject.
    """
    last = {(change.rule, change.about): change for change in history}
    declared = tuple(overrides)
    by_rule: dict[str, list[Told]] = {}
    for one in findings:
        if one.rule in BY_ID:
            told = Told(one, _in_force(BY_ID[one.rule], one, policy), last.get((one.rule, one.about)))
            by_rule.setdefault(one.rule, []).append(told)
    answers = tuple(
        Answer(rule, tuple(by_rule[name]), tuple(o for o in declared if o.rule == name))
        for name, rule in BY_ID.items()
        if name in by_rule
    )
    return Explanation(kind, subject, shown, answers, tuple(history), received, beside, is_doubtful)


def _in_force(rule: Rule, finding: Finding, policy: Policy) -> tuple[Threshold, ...]:
    versions = (policy.at(name, finding.on) for name in rule.thresholds)
    return tuple(version for version in versions if version is not None)


def document(one: Explanation) -> dict[str, Any]:
    """The same for machines: every finding with its facts and submissions, dates in ISO 8601, both languages."""
    return {
        "kind": one.kind,
        "subject": one.subject,
        "code": one.shown,
        "doubtful": one.is_doubtful,
        "counts": {outcome: sum(a.outcome == outcome for a in one.answers) for outcome in BY_OUTCOME},
        "rules": [_answer(one, answer) for answer in one.answers],
        "history": [change._asdict() for change in one.history],
        "beside": {kind: [near._asdict() for near in cases] for kind, cases in one.beside.items()},
    }


def _answer(one: Explanation, answer: Answer) -> dict[str, Any]:
    rule = answer.rule
    return {
        "rule": rule.id,
        "outcome": answer.outcome,
        "severity": rule.severity,
        "sentence_fr": rule.sentence_fr,
        "sentence_en": rule.sentence_en,
        "source": rule.source,
        "rows": sorted(rule.rows),
        "findings": [_told(one, told) for told in answer.told],
        "overrides": [
            {"declared_by": o.declared_by, "declared_at": o.declared_at, "why": o.why, "expires_on": o.expires_on}
            for o in answer.overrides
        ],
    }


def _told(one: Explanation, told: Told) -> dict[str, Any]:
    found = told.finding
    return {
        "outcome": found.outcome,
        "about": found.about,
        "on": found.on,
        "reason_fr": found.reason_fr,
        "reason_en": found.reason_en,
        "facts": [_fact(one, fact) for fact in found.facts],
        "thresholds": [asdict(threshold) for threshold in told.thresholds],
        "mend_fr": found.mend_fr,
        "mend_en": found.mend_en,
        "may_change_on": found.until,
        "since": told.since._asdict() if told.since else None,
    }


def _fact(one: Explanation, fact: Fact) -> dict[str, Any]:
    origin = fact.origin
    where = None
    if origin is not None:
        received = one.received.get(origin.root_uuid)
        where = {"stage": origin.stage, "root_uuid": origin.root_uuid, "row": origin.row, "received_at": received}
    return {"label_fr": fact.label_fr, "label_en": fact.label_en, "value": fact.value, "submission": where}
