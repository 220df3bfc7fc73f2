"""An explanation in words, in French or English, for somebody who never saw the code."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from textwrap import wrap

from pipeline.model.answers import Origin
from pipeline.model.finding import Fact, Finding, Outcome
from pipeline.model.finding_words import (
    BY_OUTCOME,
    OUTCOMES,
    SEVERITIES,
    STAGES,
    SUBJECTS,
    Language,
    about_words,
    counted,
)

from .explanation import Answer, Explanation, Near, Told, Word
from .explanation_phrases import PLURALS, SAID
from .parts import PARTS
from .threshold_words import sentence
from .words import day_en, day_fr

WIDTH = 100
SIGNS: dict[Outcome, str] = {"broken": "✗", "unknown": "?", "met": "✓", "not_applicable": "·"}
DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
YES = {"oui": "yes", "non": "no", "tous": "all"}
CHOICE = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)*\b")


class ExplanationWords:
    """Says one explanation; every line is at most so wide that it fits a terminal and a page."""

    def __init__(self, one: Explanation, language: Language, word: Word) -> None:
        """``word`` calls the forms' choices by their labels."""
        self._one, self._language, self._word = one, language, word
        self._said, self._outcomes = SAID[language], OUTCOMES[language]
        self._cited: dict[str, Origin] = {}

    def lines(self, *, everything: bool = False) -> Iterator[str]:
        """The whole text; ``everything`` also says why a rule does not apply."""
        yield from self.summary()
        for part, answers in self._one.parts():
            shown = [a for a in answers if everything or a.outcome != "not_applicable"]
            folded = [a.rule.id for a in answers if a not in shown]
            yield from ("", f"── {PARTS.index(part) + 1}. {part.fr if self._language == 'fr' else part.en} ──")
            for answer in shown:
                yield from self._answer(answer, everything)
            if folded:
                yield from self._wrapped(f"· {self._said['folded']}{self._colon}{', '.join(folded)}", "", "  ")
        yield from self._citations()

    def summary(self) -> Iterator[str]:
        """Three lines: how it stands, what is to be settled first, what is to be checked; a fourth where in doubt."""
        counts = {one: sum(a.outcome == one for a in self._one.answers) for one in BY_OUTCOME}
        told = ", ".join(counted(count, one, self._language) for one, count in counts.items() if count)
        what = f"{SUBJECTS[self._language][self._one.kind].capitalize()} {self._one.shown}"
        count = len(self._one.answers)
        yield f"{what}{self._colon}{count} {self._said['many' if count > 1 else 'whole']} ({told})"
        yield from self._first("broken", "first", "none")
        yield from self._first("unknown", "check", "no_check")
        if self._one.is_doubtful:
            yield from self._wrapped(self._said["doubtful"], "", "  ")

    def _first(self, outcome: Outcome, title: str, nothing: str) -> Iterator[str]:
        found = [one for one in self._one.findings() if one.outcome == outcome]
        names = list(dict.fromkeys(one.rule for one in found))
        if not found:
            yield self._said[nothing]
            return
        reason = found[0].reason_fr if self._language == "fr" else found[0].reason_en
        others = f" ({self._said['also']}{self._colon}{', '.join(names[1:])})" if names[1:] else ""
        yield f"{self._said[title]}{self._colon}{names[0]}{self._colon}{reason}{others}"

    def _answer(self, answer: Answer, everything: bool) -> Iterator[str]:
        rule = answer.rule
        asked = rule.sentence_fr if self._language == "fr" else rule.sentence_en
        severity = f" ({SEVERITIES[self._language][rule.severity]})" if answer.outcome in {"broken", "unknown"} else ""
        head = f"{SIGNS[answer.outcome]} {self._outcomes[answer.outcome].upper()}{severity} · {rule.id}"
        yield from (head, *self._wrapped(asked, "  ", "  "))
        for told in sorted(answer.told, key=lambda one: BY_OUTCOME.index(one.finding.outcome)):
            if everything or told.finding.outcome != "not_applicable" or answer.outcome == "not_applicable":
                yield from self._told(told, several=len(answer.told) > 1)
                yield from self._past(told.finding) if everything else ()
        for threshold in dict.fromkeys(t for told in answer.told for t in told.thresholds):
            text = f"{self._said['threshold']}{self._colon}{sentence(threshold, self._language, self._choice)}"
            yield from self._wrapped(text, "    ", "      ")
        for one in answer.overrides:
            text = (
                f"{self._said['override']}{self._colon}{one.why} ({self._said['by']} {one.declared_by}, "
                f"{self._said['until']} {self._day(one.expires_on)})"
            )
            yield from self._wrapped(text, "    ", "      ")

    def _told(self, told: Told, *, several: bool) -> Iterator[str]:
        one = told.finding
        about = about_words(one.about)
        start = " ".join(filter(None, (self._outcomes[one.outcome] if several else "", f"({about})" if about else "")))
        reason = one.reason_fr if self._language == "fr" else one.reason_en
        yield from self._wrapped(f"→ {start}{self._colon if start else ''}{reason}", "  ", "    ")
        if one.outcome == "not_applicable":
            return
        yield from self._facts(one.facts, inline=one.outcome == "met")
        mend = one.mend_fr if self._language == "fr" else one.mend_en
        if mend and one.outcome in {"broken", "unknown"}:
            yield from self._wrapped(f"{self._said['mend']}{self._colon}{mend}", "    ", "      ")
        if one.until and one.outcome == "unknown":
            yield f"    {self._said['again']} {self._day(one.until)}."
        if told.since and (told.since.before or one.outcome != "met"):
            was = told.since.before
            before = f"{self._said['before']} {self._outcomes[was]}" if was else self._said["seen"]
            yield f"    {self._said['since']} {self._day(told.since.at.date())} ({before})"

    def _past(self, one: Finding) -> Iterator[str]:
        """Where the outcome changed more than once: every change with its reason."""
        changes = [change for change in self._one.history if (change.rule, change.about) == (one.rule, one.about)]
        if len(changes) < 2:
            return
        yield f"    {self._said['history']}{self._colon}".rstrip()
        for change in changes:
            outcome = self._outcomes[change.after] if change.after else "—"
            reason = change.reason_fr if self._language == "fr" else change.reason_en
            text = f"- {self._day(change.at.date())}{self._colon}{outcome}. {reason}"
            yield from self._wrapped(text, "      ", "        ")

    def _facts(self, facts: tuple[Fact, ...], *, inline: bool) -> Iterator[str]:
        if not facts:
            return
        if inline:
            said = self._said["semi"].join(self._by_submission(facts))
            yield from self._wrapped(f"{self._said['facts']}{self._colon}{said}", "    ", "      ")
            return
        yield f"    {self._said['facts']}{self._colon}".rstrip()
        for fact in facts:
            where = self._where(fact.origin, with_day=True)
            text = f"- {self._labelled(fact)} [{where}]" if where else f"- {self._labelled(fact)}"
            yield from self._wrapped(text, "      ", "        ")

    def _by_submission(self, facts: tuple[Fact, ...]) -> Iterator[str]:
        """Neighbours that one submission says share its mark."""
        for where, group in groupby(facts, lambda fact: self._where(fact.origin, with_day=False)):
            said = self._said["semi"].join(self._labelled(fact) for fact in group)
            yield f"{said} [{where}]" if where else said

    def _labelled(self, fact: Fact) -> str:
        label = fact.label_fr if self._language == "fr" else fact.label_en
        return f"{label}{self._colon}{self.value(fact)}"

    def _where(self, origin: Origin | None, *, with_day: bool) -> str:
        """The submission in short, and from now on among those that are cited."""
        if origin is None:
            return ""
        self._cited.setdefault(origin.root_uuid, origin)
        where = f"{self._stage(origin.stage)} {short(origin.root_uuid)}"
        return where + (self._received(origin.root_uuid) if with_day else "")

    def value(self, fact: Fact) -> str:
        """The value with days and choices in words."""
        if not isinstance(fact.value, str):
            return str(fact.value)
        stage = fact.origin.stage if fact.origin else ""
        # The submission's own form first: another form may call another thing by the same choice.
        for form in (stage, ""):
            whole = self._word(form, fact.value)
            if whole != fact.value:
                return whole
        text = DAY.sub(lambda found: self._day(_date(found)) or found.group(), fact.value)
        if self._language == "en" and text in YES:
            return YES[text]
        return CHOICE.sub(lambda found: self._word(stage, found.group()), text)

    def _choice(self, choice: str) -> str:
        return self._word("", choice)

    def _citations(self) -> Iterator[str]:
        if self._cited:
            yield from ("", f"── {self._said['submissions']} ──")
        for root, origin in sorted(self._cited.items(), key=lambda item: (item[1].stage, item[0])):
            yield f"  {short(root)} = {root}, {self._stage(origin.stage)}{self._received(root)}"
        for kind, cases in self._one.beside.items():
            codes = ", ".join(self._near(near) for near in cases)
            text = f"{self._said['beside']}{self._colon}{PLURALS[self._language][kind]} {codes}"
            yield from self._wrapped(text, "", "  ")

    def _near(self, near: Near) -> str:
        return f"{near.code} ({counted(near.broken, 'broken', self._language)})" if near.broken else near.code

    def _received(self, root: str) -> str:
        at: datetime | None = self._one.received.get(root)
        return f", {self._said['received']} {self._day(at.date())}" if at else ""

    def _stage(self, stage: str) -> str:
        return STAGES[self._language].get(stage, stage)

    def _day(self, day: date | None) -> str:
        if day is None:
            return ""
        return day_fr(day) if self._language == "fr" else day_en(day)

    @property
    def _colon(self) -> str:
        return self._said["colon"]

    @staticmethod
    def _wrapped(text: str, first: str, then: str) -> Iterator[str]:
        yield from wrap(text, WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False,
                        break_on_hyphens=False)  # fmt: skip


def short(root_uuid: str) -> str:
    """Enough of a root uuid to find it: its first eight signs."""
    return root_uuid.removeprefix("uuid:")[:8]


def _date(found: "re.Match[str]") -> date | None:
    year, month, day = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
