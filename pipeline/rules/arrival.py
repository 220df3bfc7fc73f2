"""Arrival comes first, and the most vulnerable are followed up at once: all of them, and nobody else by mistake."""

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.model.case import PersonCase
from pipeline.model.finding import Fact

from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr, days_en, days_fr

SOURCE = "fiche #3, détails opérationnels : « un suivi immédiat pour les plus vulnérables »"


@rule(
    "arrival.immediate_follow_up",
    "person",
    severity="blocking",
    rows=(15,),
    fr="Chaque personne signalée vulnérable à l'arrivée est suivie dans le délai fixé.",
    en="Everybody flagged as vulnerable at arrival is followed up within the set time.",
    source=SOURCE,
    thresholds=("arrival.follow_up_days",),
    closed=True,
)
def is_followed_up(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """Counted from the registration; a visit in vain is not a follow-up. Which vulnerability is not told here."""
    flagged = next((r for r in case.journey.registrations if r.is_flagged), None)
    if flagged is None:
        yield Ground().not_applicable("Aucun suivi immédiat n'est demandé.", "No immediate follow-up is asked for.")
        return
    begun = flagged.registered_on or flagged.returned_on
    limit = policy.at("arrival.follow_up_days", begun)
    done = sorted(v.visited_on for v in case.journey.follow_ups if v.outcome == "done" and v.visited_on)
    facts = (
        Fact("enregistrement", "registration", str(begun or "—"), flagged.origin),
        *(Fact("visite", "visit", f"{v.visited_on} {v.outcome}", v.origin) for v in case.journey.follow_ups),
    )
    ground = Ground(facts, begun, limit)
    if limit is None or limit.value is None:
        yield ground.not_applicable("Aucun délai n'était fixé ce jour-là.", "No time was set on that day.")
    elif begun is None:
        yield ground.unknown(
            "La date d'enregistrement manque.",
            "The day of registration is missing.",
            "Compléter l'enregistrement.",
            "Complete the registration.",
        )
    else:
        yield _in_time(ground, begun, begun + timedelta(days=limit.value), done, policy.today)


def _in_time(ground: Ground, begun: date, due: date, done: list[date], today: date) -> Verdict:
    if done and done[0] <= due:
        waited = max((done[0] - begun).days, 0)
        return ground.met(f"Suivie après {days_fr(waited)}.", f"Followed up after {days_en(waited)}.")
    if done:
        late = (done[0] - due).days
        return ground.broken(
            f"Suivie le {day_fr(done[0])}, {days_fr(late)} après le délai.",
            f"Followed up on {day_en(done[0])}, {days_en(late)} after the set time.",
            "Rien ne rattrape le délai passé ; noter pourquoi dans une dérogation.",
            "Nothing makes up for the time that passed; write why in an override.",
        )
    if today <= due:
        return ground.unknown(
            f"À suivre avant le {day_fr(due)}.",
            f"To be followed up by {day_en(due)}.",
            "Faire la visite, et envoyer le formulaire de suivi immédiat.",
            "Visit the person, and send the form of the immediate follow-up.",
            until=due + timedelta(days=1),
        )
    return ground.broken(
        f"Aucun suivi : il était dû le {day_fr(due)}.",
        f"No follow-up: it was due on {day_en(due)}.",
        "Faire la visite au plus vite, et envoyer le formulaire de suivi immédiat.",
        "Visit the person as soon as possible, and send the form of the immediate follow-up.",
    )


@rule(
    "arrival.follow_up_of_flagged_only",
    "person",
    severity="warning",
    rows=(15,),
    fr="Un suivi immédiat concerne une personne signalée vulnérable à l'arrivée.",
    en="An immediate follow-up is about somebody flagged as vulnerable at arrival.",
    source=SOURCE,
    closed=True,
)
def was_flagged(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """A visit to somebody nobody flagged points to a forgotten flag, or to the wrong person's card."""
    visits = case.journey.follow_ups
    facts = tuple(Fact("visite", "visit", str(v.visited_on or "—"), v.origin) for v in visits)
    ground = Ground(facts, visits[0].visited_on if visits else None)
    if not visits:
        yield ground.not_applicable("Aucun suivi immédiat.", "No immediate follow-up.")
    elif any(r.is_flagged for r in case.journey.registrations):
        yield ground.met("La personne avait été signalée.", "The person had been flagged.")
    elif not case.journey.registrations:
        yield ground.unknown("L'enregistrement n'a pas été reçu.", "The registration has not been received.")
    else:
        yield ground.broken(
            "Suivie sans avoir été signalée à l'arrivée.",
            "Followed up without having been flagged at arrival.",
            "Vérifier le code de la carte, ou compléter les vulnérabilités dans l'enregistrement.",
            "Check the code of the card, or complete the vulnerabilities in the registration.",
        )


@rule(
    "arrival.first",
    "person",
    severity="warning",
    rows=(14,),
    fr="Le retour précède toutes les autres étapes.",
    en="The return comes before every other step.",
    source="fiche #3, détails opérationnels : « Après l'assistance à l'arrivée »",
)
def comes_first(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """The earliest day of return against the earliest day of anything else that happened to the person."""
    returned = min(((r.returned_on, r.origin) for r in case.journey.registrations if r.returned_on), default=None)
    ours = [e for e in case.journey.events if e.on and e.kind not in {"returned", "in_commune", "registered"}]
    if returned is None:
        yield Ground().unknown("La date de retour n'est pas connue.", "The day of return is not known.")
        return
    facts = (Fact("retour", "return", str(returned[0]), returned[1]),)
    early = [e for e in ours if e.on and e.on < returned[0]]
    ground = Ground((*facts, *(Fact("étape", "step", f"{e.kind} {e.on}", e.origin) for e in early[:5])), returned[0])
    if not ours:
        yield ground.not_applicable("Aucune étape après le retour pour l'instant.", "No step after the return so far.")
    elif early:
        yield ground.broken(
            f"{len(early)} étape(s) datée(s) d'avant le retour.",
            f"{len(early)} step(s) dated before the return.",
            "Corriger la date de retour dans l'enregistrement, ou celle de l'étape.",
            "Correct the day of return in the registration, or that of the step.",
        )
    else:
        yield ground.met("Toutes les étapes suivent le retour.", "Every step follows the return.")


RULES = (is_followed_up, was_flagged, comes_first)
