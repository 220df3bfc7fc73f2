"""What is late, what is to be done, and what comes up soon, by commune and by the team that must act."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from pipeline.model.case import Case, PersonCase, PlanCase
from pipeline.model.finding import Finding

from .whose import commune_of, shown, team_of

State = Literal["late", "open", "soon"]
STATES: Mapping[str, State] = MappingProxyType({"broken": "late", "unknown": "open", "not_applicable": "soon"})
Over = Callable[[Any, Finding, Sequence[Finding]], bool]
"""(case, finding, all findings of the case) → whether nobody can or need do anything about it any more."""


def _never(case: Case, finding: Finding, others: Sequence[Finding]) -> bool:
    return False


def _followed_up(case: PersonCase, finding: Finding, others: Sequence[Finding]) -> bool:
    """A visit came, late or not."""
    return any(visit.outcome == "done" for visit in case.journey.follow_ups)


def _never_registered(case: PersonCase, finding: Finding, others: Sequence[Finding]) -> bool:
    """Whoever is only spoken of is most often somebody registered, whose card was not read: ``retour link review``."""
    return not case.journey.registrations


def _trained_elsewhere(case: PersonCase, finding: Finding, others: Sequence[Finding]) -> bool:
    """Another training was complete, or the person drafted a plan all the same."""
    made_up = any(one.rule == finding.rule and one.outcome == "met" for one in others)
    return made_up or bool(case.plans) or _never_registered(case, finding, others)


def _bought(case: PlanCase, finding: Finding, others: Sequence[Finding]) -> bool:
    return any(done.purchases for done in case.plan.installations)


def _installed(case: PlanCase, finding: Finding, others: Sequence[Finding]) -> bool:
    return any("hand_over" in i.steps and i.hand_over_state == "complete" for i in case.plan.installations)


def _solved(case: PlanCase, finding: Finding, others: Sequence[Finding]) -> bool:
    """The trouble itself is over, however long it took; ``about`` names its submission and its number there."""
    every = {f"{i.origin.root_uuid} {n}": one for i in case.plan.installations for n, one in enumerate(i.incidents, 1)}
    return finding.about in every and bool(every[finding.about].solved)


def _next_wave_began(case: PlanCase, finding: Finding, others: Sequence[Finding]) -> bool:
    """The visit of three months cannot be made after a year: only the last wave that is due can still be."""
    waves = [one for one in others if one.rule == finding.rule and one.outcome != "not_applicable"]
    return any(_months(one) > _months(finding) for one in waves)


def _months(finding: Finding) -> int:
    number = finding.about.partition(" ")[0]
    return int(number) if number.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of task: what is to be done, in French, and when nothing is left to do."""

    what: str
    is_over: Over = _never


TASKS: Mapping[str, Kind] = MappingProxyType(
    {
        "arrival.immediate_follow_up": Kind("suivi immédiat", _followed_up),
        "orientation.everybody": Kind("orientation", _never_registered),
        "training.complete": Kind("formation à compléter", _trained_elsewhere),
        "training.modules": Kind("modules de formation à tenir"),
        "training.leads_to_plan": Kind("plan à monter", _never_registered),
        "committee.local_meeting": Kind("réunion du comité"),
        "amendment.makes_version": Kind("plan amendé à reprendre"),
        "amendment.reviewed_again": Kind("nouvelle revue avant achat", _bought),
        "installation.backlog": Kind("installation", _installed),
        "installation.certificate": Kind("certificat à compléter"),
        "installation.every_member_received": Kind("remise à chaque porteur"),
        "installation.incidents_solved": Kind("difficulté à régler", _solved),
        "contribution.verified": Kind("contribution à vérifier"),
        "visits.due": Kind("visite de suivi", _next_wave_began),
        "surveys.satisfaction": Kind("enquête de satisfaction"),
        "surveys.complaint_closed": Kind("plainte à clore"),
    }
)
"""By rule. Every rule with a deadline stands here; the others here tell of work that waits for somebody."""
REVIEW = "procurement.before_committee"
"""It judges decisions, so it says nothing while a plan waits for its review; the task is made apart."""
NO_TASKS = frozenset({"committee.not_in_future", "order.person_not_in_future", "order.plan_not_in_future"})
"""Rules whose outcome changes with the day although nothing is to be done by it: a date that was mistyped."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    Attributes:
        team: zone that must act; it and ``commune`` are '' where not known.
        subject: what is shown of the case: a person's or a plan's code, a session's number, a place.
        state: ``late`` the time is over · ``open`` to be done before ``due``, None without a set day · ``soon`` can be
            done from ``due`` on.
        since: the day the clock began.
        reason / mend: in French, as ``retour explain`` says them.
    """

    rule: str
    team: str
    commune: str
    what: str
    kind: str
    subject: str
    about: str
    state: State
    since: date | None
    due: date | None
    reason: str
    mend: str


def tasks_of(case: Case, findings: Sequence[Finding], until: date) -> Iterator[Task]:
    """What somebody has to do about this case now, or from a day up to ``until`` on.

    Args:
        findings: all current ones of this case.
    """
    for one in findings:
        kind, state = TASKS.get(one.rule), STATES.get(one.outcome)
        if kind is None or state is None or kind.is_over(case, one, findings):
            continue
        if state == "soon" and (one.until is None or one.until > until):
            continue
        yield Task(
            rule=one.rule,
            team=team_of(case),
            commune=commune_of(case),
            what=kind.what,
            kind=one.subject_kind,
            subject=shown(case),
            about=one.about,
            state=state,
            since=None if one.subject_kind == "locality" else one.on,
            due=None if state == "late" else one.until,
            reason=one.reason_fr,
            mend=one.mend_fr,
        )


def review_of(case: PlanCase, since: date | None) -> Task:
    """Procurement's own task: a plan drafted and not reviewed yet. No rule has a day for it.

    Args:
        since: the day its version was made; None where nobody wrote it.
    """
    return Task(
        rule=REVIEW,
        team=team_of(case),
        commune=commune_of(case),
        what="revue de l'acquisition",
        kind="plan",
        subject=shown(case),
        about="",
        state="open",
        since=since,
        due=None,
        reason="Le plan est monté et attend sa revue ; sans elle, il ne va pas au comité.",
        mend="Revoir le plan, et envoyer le formulaire de revue.",
    )


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """By team and commune; late ones first, then by the day they are due, then the longest waiting."""
    states = list(STATES.values())
    return tuple(
        sorted(
            tasks,
            key=lambda t: (t.team, t.commune, states.index(t.state), t.due or date.max, t.since or date.min, t.subject),
        )
    )
