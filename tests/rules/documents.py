"""Writes docs/rules.fr.md, docs/rules.md and docs/rule-coverage.md anew: python -m tests.rules.documents."""

import csv
import tomllib
from collections.abc import Iterable
from pathlib import Path

from pipeline.model.finding_words import Language
from pipeline.rules.handbook import handbook
from pipeline.rules.policy import Threshold
from pipeline.rules.practice import RULES
from pipeline.rules.thresholds import read_thresholds

ROOT = Path(__file__).parents[2]
LANGUAGES: tuple[tuple[Language, str], ...] = (("fr", "docs/rules.fr.md"), ("en", "docs/rules.md"))
GENERATED = {
    "fr": "Page générée par `python -m tests.rules.documents` depuis `pipeline/rules` et `config/rules.toml`."
    " Quelle question sert quelle ligne : [domain-mapping.md](domain-mapping.md) ; quelle règle :"
    " [rule-coverage.md](rule-coverage.md).",
    "en": "Made by `python -m tests.rules.documents` from `pipeline/rules` and `config/rules.toml`."
    " Which question serves which row: [domain-mapping.md](domain-mapping.md); which rule:"
    " [rule-coverage.md](rule-coverage.md).",
}


def shipped() -> dict[str, tuple[Threshold, ...]]:
    """The thresholds that 'retour init' lays out."""
    document = tomllib.loads((ROOT / "config/rules.toml").read_text(encoding="utf-8"))
    return read_thresholds(document, {name for rule in RULES for name in rule.thresholds})


def practice_rows() -> dict[int, str]:
    """What each row of the practice asks, from docs/domain-mapping.csv."""
    with (ROOT / "docs/domain-mapping.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["row"]): row["rule"] for row in csv.DictReader(file)}


def reasons() -> dict[int, str]:
    """Why a row has no rule, from docs/rows-without-rule.csv."""
    with (ROOT / "docs/rows-without-rule.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["row"]): row["why"] for row in csv.DictReader(file)}


def coverage() -> str:
    """Every row of the practice with its rules, or the reason why it has none."""
    rows, without = practice_rows(), reasons()
    lines = [
        "# Which rule serves which row of the practice",
        "",
        "Made by `python -m tests.rules.documents` from the rules in `pipeline/rules`, the rows of"
        " `domain-mapping.csv`, and `rows-without-rule.csv` for rows that are not a rule.",
        "",
        f"{len(RULES)} rules serve {len(rows) - len(without)} of {len(rows)} rows; {len(without)} rows are no rule, with the"
        " reason. What the rules ask: [rules.md](rules.md), en français : [rules.fr.md](rules.fr.md).",
        "",
        "| row | what the practice asks | rules | why it is not a rule |",
        "|---|---|---|---|",
    ]
    for row, asked in sorted(rows.items()):
        serving = "<br>".join(f"`{rule.id}`" for rule in RULES if row in rule.rows)
        lines.append(f"| {row} | {asked} | {serving or '—'} | {without.get(row, '')} |")
    return "\n".join(lines) + "\n"


def documents() -> Iterable[tuple[Path, str]]:
    """Every generated page with its text."""
    for language, path in LANGUAGES:
        yield ROOT / path, handbook(shipped(), language, heading=GENERATED[language])
    yield ROOT / "docs/rule-coverage.md", coverage()


if __name__ == "__main__":
    for path, text in documents():
        path.write_text(text, encoding="utf-8", newline="\n")
