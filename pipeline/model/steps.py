"""What happened to a person and when: each step of the practice with the submission that says so. No names here."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

from .answers import Origin


@dataclass(frozen=True, slots=True)
class Registration:
    """Arrival (form ``registration``).

    Attributes:
        returned_on: the flight; ``in_commune_on`` the return to the commune: two clocks.
        is_flagged: vulnerable, so an immediate follow-up is due; which vulnerability stays in the answers.
    """

    origin: Origin
    mention_id: str
    returned_on: date | None
    in_commune_on: date | None
    arrival_batch: str
    commune: str
    has_consented: bool
    is_flagged: bool
    assistance: tuple[str, ...] = ()
    registered_on: date | None = None


@dataclass(frozen=True, slots=True)
class ImmediateFollowUp:
    """A visit to somebody flagged at arrival (form ``immediate_follow_up``); ``outcome`` as in the form's list."""

    origin: Origin
    mention_id: str
    visited_on: date | None
    outcome: str
    continues: bool = False
    visit_again_on: date | None = None


class Need(NamedTuple):
    """A partner somebody needs, said in counselling: expert type and sector, as in the form's lists."""

    expert_type: str
    sector: str


@dataclass(frozen=True, slots=True)
class Counselling:
    """An individual talk (form ``counselling``); choices as in the form's lists, '' where not asked.

    Attributes:
        has_skill: None where not asked.
        skills: trades declared.
        has_early_reason: a reason is written for a talk before the return to the commune.
    """

    origin: Origin
    mention_id: str
    counselled_on: date | None
    outcome: str
    wish: str = ""
    has_skill: bool | None = None
    skills: tuple[str, ...] = ()
    idea_sector: str = ""
    needs: tuple[Need, ...] = ()
    has_early_reason: bool = False
    invited_session: str = ""


class Actor(NamedTuple):
    """Who was invited or came to a session, a hand-over or a visit; no name of a person.

    Attributes:
        category: local_authority, civil_society, technical_expert, other_partner.
        partner: code of the partner list, '' where it is not on it.
        invited / attended: None where not asked.
    """

    category: str
    expert_type: str = ""
    sector: str = ""
    partner: str = ""
    is_local: bool | None = None
    invited: bool | None = None
    invited_for: str = ""
    attended: bool | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One orientation session, or one day of a training (forms ``orientation``, ``training``).

    Attributes:
        day: 1 to 5 of a training; 0 for an orientation.
        outcome: held, postponed, zone_inaccessible, cancelled.
        attendees: mention ids of who was there.
        modules: of a training day; ``opportunities``: sectors presented at an orientation.
    """

    origin: Origin
    kind: Literal["orientation", "training"]
    session_code: str
    held_on: date | None
    ended_on: date | None
    commune: str
    outcome: str
    day: int = 0
    attendees: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    opportunities: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()


class Attendance(NamedTuple):
    """One person at one session or training day; ``pathway`` is the choice at an orientation's end, '' without."""

    origin: Origin
    mention_id: str
    kind: Literal["orientation", "training"]
    session_code: str
    held_on: date | None
    commune: str
    day: int = 0
    pathway: str = ""
    sector: str = ""


class Survey(NamedTuple):
    """A satisfaction or sustainability interview; answers stay in their tables."""

    origin: Origin
    mention_id: str
    kind: Literal["satisfaction", "sustainability"]
    asked_on: date | None
    outcome: str
    wave: str = ""
    complaint_state: str = ""


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session, training, meeting or focus group planned (form ``session_plan``), with whom it invites."""

    origin: Origin
    kind: str
    number: str
    planned_on: date | None
    days: int
    commune: str
    state: str
    invitations: tuple[Actor, ...] = ()


class Event(NamedTuple):
    """One dated thing in a person's or a plan's life, as analysts and stories read it.

    Attributes:
        kind: ``returned in_commune registered followed_up counselled oriented trained drafted reviewed examined
            validated rejected adjourned purchased handed_over visited asked`` …
        detail: a choice of the form that tells more (outcome, day, version, wave); never free text.
        received_at: when the server got it: lateness and order of arrival.
    """

    kind: str
    on: date | None
    origin: Origin
    detail: str = ""
    plan_code: str = ""
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    """A person without identity: what rules and analysts may see. Every tuple is in order of date.

    Attributes:
        sex / birth_year: as held true of the person.
        plans: codes of plans the person holds or held.
        parked_since: stages without a registration: when the first of them was received.
    """

    person_key: str
    code: str
    standing: str
    sex: str = ""
    birth_year: int | None = None
    commune: str = ""
    registrations: tuple[Registration, ...] = ()
    follow_ups: tuple[ImmediateFollowUp, ...] = ()
    counsellings: tuple[Counselling, ...] = ()
    orientations: tuple[Attendance, ...] = ()
    training_days: tuple[Attendance, ...] = ()
    surveys: tuple[Survey, ...] = ()
    plans: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    parked_since: datetime | None = None
    others: tuple[str, ...] = field(default=(), compare=False)
    """Fields of the person whose values disagree between submissions."""
