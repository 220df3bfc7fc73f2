"""The words for findings, the same on every surface: outcomes, severities, subjects, and which come first."""

import re
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
STAGES: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "registration": "enregistrement",
        "immediate_follow_up": "suivi immédiat",
        "counselling": "conseil",
        "orientation": "orientation",
        "training": "formation",
        "business_plan": "plan d'affaire",
        "procurement_review": "revue d'acquisition",
        "committee": "comité",
        "installation": "installation",
        "follow_up": "visite de suivi",
        "satisfaction": "satisfaction",
        "sustainability": "durabilité",
        "session_plan": "programmation",
        "partner": "partenaire",
    },
    "en": {},
}
"""What a stage of the shipped forms is called; another stage goes by its own name."""
BY_OUTCOME: tuple[Outcome, ...] = ("broken", "unknown", "met", "not_applicable")
BY_SEVERITY: tuple[Severity, ...] = ("blocking", "warning", "information")
ROW = re.compile(r"uuid:.*|[0-9a-f]{8,}|[\w/]+/\d+")
"""A submission or a row of it in what a finding is about."""


def gravity(finding: Finding) -> tuple[int, int]:
    """What to sort findings by: broken before to be checked, blocking before warning."""
    return BY_OUTCOME.index(finding.outcome), BY_SEVERITY.index(finding.severity)


def counted(count: int, outcome: Outcome, language: Language) -> str:
    """``2 non respectées``, ``1 à vérifier``, ``3 broken``."""
    word = OUTCOMES[language][outcome]
    return f"{count} {word.replace('respectée', 'respectées') if count > 1 else word}"


def about_words(about: str) -> str:
    """What a finding is about without the ids of submissions and their rows, which stand beside its facts."""
    parts = [part for part in about.split() if not ROW.fullmatch(part)]
    if len(parts) == 1 and parts[0].isdecimal():
        return f"n° {parts[0]}"
    return " ".join(parts)
