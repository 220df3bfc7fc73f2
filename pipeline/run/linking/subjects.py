"""What a submission speaks of besides people: plans, meetings, sessions, by the code they are known by now."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...model.installation import Installation, Visit
from ...model.meeting import Decision, Meeting
from ...model.plan import Draft
from ...model.review import Review
from ...model.steps import Attendance, PlannedSession, Session
from ...records.plans.codes import plan_code, where_said


def subjects_of(nouns: Iterable[Any], aliases: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(kind, code) of each, sorted; kind is ``plan``, ``meeting``, ``session`` or ``orientation_place`` (a commune).

    Args:
        aliases: replaced card → the card that stands for the plan now.
    """
    return tuple(sorted({(kind, code) for noun in nouns for kind, code in _spoken_of(noun, aliases) if code}))


def _spoken_of(noun: Any, aliases: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    match noun:
        case Draft() | Review() | Installation() | Visit() | Decision():
            yield "plan", plan_code(noun.plan_code, aliases) or where_said(noun.origin)
        case Meeting():
            yield "meeting", noun.meeting_id
            for decision in noun.decisions:
                yield from _spoken_of(decision, aliases)
        case Session() | Attendance():
            yield "session", noun.session_code
            yield from _place(noun)
        case PlannedSession():
            yield "session", noun.number
            yield from _place(noun)


def _place(noun: Session | Attendance | PlannedSession) -> Iterator[tuple[str, str]]:
    """An orientation answers what people of its commune asked for: what they say leads to it."""
    if noun.kind == "orientation":
        yield "orientation_place", noun.commune
