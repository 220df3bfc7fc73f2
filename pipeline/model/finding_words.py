"""The words for findings, the same on every surface: outcomes, severities, subjects, and which come first."""

from collections.abc import Mapping
from typing import Literal

from .finding import Finding, Outcome, Severity, SubjectKind

Language = Literal["fr", "en"]

OUTCOMES: Mapping[Language, Mapping[Outcome, str]] = {
    "fr": {
        "met": "respectée",
        "broken": "non respectée",
        "unknown": "à vérifier",
        "not_applicable": "sans objet",
    },
    "en": {"met": "met", "broken": "broken", "unknown": "to be checked", "not_applicable": "not applicable"},
}
SEVERITIES: Mapping[Language, Mapping[Severity, str]] = {
    "fr": {"blocking": "bloquante", "warning": "avertissement", "information": "information"},
    "en": {"blocking": "blocking", "warning": "warning", "information": "information"},
}
SUBJECTS: Mapping[Language, Mapping[SubjectKind, str]] = {
    "fr": {
        "person": "personne",
        "plan": "plan",
        "meeting": "réunion",
        "session": "session",
        "locality": "localité",
    },
    "en": {"person": "person", "plan": "plan", "meeting": "meeting", "session": "session", "locality": "locality"},
}
BY_OUTCOME: tuple[Outcome, ...] = ("broken", "unknown", "met", "not_applicable")
BY_SEVERITY: tuple[Severity, ...] = ("blocking", "warning", "information")


def gravity(finding: Finding) -> tuple[int, int]:
    """What to sort findings by: broken before to be checked, blocking before warning."""
    return BY_OUTCOME.index(finding.outcome), BY_SEVERITY.index(finding.severity)
