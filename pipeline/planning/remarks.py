"""What the programme's rules found about a plan, as a page has room for it: one remark a rule, the gravest first."""

import re
from collections.abc import Mapping, Sequence

from pipeline.model.finding import Finding

SHOWN = {"broken": "Non respecté", "unknown": "À vérifier"}
SEVERITIES = ("blocking", "warning", "information")
BLOCKING = "bloquant"
MACHINE = re.compile(r"uuid:.*|[0-9a-f]{8,}|\w+/\d+")


def remarks_of(findings: Sequence[Finding], sentences: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """(outcome, the rule's sentence, its reasons) of what is broken or to be checked.

    Reasons are those of the findings, word for word, each with the version or line it is about; what is the same for
    several lines is said once.

    Args:
        sentences: each rule's own, in French, by its id.
    """
    told = [one for one in findings if one.outcome in SHOWN]
    ordered = sorted(told, key=lambda one: (one.outcome != "broken", SEVERITIES.index(one.severity)))
    grouped: dict[tuple[str, str], list[Finding]] = {}
    for one in ordered:
        grouped.setdefault((one.outcome, one.rule), []).append(one)
    return tuple(
        (_word(outcome, group[0].severity), sentences.get(rule, rule), _reasons(group))
        for (outcome, rule), group in grouped.items()
    )


def _word(outcome: str, severity: str) -> str:
    return f"{SHOWN[outcome]} ({BLOCKING})" if severity == "blocking" else SHOWN[outcome]


def _reasons(group: Sequence[Finding]) -> str:
    about: dict[str, list[str]] = {}
    for one in group:
        about.setdefault(one.reason_fr, []).append(_readable(one.about))
    return " ".join(f"{_named(names)}{reason}" for reason, names in about.items())


def _readable(about: str) -> str:
    """Without the marks by which machines find a submission or a row of it."""
    return " ".join(word for word in about.split() if not MACHINE.fullmatch(word))


def _named(names: Sequence[str]) -> str:
    """``v1 ligne 3, 7 : `` of two lines of one version."""
    told = [name for name in names if name]
    if not told:
        return ""
    head = told[0].rpartition(" ")[0]
    same = head and all(name.rpartition(" ")[0] == head for name in told)
    shown = f"{head} {', '.join(name.rpartition(' ')[2] for name in told)}" if same else ", ".join(told)
    return f"{shown} : "
