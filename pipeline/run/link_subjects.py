"""What a submission speaks of besides people: plans, meetings and sessions, by the code they are known by now."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..model.installation import Installation, Visit
from ..model.meeting import Decision, Meeting
from ..model.plan import Draft
from ..model.review import Review
from ..model.steps import Attendance, PlannedSession, Session
from ..records.plans.codes import plan_code, where_said


def subjects_of(nouns: Iterable[Any], aliases: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(kind, code) of each, sorted; kind is ``plan``, ``meeting`` or ``session``.

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
        case PlannedSession():
            yield "session", noun.number
