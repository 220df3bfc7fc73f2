"""Satisfaction surveys and complaints: asked when due, non-response told, complaints closed."""

from collections.abc import Iterator
from datetime import timedelta

from pipeline.model.case import PersonCase
from pipeline.model.finding import Fact

from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr

SOURCE = "fiche #3, suivi : « enquêtes de satisfaction et de suivi »"


@rule(
    "surveys.satisfaction",
    "person",
    severity="information",
    rows=(66,),
    fr="Qui a reçu ses biens est interrogé sur sa satisfaction dans le délai fixé ; les absences sont dites.",
    en="Whoever received their goods is asked about satisfaction within the set time; non-response is told.",
    source=SOURCE,
    thresholds=("surveys.satisfaction_days",),
)
def is_asked(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """Counted from the first hand-over of a plan the person held on that day; an attempt in vain is a non-response."""
    key = case.journey.person_key
    handed = min(
        (
            i.happened_on
            for plan in case.plans
            for i in plan.installations
            if i.happened_on and "hand_over" in i.steps
            # Whoever had left before, or joined after, received nothing.
            if any(m.person_key == key and m.holds_on(i.happened_on) for m in plan.members)
        ),
        default=None,
    )
    asked = [s for s in case.journey.surveys if s.kind == "satisfaction"]
    limit = policy.at("surveys.satisfaction_days", handed)
    facts = tuple(Fact("enquête", "survey", f"{s.asked_on or '—'} {s.outcome}", s.origin) for s in asked)
    ground = Ground(facts, handed, limit)
    if handed is None or limit is None or limit.value is None:
        yield ground.not_applicable("Aucune remise de biens pour l'instant.", "No goods handed over so far.")
        return
    due = handed + timedelta(days=limit.value)
    if any(s.outcome == "done" for s in asked):
        yield ground.met("Interrogée.", "Asked.")
    elif asked:
        yield ground.broken(
            f"Non-réponse : {len(asked)} tentative(s) sans entretien.",
            f"Non-response: {len(asked)} attempt(s) without an interview.",
            "Réessayer par un autre contact, ou compter la personne comme non-répondante.",
            "Try again through another contact, or count the person as non-responding.",
        )
    elif policy.today <= due:
        yield ground.unknown(f"Due le {day_fr(due)}.", f"Due on {day_en(due)}.", until=due + timedelta(1))
    else:
        yield ground.broken(
            f"Pas interrogée ; due le {day_fr(due)}.",
            f"Not asked; due on {day_en(due)}.",
            "Faire l'enquête de satisfaction, par quelqu'un d'autre que le conseiller.",
            "Hold the satisfaction survey, by somebody other than the case worker.",
        )


@rule(
    "surveys.complaint_closed",
    "person",
    severity="warning",
    rows=(48,),
    fr="Une plainte a un état, et elle est close dans le délai fixé.",
    en="A complaint has a state, and is closed within the set time.",
    source="fiche #3, approche : « frustrations »",
    thresholds=("surveys.complaint_days",),
    closed=True,
)
def complaints_are_closed(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """What the complaint is about stays in its answers."""
    complained = [s for s in case.journey.surveys if s.complaint_state]
    if not complained:
        yield Ground().not_applicable("Aucune plainte.", "No complaint.")
    for survey in complained:
        limit = policy.at("surveys.complaint_days", survey.asked_on)
        facts = (Fact("état de la plainte", "state of the complaint", survey.complaint_state, survey.origin),)
        ground = Ground(facts, survey.asked_on, limit, about=survey.origin.root_uuid)
        if survey.complaint_state == "closed":
            yield ground.met("Plainte close.", "Complaint closed.")
        elif limit is None or limit.value is None or survey.asked_on is None:
            yield ground.unknown("Plainte ouverte, sans délai fixé.", "Open complaint, no time set.")
        elif policy.today <= survey.asked_on + timedelta(days=limit.value):
            due = survey.asked_on + timedelta(days=limit.value)
            yield ground.unknown(
                f"À clore avant le {day_fr(due)}.", f"To be closed by {day_en(due)}.", until=due + timedelta(1)
            )
        else:
            yield ground.broken(
                f"Plainte ouverte depuis le {day_fr(survey.asked_on)}.",
                f"Complaint open since {day_en(survey.asked_on)}.",
                "Répondre à la personne, puis corriger l'enquête : plainte close.",
                "Answer the person, then correct the survey: complaint closed.",
            )


RULES = (is_asked, complaints_are_closed)
