"""The programme's rules as they stand today, and the page about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import SetupError
from ...findings.counting import count_findings
from ...model.finding import Outcome
from ...model.finding_words import SEVERITIES, SUBJECTS, Language
from ...programme import Settings
from ...rules.handbook import handbook
from ...rules.policy import Policy, Threshold
from ...rules.practice import RULES
from ...rules.rule import Rule
from ...rules.threshold_words import value_words
from ...rules.words import day_en, day_fr
from ...settings import load_settings
from ..session import open_session, utc_now
from ..telling import Telling
from .policy import read_ruling


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule with the thresholds it reads today; None where none is in force."""

    rule: Rule
    thresholds: Mapping[str, Threshold | None]

    def row(self) -> tuple[str, ...]:
        """Id, sentence, what it judges, severity and thresholds, in French."""
        one = self.rule
        shown = "\n".join(threshold_words(name, version) for name, version in self.thresholds.items())
        return one.id, one.sentence_fr, SUBJECTS["fr"][one.subject], SEVERITIES["fr"][one.severity], shown

    def document(self) -> dict[str, Any]:
        """For machines."""
        one = self.rule
        return {
            "rule": one.id,
            "subject": one.subject,
            "severity": one.severity,
            "sentence_fr": one.sentence_fr,
            "sentence_en": one.sentence_en,
            "rows": sorted(one.rows),
            "source": one.source,
            "outcomes": list(one.outcomes),
            "thresholds": [threshold_document(name, version) for name, version in self.thresholds.items()],
        }


def threshold_words(name: str, version: Threshold | None) -> str:
    """``committee.local_minimum = 4``, ``= aucun`` where none is in force."""
    return f"{name} = {value_words(name, version.value if version else None)}"


def threshold_document(name: str, version: Threshold | None) -> dict[str, Any]:
    """One version of a threshold for machines; its value is null where none is in force."""
    if version is None:
        return {"name": name, "value": None}
    return {
        "name": name,
        "value": version.value,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "because": version.because,
        "source": version.source,
    }


def rules_in_force(folder: Path) -> tuple[InForce, ...]:
    """Every rule in the practice's order, with today's thresholds of the programme; no database is opened.

    Raises:
        SetupError: the programme or one of its files is missing or wrong.
    """
    policy: Policy = read_ruling(load_settings(folder.resolve()).folder, utc_now()).policy
    return tuple(InForce(rule, {name: policy.at(name) for name in rule.thresholds}) for rule in RULES)


def write_page(folder: Path, telling: Telling, file: Path, language: Language) -> int:
    """The page about the rules lies in ``file``, with how many cases each one decided; how many findings that were.

    Args:
        file: ``.md``; an earlier page of that name is replaced.

    Raises:
        SetupError: the programme or one of its files is missing or wrong, or ``file`` cannot be written.
    """
    if file.suffix.lower() != ".md":
        raise SetupError(str(file), "the page is written as Markdown.", "Name the file rules.md.")
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        policy = read_ruling(session.settings.folder, session.at).policy
        counts: dict[str, dict[Outcome, int]] = {}
        for one in count_findings(connection):
            counts.setdefault(one.rule, {})[one.outcome] = one.findings
        heading = _heading(session.settings, policy, counts, language)
    page = handbook(policy.thresholds, language, counts, heading)
    try:
        file.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SetupError(
            str(file), f"cannot be written ({error.strerror}).", "Choose a folder that is yours."
        ) from None
    return sum(sum(by_outcome.values()) for by_outcome in counts.values())


def _heading(
    settings: Settings, policy: Policy, counts: Mapping[str, Mapping[Outcome, int]], language: Language
) -> str:
    total = sum(sum(by_outcome.values()) for by_outcome in counts.values())
    if language == "en":
        made_up = " **Synthetic data.**" if settings.synthetic else ""
        return f"{settings.name}, {day_en(policy.today)}: {total} answers.{made_up}"
    made_up = " **Données fictives.**" if settings.synthetic else ""
    return f"{settings.name}, {day_fr(policy.today)} : {total} réponses.{made_up}"
