"""A finding as a row of its table, and back."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.model.answers import Origin
from pipeline.model.finding import Fact, Finding

COLUMNS = (
    "subject_kind",
    "subject",
    "rule",
    "about",
    "outcome",
    "severity",
    "rule_version",
    "happened_on",
    "until",
    "reason_fr",
    "reason_en",
    "mend_fr",
    "mend_en",
    "facts",
)
Row = tuple[Any, ...]
OUTCOME = COLUMNS.index("outcome")
REASON = slice(COLUMNS.index("reason_fr"), COLUMNS.index("reason_en") + 1)
KEY = slice(1, 4)
"""Subject, rule and what of it: a finding's name within its kind."""


def as_row(one: Finding, about: str) -> Row:
    """Values in the order of ``COLUMNS``; ``about`` tells it apart from every other finding of the rule."""
    return (
        one.subject_kind,
        one.subject,
        one.rule,
        about,
        one.outcome,
        one.severity,
        one.rule_version,
        one.on,
        one.until,
        one.reason_fr,
        one.reason_en,
        one.mend_fr,
        one.mend_en,
        [_document(fact) for fact in one.facts],
    )


def as_finding(row: Row) -> Finding:
    """What ``as_row`` was given, but for values that were neither text nor whole number: they come back as text."""
    kind, subject, rule, about, outcome, severity, version, on, until, fr, en, mend_fr, mend_en, facts = row
    return Finding(
        rule=rule,
        subject_kind=kind,
        subject=subject,
        outcome=outcome,
        severity=severity,
        reason_fr=fr,
        reason_en=en,
        facts=tuple(_fact(one) for one in facts),
        on=on,
        about=about,
        rule_version=version,
        mend_fr=mend_fr,
        mend_en=mend_en,
        until=until,
    )


def told_apart(found: Iterable[Finding]) -> Iterable[tuple[str, Finding]]:
    """Each with its ``about``; where a rule says two things about the same, the second one is numbered."""
    seen: dict[tuple[str, str, str], int] = {}
    for one in found:
        key = one.subject, one.rule, one.about
        seen[key] = seen.get(key, 0) + 1
        yield one.about if seen[key] == 1 else f"{one.about} #{seen[key]}".strip(), one


def _document(fact: Fact) -> dict[str, Any]:
    origin = fact.origin._asdict() if fact.origin else None
    return {"label_fr": fact.label_fr, "label_en": fact.label_en, "value": _plain(fact.value), "origin": origin}


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
    return str(value)


def _fact(one: dict[str, Any]) -> Fact:
    origin = Origin(**one["origin"]) if one["origin"] else None
    return Fact(one["label_fr"], one["label_en"], one["value"], origin)
