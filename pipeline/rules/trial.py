"""What if a threshold were another one: the trial's policy, and which findings it would change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from pipeline.errors import SetupError
from pipeline.model.finding import Finding, Outcome, SubjectKind

from .policy import Policy, Threshold
from .practice import RULES
from .rule import Rule
from .threshold_words import value_words
from .thresholds import changed, known_name

NOTHING = frozenset({"none", "aucun", "aucune"})
TRUTH = {"true": True, "oui": True, "yes": True, "false": False, "non": False, "no": False}
LEVELS = {"committee.local_level": ("commune", "province")}


@dataclass(frozen=True, slots=True)
class Trial:
    """A policy to compare with today's.

    Attributes:
        settings: the thresholds tried, as they would be.
        rules: those that read one of them; no other outcome can change.
        since: the first day on which the trial holds; None for always.
    """

    policy: Policy
    settings: tuple[Threshold, ...]
    rules: tuple[Rule, ...]
    since: date | None


class Moved(NamedTuple):
    """One finding that the trial would change; an outcome is None where the rule says nothing about that then."""

    rule: str
    subject_kind: SubjectKind
    subject: str
    about: str
    before: Outcome | None
    after: Outcome | None
    reason_before: str
    reason_after: str


def trial_of(policy: Policy, settings: Sequence[str], since: date | None = None) -> Trial:
    """Today's policy with some thresholds changed.

    Args:
        settings: ``committee.local_minimum=5``, each threshold once; ``none`` for no threshold.
        since: from that day on the trial holds for every later day, whatever later versions the file has; what
            happened before is judged as it is today. None: it holds for every day.

    Raises:
        SetupError: no such threshold, a value of another type, a threshold set twice, a day to come.
    """
    if since is not None and since > policy.today:
        raise SetupError(f"--from {since}", "is a day to come; nothing has happened since.", "Give a day in the past.")
    thresholds: Mapping[str, tuple[Threshold, ...]] = policy.thresholds
    tried: dict[str, Threshold] = {}
    for setting in settings:
        name, equals, written = (part.strip() for part in setting.partition("="))
        if not equals or not written:
            raise SetupError(f"--set {setting}", "names no value.", "Write --set committee.local_minimum=5.")
        known_name(name, thresholds)
        if name in tried:
            raise SetupError(f"--set {name}", "is given twice.", "Try one value at a time.")
        thresholds = changed(thresholds, name, _value(name, written, policy.thresholds[name]), since)
        tried[name] = thresholds[name][-1]
    reading = tuple(rule for rule in RULES if tried.keys() & set(rule.thresholds))
    return Trial(replace(policy, thresholds=thresholds), tuple(tried.values()), reading, since)


def moved(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Moved]:
    """Findings of one case whose outcome differs; several of one rule are matched by what they are about."""
    then, now = _by_place(before), _by_place(after)
    for place, old in then.items():
        new = now.pop(place, None)
        if new is None or new.outcome != old.outcome:
            yield _moved(old, old, new)
    for new in now.values():
        yield _moved(new, None, new)


def _moved(one: Finding, old: Finding | None, new: Finding | None) -> Moved:
    return Moved(
        one.rule,
        one.subject_kind,
        one.subject,
        one.about,
        old.outcome if old else None,
        new.outcome if new else None,
        old.reason_fr if old else "",
        new.reason_fr if new else "",
    )


def _by_place(findings: Iterable[Finding]) -> dict[tuple[str, str, int], Finding]:
    found: dict[tuple[str, str, int], Finding] = {}
    for one in findings:
        same = sum(1 for rule, about, _ in found if (rule, about) == (one.rule, one.about))
        found[one.rule, one.about, same] = one
    return found


def _value(name: str, written: str, versions: Sequence[Threshold]) -> Any:
    """The value as the file's own ones are typed."""
    if written.casefold() in NOTHING:
        return None
    known = [one.value for one in versions if one.value is not None]
    kind = type(known[-1]) if known else int
    read = {bool: _truth, int: _whole, Decimal: _decimal, str: _text, tuple: _list}.get(kind, _text)
    value = read(name, written, known)
    if value is None:
        shown = value_words(name, known[-1], "en") if known else "250000"
        raise SetupError(f"--set {name}", f"'{written}' is not {EXPECTED[kind]}.", f"Write it like {shown}, or none.")
    return value


EXPECTED = {
    bool: "yes or no",
    int: "a whole number of 0 or more",
    Decimal: "a share such as 0.15",
    str: "one of its words",
    tuple: "a list such as 3,6,12",
}


def _truth(name: str, written: str, known: Sequence[Any]) -> bool | None:
    return TRUTH.get(written.casefold())


def _whole(name: str, written: str, known: Sequence[Any]) -> int | None:
    digits = "".join(written.split()).replace("_", "")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _decimal(name: str, written: str, known: Sequence[Any]) -> Decimal | None:
    try:
        share = Decimal(written.replace(",", "."))
    except InvalidOperation:
        return None
    return share if share.is_finite() and share >= 0 else None


def _text(name: str, written: str, known: Sequence[Any]) -> str | None:
    return written if written in (*LEVELS.get(name, ()), *known) else None


def _list(name: str, written: str, known: Sequence[Any]) -> tuple[Any, ...] | None:
    parts = [part.strip() for part in written.strip("[]").split(",") if part.strip()]
    if not all(isinstance(one, int) for version in known for one in version):
        return tuple(part.strip("\"'") for part in parts) or None
    numbers = [_whole(name, part, ()) for part in parts]
    return tuple(numbers) if numbers and None not in numbers else None
