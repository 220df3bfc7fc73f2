"""What is late and what comes due, by commune and by the team that must act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.model.finding import Finding

DUE_RULES = {
    "arrival.immediate_follow_up": "suivi immédiat",
    "orientation.everybody": "orientation",
    "training.leads_to_plan": "plan après la formation",
    "amendment.reviewed_again": "nouvelle revue",
    "amendment.makes_version": "plan amendé à reprendre",
    "committee.local_meeting": "réunion du comité",
    "installation.backlog": "installation",
    "visits.due": "visite de suivi",
    "surveys.satisfaction": "enquête de satisfaction",
    "surveys.complaint_closed": "plainte à clore",
}
"""Rules whose finding is a task; what they ask for, in French."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    Attributes:
        subject: what is shown of the case: a person's or a plan's code, a place.
        team: zone that must act; commune '' where it is not known.
        is_late: the time is over; else ``due`` is the day on which it will be.
        since: the day the clock began.
        mend: what to do, in French.
    """

    commune: str
    team: str
    what: str
    subject: str
    is_late: bool
    since: date | None
    due: date | None
    mend: str


def tasks(
    findings: Iterable[Finding], places: Mapping[tuple[str, str], tuple[str, str]], shown: Mapping[str, str]
) -> tuple[Task, ...]:
    """Late ones first, then by the day they come due, by commune.

    Args:
        places: (commune, zone) of each case by its kind and subject.
        shown: code by person key.
    """
    found = []
    for one in findings:
        if one.rule not in DUE_RULES or one.outcome not in {"broken", "unknown"}:
            continue
        if one.outcome == "unknown" and one.until is None:
            continue
        commune, team = places.get((one.subject_kind, one.subject), ("", ""))
        subject = shown.get(one.subject, one.subject)
        late = one.outcome == "broken"
        found.append(Task(commune, team, DUE_RULES[one.rule], subject, late, one.on, one.until, one.mend_fr))
    return tuple(sorted(found, key=lambda t: (t.commune, not t.is_late, t.due or date.min, t.what, t.subject)))
