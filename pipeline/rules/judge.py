"""Cases in, findings out: every rule of the case's kind, in the practice's order."""

from collections.abc import Iterable, Iterator

from pipeline.model.case import Case, LocalityCase, MeetingCase, PersonCase, PlanCase, SessionCase
from pipeline.model.finding import Finding, SubjectKind

from .policy import Policy
from .practice import RULES
from .rule import Rule, Verdict


def judge(case: Case, policy: Policy, rules: Iterable[Rule] = RULES) -> tuple[Finding, ...]:
    """What every rule of this kind of case finds, in the practice's order."""
    kind, subject = subject_of(case)
    return tuple(
        _finding(one, kind, subject, verdict)
        for one in rules
        if one.subject == kind
        for verdict in one.judge(case, policy)
    )


def judge_all(cases: Iterable[Case], policy: Policy, rules: Iterable[Rule] = RULES) -> Iterator[Finding]:
    """The findings of many cases, one case at a time."""
    chosen = tuple(rules)
    for case in cases:
        yield from judge(case, policy, chosen)


def subject_of(case: Case) -> tuple[SubjectKind, str]:
    """What a case is about: its kind, and its person key, plan code, meeting id, session code or place."""
    match case:
        case PersonCase():
            return "person", case.journey.person_key
        case PlanCase():
            return "plan", case.plan.code
        case MeetingCase():
            return "meeting", case.meeting_id
        case SessionCase():
            return "session", case.session_code
        case LocalityCase():
            return "locality", case.place


def _finding(rule: Rule, kind: SubjectKind, subject: str, said: Verdict) -> Finding:
    return Finding(
        rule=rule.id,
        subject_kind=kind,
        subject=subject,
        outcome=said.outcome,
        severity=rule.severity,
        reason_fr=said.fr,
        reason_en=said.en,
        facts=said.facts,
        on=said.on,
        about=said.about,
        rule_version=said.threshold,
        mend_fr=said.mend_fr,
        mend_en=said.mend_en,
        until=said.until,
    )
