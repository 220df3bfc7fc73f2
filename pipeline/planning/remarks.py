"""What the programme's rules found about a plan, as a page has room for it: one remark a rule, the gravest first."""

from collections.abc import Mapping, Sequence

from pipeline.model.finding import Finding, Outcome, Severity
from pipeline.model.finding_words import BY_OUTCOME, OUTCOMES, SEVERITIES, about_words, gravity

SHOWN = {outcome: OUTCOMES["fr"][outcome].capitalize() for outcome in BY_OUTCOME[:2]}
"""What is broken or to be checked; the rest needs no room on a page."""


def remarks_of(findings: Sequence[Finding], sentences: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """(outcome, the rule's sentence, its reasons) of what is broken or to be checked.

    Reasons are those of the findings, word for word, each with the version or line it is about; what is the same for
    several lines is said once.

    Args:
        sentences: each rule's own, in French, by its id.
    """
    told = [one for one in findings if one.outcome in SHOWN]
    ordered = sorted(told, key=gravity)
    grouped: dict[tuple[Outcome, str], list[Finding]] = {}
    for one in ordered:
        grouped.setdefault((one.outcome, one.rule), []).append(one)
    return tuple(
        (_word(outcome, group[0].severity), sentences.get(rule, rule), _reasons(group))
        for (outcome, rule), group in grouped.items()
    )


def _word(outcome: Outcome, severity: Severity) -> str:
    return f"{SHOWN[outcome]} ({SEVERITIES['fr'][severity]})" if severity == "blocking" else SHOWN[outcome]


def _reasons(group: Sequence[Finding]) -> str:
    about: dict[str, list[str]] = {}
    for one in group:
        about.setdefault(one.reason_fr, []).append(about_words(one.about))
    return " ".join(f"{_named(names)}{reason}" for reason, names in about.items())


def _named(names: Sequence[str]) -> str:
    """``v1 ligne 3, 7 : `` of two lines of one version."""
    told = [name for name in names if name]
    if not told:
        return ""
    head = told[0].rpartition(" ")[0]
    same = head and all(name.rpartition(" ")[0] == head for name in told)
    shown = f"{head} {', '.join(name.rpartition(' ')[2] for name in told)}" if same else ", ".join(told)
    return f"{shown} : "
