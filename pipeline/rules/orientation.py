"""The orientation of each person: everybody passes it, about a month after the return to the commune."""

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.model.case import PersonCase
from pipeline.model.finding import Fact

from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr, days_en, days_fr

SOURCE = "fiche #3, détails opérationnels"


def _returns(case: PersonCase) -> tuple[date | None, tuple[Fact, ...]]:
    """The return to the commune, and both clocks as facts: the flight is the earlier one."""
    registered = case.journey.registrations
    facts = [Fact("vol de retour", "flight", str(r.returned_on), r.origin) for r in registered if r.returned_on]
    facts += [
        Fact("retour dans la commune", "return to the commune", str(r.in_commune_on), r.origin)
        for r in registered
        if r.in_commune_on
    ]
    return min((r.in_commune_on for r in registered if r.in_commune_on), default=None), tuple(facts)


@rule(
    "orientation.everybody",
    "person",
    severity="blocking",
    rows=(76, 77),
    fr="Chaque migrant de retour passe par une session d'orientation.",
    en="Every returnee passes through an orientation session.",
    source="fiche #3, conclusion : « Chaque migrant de retour doit passer par la session d'orientation »",
    thresholds=("orientation.latest_days",),
    outcomes=("met", "broken", "unknown"),
)
def passes_orientation(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """Until the latest day it is due; from then on it is missing. Somebody never registered is unknown."""
    back, clocks = _returns(case)
    attended = case.journey.orientations
    facts = (*clocks, *(Fact("orientation", "orientation", str(a.held_on or "—"), a.origin) for a in attended))
    limit = policy.at("orientation.latest_days", back)
    ground = Ground(facts, attended[0].held_on if attended else back, limit)
    mend = (
        "Inviter la personne à la prochaine session de sa commune : retour orientation plan.",
        "Invite the person to the next session of the commune: retour orientation plan.",
    )
    if attended:
        yield ground.met("A participé à une session d'orientation.", "Took part in an orientation session.")
    elif back is None or limit is None or limit.value is None:
        yield ground.unknown(
            "Pas encore orientée ; la date du retour dans la commune manque ou aucun délai n'est fixé.",
            "Not oriented yet; the day of return to the commune is missing or no time is set.",
            *mend,
        )
    elif policy.today <= back + timedelta(days=limit.value):
        due = back + timedelta(days=limit.value)
        yield ground.unknown(
            f"À orienter avant le {day_fr(due)}.", f"To be oriented by {day_en(due)}.", *mend, until=due + timedelta(1)
        )
    else:
        due = back + timedelta(days=limit.value)
        yield ground.broken(
            f"Pas orientée ; elle devait l'être avant le {day_fr(due)}.",
            f"Not oriented; it was due by {day_en(due)}.",
            *mend,
        )


@rule(
    "orientation.month_after_return",
    "person",
    severity="information",
    rows=(16,),
    fr="L'orientation a lieu environ un mois après le retour dans la commune, et non après le vol.",
    en="Orientation takes place about a month after the return to the commune, not after the flight.",
    source=SOURCE + " : « environ un mois après le retour du migrant dans sa communauté d'origine »",
    thresholds=("orientation.target_days", "orientation.tolerance_days"),
)
def is_a_month_after_return(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """The first session attended; both starting points are shown, the return to the commune decides."""
    back, clocks = _returns(case)
    attended = next((a for a in case.journey.orientations if a.held_on), None)
    if attended is None:
        yield Ground(clocks).not_applicable("Pas encore orientée.", "Not oriented yet.")
        return
    facts = (*clocks, Fact("orientation", "orientation", str(attended.held_on), attended.origin))
    target = policy.at("orientation.target_days", attended.held_on)
    tolerance = policy.value("orientation.tolerance_days", attended.held_on)
    ground = Ground(facts, attended.held_on, target)
    if back is None or attended.held_on is None:
        yield ground.unknown(
            "La date du retour dans la commune manque.",
            "The day of return to the commune is missing.",
            "Compléter cette date dans l'enregistrement.",
            "Complete that day in the registration.",
        )
    elif target is None or target.value is None or tolerance is None:
        yield ground.not_applicable("Aucun délai visé ce jour-là.", "No delay was aimed at on that day.")
    else:
        yield _near(ground, (attended.held_on - back).days, target.value, tolerance)


def _near(ground: Ground, days: int, target: int, tolerance: int) -> Verdict:
    fr = f"{days_fr(days)} après le retour dans la commune (visé : {target} ± {tolerance})."
    en = f"{days_en(days)} after the return to the commune (aim: {target} ± {tolerance})."
    if abs(days - target) <= tolerance:
        return ground.met(fr, en)
    return ground.broken(
        fr,
        en,
        "Rien à corriger pour cette personne ; programmer les sessions plus près des retours.",
        "Nothing to correct for this person; plan sessions closer to the returns.",
    )


RULES = (passes_orientation, is_a_month_after_return)
