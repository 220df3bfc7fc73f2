"""The practice's order: no event in the future, none before the one it needs; rows are kept, and the oddity is said."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from pipeline.model.answers import Origin
from pipeline.model.case import PersonCase, PlanCase
from pipeline.model.finding import Fact

from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr

SOURCE = "fiche #3, résumé : « dans l'ordre chronologique : orientation, formation, montage, validation »"

KINDS = {
    "returned": "vol de retour",
    "in_commune": "retour dans la commune",
    "registered": "enregistrement",
    "followed_up": "suivi immédiat",
    "counselled": "conseil",
    "oriented": "orientation",
    "trained": "formation",
    "drafted": "montage du plan",
    "reviewed": "revue",
    "examined": "examen par le comité",
    "validated": "validation",
    "validated_amended": "validation avec amendement",
    "rejected": "refus",
    "adjourned": "ajournement",
    "purchased": "achat",
    "handed_over": "remise",
    "visited": "visite de suivi",
    "asked": "enquête",
    "received": "réception des biens",
    "missed": "rendez-vous manqué",
    "incident": "difficulté",
    "group_apart": "groupe défait",
    "ended": "fin de l'activité",
    "contribution_checked": "contribution vérifiée",
}
"""What events are called in French."""
Dated = tuple[str, str, date, Origin]
"""Step in French, in English, its day, and where it was said."""


@rule(
    "order.person",
    "person",
    severity="warning",
    outcomes=("met", "broken", "not_applicable"),
    rows=(7, 77),
    fr="Les étapes d'une personne se suivent : retour, retour dans la commune, orientation, formation, plan.",
    en="A person's steps follow each other: return, return to the commune, orientation, training, plan.",
    source=SOURCE,
)
def person_in_order(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """The first day of each step against the first day of the next one that is there."""
    yield _in_order(_firsts(_steps_of_person(case)))


@rule(
    "order.plan",
    "plan",
    severity="warning",
    outcomes=("met", "broken", "not_applicable"),
    rows=(7, 31, 77),
    fr="Les étapes d'un plan se suivent : montage, revue, décision, remise.",
    en="A plan's steps follow each other: drafting, review, decision, hand-over.",
    source=SOURCE,
)
def plan_in_order(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """As above; that a review is there at all is another rule's business."""
    yield _in_order(_firsts(_steps_of_plan(case)))


@rule(
    "order.person_not_in_future",
    "person",
    severity="warning",
    rows=(7,),
    fr="Aucune étape d'une personne n'est datée de l'avenir.",
    en="No step of a person is dated in the future.",
    source=SOURCE,
    outcomes=("met", "broken", "not_applicable"),
)
def person_not_in_future(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """A tablet's wrong clock, or a year typed wrong."""
    yield _not_in_future(
        ((KINDS.get(e.kind, e.kind), e.kind.replace("_", " "), e.on, e.origin) for e in case.journey.events if e.on),
        policy.today,
    )


@rule(
    "order.plan_not_in_future",
    "plan",
    severity="warning",
    rows=(7,),
    fr="Aucune étape d'un plan n'est datée de l'avenir, réunion du comité comprise.",
    en="No step of a plan is dated in the future, committee meetings included.",
    source=SOURCE,
    outcomes=("met", "broken", "not_applicable"),
)
def plan_not_in_future(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """A decision of a meeting that has not taken place is no decision yet."""
    yield _not_in_future(_steps_of_plan(case), policy.today)


def _in_order(steps: tuple[Dated, ...]) -> Verdict:
    facts = tuple(Fact(fr, en, str(day), origin) for fr, en, day, origin in steps)
    wrong = [(a, b) for a, b in pairwise(steps) if b[2] < a[2]]
    ground = Ground(facts, steps[-1][2] if steps else None)
    if len(steps) < 2:
        return ground.not_applicable("Moins de deux étapes datées.", "Fewer than two dated steps.")
    if not wrong:
        return ground.met("Les étapes se suivent.", "The steps follow each other.")
    earlier, later = wrong[0]
    return ground.broken(
        f"{later[0].capitalize()} le {day_fr(later[2])}, avant {earlier[0]} le {day_fr(earlier[2])}.",
        f"{later[1].capitalize()} on {day_en(later[2])}, before {earlier[1]} on {day_en(earlier[2])}.",
        "Corriger la date fausse dans son formulaire ; si les deux sont justes, le noter dans une dérogation.",
        "Correct the wrong day in its form; if both are right, write it in an override.",
    )


def _not_in_future(steps: Iterable[Dated], today: date) -> Verdict:
    dated = tuple(steps)
    late = tuple(step for step in dated if step[2] > today)
    ground = Ground(tuple(Fact(fr, en, str(day), origin) for fr, en, day, origin in late or dated[-1:]))
    if not dated:
        return ground.not_applicable("Aucune étape datée.", "No dated step.")
    if not late:
        return ground.met("Aucune date dans l'avenir.", "No day in the future.")
    first = min(late, key=lambda step: step[2])
    return ground.broken(
        f"{len(late)} étape(s) datée(s) de l'avenir, dont une du {day_fr(first[2])}.",
        f"{len(late)} step(s) dated in the future, one of them on {day_en(first[2])}.",
        "Corriger la date dans le formulaire, et vérifier l'horloge de la tablette.",
        "Correct the day in the form, and check the tablet's clock.",
        until=first[2],
    )


def _firsts(steps: Iterable[Dated]) -> tuple[Dated, ...]:
    """The earliest of each step, in the order in which the steps are given."""
    first: dict[str, Dated] = {}
    for step in steps:
        kept = first.get(step[0])
        if kept is None or (step[2], step[3]) < (kept[2], kept[3]):
            first[step[0]] = step
    return tuple(first.values())


def _steps_of_person(case: PersonCase) -> Iterator[Dated]:
    journey = case.journey
    yield from _dated("retour", "return", ((r.returned_on, r.origin) for r in journey.registrations))
    commune = ((r.in_commune_on, r.origin) for r in journey.registrations)
    yield from _dated("retour dans la commune", "return to the commune", commune)
    yield from _dated("orientation", "orientation", ((a.held_on, a.origin) for a in journey.orientations))
    yield from _dated("formation", "training", ((d.held_on, d.origin) for d in journey.training_days))
    yield from _dated("plan", "plan", ((d.drafted_on, d.origin) for p in case.plans for d in p.drafts))


def _steps_of_plan(case: PlanCase) -> Iterator[Dated]:
    plan = case.plan
    handed = ((i.happened_on, i.origin) for i in plan.installations if "hand_over" in i.steps)
    yield from _dated("montage", "drafting", ((d.drafted_on, d.origin) for d in plan.drafts))
    yield from _dated("revue", "review", ((r.reviewed_on, r.origin) for r in plan.reviews))
    yield from _dated("décision", "decision", ((d.meeting.held_on, d.meeting.origin) for d in plan.decisions))
    yield from _dated("remise", "hand-over", handed)


def _dated(fr: str, en: str, days: Iterable[tuple[date | None, Origin]]) -> Iterator[Dated]:
    yield from ((fr, en, day, origin) for day, origin in days if day)


RULES = (person_in_order, person_not_in_future, plan_in_order, plan_not_in_future)
