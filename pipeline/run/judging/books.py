"""Findings in a run's report: how many rules are kept and broken, which, and what was declared about them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ...findings.counting import Count, count_findings
from ...findings.current import read_findings
from ...findings.overrides import live_overrides
from ...model.finding import Outcome
from ...model.finding_words import BY_SEVERITY, SEVERITIES, counted
from ...model.override import Override
from ...rules.practice import BY_ID, RULES

TOLD: tuple[Outcome, ...] = ("met", "broken", "unknown", "not_applicable")


@dataclass(frozen=True, slots=True)
class FindingBooks:
    """What stands in ``ops.finding``, summed.

    Attributes:
        counts: by rule, severity and outcome.
        overrides: in force today; ``still_broken`` holds the ids of those whose rule is broken all the same.
    """

    counts: Sequence[Count] = ()
    overrides: Sequence[Override] = ()
    still_broken: frozenset[Any] = field(default_factory=frozenset)

    @property
    def total(self) -> int:
        """``SELECT count(*) FROM ops.finding``."""
        return sum(one.findings for one in self.counts)

    def by_severity(self) -> dict[str, dict[str, int]]:
        """Outcomes by severity; each sum is there, also where it is 0."""
        found: dict[str, dict[str, int]] = {severity: {one: 0 for one in TOLD} for severity in BY_SEVERITY}
        for one in self.counts:
            found[one.severity][one.outcome] += one.findings
        return found

    def of_rule(self) -> dict[str, Counter[str]]:
        """Outcomes by rule, in the practice's order; a rule that found nothing is absent."""
        found: dict[str, Counter[str]] = {one.id: Counter() for one in RULES}
        for one in self.counts:
            found.setdefault(one.rule, Counter())[one.outcome] += one.findings
        return {rule: outcomes for rule, outcomes in found.items() if outcomes}

    def document(self) -> dict[str, Any]:
        """For machines: the sums, what is broken by rule, and the overrides without the code of a person."""
        return {
            "total": self.total,
            "by_severity": self.by_severity(),
            "broken": {rule: n["broken"] for rule, n in self.of_rule().items() if n["broken"]},
            "overrides": [self._override(one) for one in self.overrides],
        }

    def _override(self, one: Override) -> dict[str, Any]:
        return {
            "rule": one.rule,
            "subject_kind": one.subject_kind,
            "subject": one.subject,
            "declared_by": one.declared_by,
            "declared_at": one.declared_at.isoformat(),
            "expires_on": one.expires_on.isoformat(),
            "still_broken": one.override_id in self.still_broken,
        }

    def lines(self) -> list[str]:
        """For people, in French: the sums, then each override in force."""
        if not self.counts:
            return []
        sums: Counter[str] = Counter()
        for outcomes in self.by_severity().values():
            sums.update(outcomes)
        blocking = self.by_severity()["blocking"]["broken"]
        said = ", ".join(counted(sums[outcome], outcome, "fr") for outcome in TOLD)
        return [
            f"Réponses des règles : {self.total}, dont {said}. Parmi les non respectées, bloquantes : {blocking}.",
            *(_line(one, still=one.override_id in self.still_broken) for one in self.overrides),
        ]

    def rows(self) -> list[tuple[str, str, str, int, int]]:
        """Of each broken rule: id, its sentence and severity in French, broken, met; the gravest first."""
        weight = {severity: place for place, severity in enumerate(BY_SEVERITY)}
        broken = [(rule, n) for rule, n in self.of_rule().items() if n["broken"]]
        known = {one.rule: one.severity for one in self.counts}
        broken.sort(key=lambda pair: (weight[known[pair[0]]], -pair[1]["broken"]))
        return [(rule, _sentence(rule), SEVERITIES["fr"][known[rule]], n["broken"], n["met"]) for rule, n in broken]


def read_finding_books(connection: Connection, today: date) -> FindingBooks:
    """The findings as they stand, and the overrides of that day."""
    overrides = live_overrides(connection, today)
    return FindingBooks(count_findings(connection), overrides, _still_broken(connection, overrides))


def _still_broken(connection: Connection, overrides: Sequence[Override]) -> frozenset[Any]:
    found = read_findings(connection, subjects={one.subject for one in overrides}) if overrides else []
    broken = {(one.rule, one.subject_kind, one.subject) for one in found if one.outcome == "broken"}
    return frozenset(one.override_id for one in overrides if (one.rule, one.subject_kind, one.subject) in broken)


def _sentence(rule: str) -> str:
    """'' for a rule of another program."""
    return BY_ID[rule].sentence_fr if rule in BY_ID else ""


def _line(one: Override, *, still: bool) -> str:
    # A person's code is on their card: whoever reads a log must not learn from it whose rule was set aside.
    about = "une personne" if one.subject_kind == "person" else one.subject
    sentence: Mapping[bool, str] = {True: "la règle n'est toujours pas respectée", False: "elle n'est plus à régler"}
    return (
        f"Dérogation à {one.rule} pour {about}, déclarée par {one.declared_by}, jusqu'au {one.expires_on:%d/%m/%Y} : "
        f"{sentence[still]}."
    )
