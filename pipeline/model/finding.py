"""What a rule found about a case: the outcome, why in two languages, and the facts it read with their submissions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from .answers import Origin

Outcome = Literal["met", "broken", "not_applicable", "unknown"]
Severity = Literal["blocking", "warning", "information"]
SubjectKind = Literal["person", "plan", "meeting", "session", "locality"]


class Fact(NamedTuple):
    """One thing a rule read.

    Attributes:
        label_fr / label_en: what it is, in a few words.
        value: as it is printed: text, number or ISO date; never a name.
        origin: the submission that said so; None for what the programme set.
    """

    label_fr: str
    label_en: str
    value: Any
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule about one case.

    Attributes:
        rule: id of the rule, ``procurement.before_committee``.
        rule_version: the day from which the threshold in force counts, ISO; '' where the rule has none.
        subject_kind / subject: what it is about: a person key, a plan code, a meeting id, a session code, a place.
        on: the day of the event the rule judged; None where nothing has happened yet.
        about: tells several findings of one rule on one subject apart (a version, a line, a meeting); '' for one.
        reason_fr / reason_en: one sentence each.
        mend_fr / mend_en: for a broken or unknown one, what would mend it; '' otherwise.
        until: the day on which the outcome may change although nothing new was said (a deadline); None for never.
    """

    rule: str
    subject_kind: SubjectKind
    subject: str
    outcome: Outcome
    severity: Severity
    reason_fr: str
    reason_en: str
    facts: tuple[Fact, ...] = ()
    on: date | None = None
    about: str = ""
    rule_version: str = ""
    mend_fr: str = ""
    mend_en: str = ""
    until: date | None = None


class Change(NamedTuple):
    """A finding whose outcome became another one.

    Attributes:
        before: '' where it was seen for the first time.
        after: '' where the rule says nothing about this any more.
        at: instant of the run that saw it, UTC.
        reason_fr / reason_en: of the finding as it became; '' where it is gone.
    """

    rule: str
    about: str
    before: Outcome | Literal[""]
    after: Outcome | Literal[""]
    at: datetime
    reason_fr: str
    reason_en: str
    run_id: UUID | None = None
