"""A story: what was sent, in any order, and what the rules say of it in the end."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from random import Random

from pipeline.model.answers import Answers
from pipeline.model.finding import Finding
from pipeline.rules.practice import BY_ID

from .chain import findings_of
from .forms import drafted, installed, met, reviewed
from .people import arrived, counselled, oriented, trained
from .sent import Sent

TODAY = "2019-09-01"
Steps = Mapping[str, Sent | tuple[Sent, ...]]


def training(*who: str) -> tuple[Sent, ...]:
    """Five days in July."""
    return tuple(trained(day, f"2019-07-{14 + day}", *who) for day in range(1, 6))


USUAL: Steps = {
    "arrived": arrived(),
    "counselled": counselled(),
    "oriented": oriented(),
    "trained": training(),
    "drafted": drafted(),
    "reviewed": reviewed(),
    "met": met(),
    "installed": installed(),
}
"""Awa's way from arrival to three rams, with everything in order."""


class Story:
    """What was sent; the same whatever the order in which it is read, and in which it arrived."""

    def __init__(self, sent: Iterable[Sent], today: str = TODAY, *, arrival_tells: bool = False) -> None:
        """``arrival_tells``: the story is about what came last, so other arrivals would be another story."""
        self.sent = tuple(sent)
        self.today = date.fromisoformat(today)
        self.arrival_tells = arrival_tells

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What every rule finds, in the end."""
        typed = [one.typed() for one in self.sent]
        found = findings_of(typed, self.today)
        for seed in range(2):
            shuffled = Random(seed).sample(typed, len(typed))
            assert findings_of(shuffled, self.today) == found, "the order of reading tells"
            if not self.arrival_tells:
                moved = findings_of(_arriving_as(typed, shuffled), self.today)
                assert _outcomes(moved) == _outcomes(found), "the order of arrival tells"
        return found

    def outcomes(self, rule: str, subject: str = "") -> dict[str, str]:
        """What a rule says of each subject, or of each thing it speaks about of one subject."""
        assert rule in BY_ID, rule
        ours = [f for f in self.findings if f.rule == rule and subject in ("", f.subject)]
        return {f.about if subject else f.subject: f.outcome for f in ours}

    def says(self, rule: str) -> set[str]:
        """Every outcome of the rule, whatever it is about."""
        return set(self.outcomes(rule).values()) | {f.outcome for f in self.findings if f.rule == rule}

    def reason(self, rule: str) -> str:
        """Why, in French, where the rule is not simply met."""
        return " ".join(f.reason_fr for f in self.findings if f.rule == rule and f.outcome != "met")

    @property
    def broken(self) -> set[str]:
        """Every rule that is broken anywhere in the story."""
        return {f.rule for f in self.findings if f.outcome == "broken"}

    @property
    def blocked(self) -> set[str]:
        """Every blocking rule that is broken, or that nobody can answer yet."""
        return {f.rule for f in self.findings if f.severity == "blocking" and f.outcome in {"broken", "unknown"}}


def usual(*more: Sent, without: Iterable[str] = (), today: str = TODAY, arrival_tells: bool = False,
          **instead: Sent | tuple[Sent, ...]) -> Story:  # fmt: skip
    """Awa's story with some steps told otherwise, left out or added."""
    assert instead.keys() <= USUAL.keys(), instead.keys() - USUAL.keys()
    steps = {name: step for name, step in {**USUAL, **instead}.items() if name not in without}
    flat = [one for step in steps.values() for one in (step if isinstance(step, tuple) else (step,))]
    return Story([*flat, *more], today, arrival_tells=arrival_tells)


def _arriving_as(typed: list[Answers], shuffled: list[Answers]) -> list[Answers]:
    """The same submissions, each received when another one was."""
    return [replace(one, submitted_at=other.submitted_at) for one, other in zip(typed, shuffled, strict=True)]


def _outcomes(findings: Iterable[Finding]) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for one in findings:
        found[one.rule].append((one.subject, one.about, one.outcome))
    return found
