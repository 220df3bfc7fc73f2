"""What rules judge: one person, plan, meeting, session or locality, with all that is known of it but names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .answers import Origin
from .meeting import Meeting
from .plan import Plan
from .steps import Journey, Need, PlannedSession, Session


@dataclass(frozen=True, slots=True)
class PersonCase:
    """One person.

    Attributes:
        plans: every plan the person holds or held, by date.
        active_plans: codes of those that are active now.
    """

    journey: Journey
    plans: tuple[Plan, ...] = ()
    active_plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanCase:
    """One plan.

    Attributes:
        holders: journeys of everybody who is or was a member, by person key.
        rivals: other active plans of the present members, by person key.
    """

    plan: Plan
    holders: Mapping[str, Journey] = field(default_factory=dict)
    rivals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeetingCase:
    """One committee meeting; it may have been written in several submissions.

    Attributes:
        meetings: those submissions, by date and arrival.
        plans: what it decided about, by plan code; a code nobody drafted is absent.
    """

    meeting_id: str
    meetings: tuple[Meeting, ...]
    plans: Mapping[str, Plan] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SessionCase:
    """One orientation session, or one training with its days.

    Attributes:
        sessions: its submissions, by day and arrival.
        planned: what was planned for it, with its invitations; None where nothing was.
        needs: needs said in counselling before it by people of the commune, with where each was said.
    """

    session_code: str
    kind: str
    sessions: tuple[Session, ...]
    planned: PlannedSession | None = None
    needs: Mapping[Need, tuple[Origin, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LocalityCase:
    """One place that may call a committee meeting.

    Attributes:
        place: code of the commune or province.
        plans: every plan of the place, examined or not.
    """

    place: str
    level: str
    plans: tuple[Plan, ...] = ()


Case = PersonCase | PlanCase | MeetingCase | SessionCase | LocalityCase
