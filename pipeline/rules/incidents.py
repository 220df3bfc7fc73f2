"""What holds an installation up is written down and solved, not left."""

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact
from pipeline.model.installation import Incident

from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr, days_en, days_fr


@rule(
    "installation.incidents_solved",
    "plan",
    severity="warning",
    rows=(72,),
    fr="Une difficulté d'achat ou de décaissement est réglée dans le délai fixé.",
    en="Trouble with a purchase or a payment is solved within the set time.",
    source="fiche #3, recommandation 2 : « problèmes de décaissements une fois les projets validés »",
    thresholds=("installation.incident_days",),
)
def incidents_are_solved(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each incident, counted from the day it began."""
    told = [(done, number, one) for done in case.plan.installations for number, one in enumerate(done.incidents, 1)]
    if not told:
        yield Ground().not_applicable("Aucune difficulté notée.", "No trouble was written.")
    for done, number, one in told:
        limit = policy.at("installation.incident_days", one.since)
        origin = done.origin._replace(row=f"incidents/{number}")
        facts = (
            Fact("difficulté", "trouble", one.kind or "—", origin),
            Fact("depuis", "since", str(one.since or "—"), origin),
            Fact("réglée le", "solved on", str(one.solved_on or "—"), origin),
        )
        ground = Ground(facts, one.since, limit, f"{done.origin.root_uuid} {number}")
        if one.since is None or (one.solved and one.solved_on is None):
            yield ground.unknown("Une des dates de la difficulté manque.", "One of the days of the trouble is missing.")
        elif limit is None or limit.value is None:
            yield ground.not_applicable("Aucun délai fixé ce jour-là.", "No time was set on that day.")
        else:
            yield _solved(ground, one, one.since, one.since + timedelta(days=limit.value), policy.today)


def _solved(ground: Ground, one: Incident, since: date, due: date, today: date) -> Verdict:
    mend = ("Lever la difficulté, puis compléter le formulaire.", "Solve it, then complete the form.")
    days = (one.solved_on - since).days if one.solved_on else 0
    if one.solved_on and one.solved_on <= due:
        return ground.met(f"Réglée en {days_fr(days)}.", f"Solved in {days_en(days)}.")
    if one.solved_on:
        return ground.broken(
            f"Réglée après {days_fr(days)}.",
            f"Solved after {days_en(days)}.",
            "Rien ne rattrape le délai passé ; en tenir compte pour le prochain achat.",
            "Nothing makes up for the time that passed; think of it at the next purchase.",
        )
    if today <= due:
        return ground.unknown(
            f"À régler avant le {day_fr(due)}.", f"To be solved by {day_en(due)}.", *mend, until=due + timedelta(1)
        )
    return ground.broken(
        f"Ouverte depuis le {day_fr(since)} ; à régler avant le {day_fr(due)}.",
        f"Open since {day_en(since)}; to be solved by {day_en(due)}.",
        *mend,
    )


RULES = (incidents_are_solved,)
