"""Who holds a plan: people who were trained, one or several of them, each in one active plan."""

from collections.abc import Iterator
from datetime import date

from pipeline.model.case import PersonCase, PlanCase
from pipeline.model.finding import Fact
from pipeline.model.steps import Journey

from .plan import latest, not_received
from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr

SOURCE = "fiche #3, détails opérationnels"


@rule(
    "plan.after_training",
    "plan",
    severity="blocking",
    rows=(7, 29, 77),
    fr="Le plan est monté pendant ou après la formation de ses porteurs.",
    en="The plan is drafted during or after its holders' training.",
    source=SOURCE + " : « A la suite de cette étape … participent à une formation »",
    outcomes=("met", "broken", "unknown"),
)
def follows_training(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Every present holder was on a training day by the day they joined, that of the first draft with them."""
    drafted = min((d.drafted_on for d in case.plan.drafts if d.drafted_on), default=None)
    present = {m.person_key for m in case.plan.members if m.until is None}
    joined = {key: min((m.since for m in case.plan.members if m.person_key == key and m.since), default=drafted)
              for key in present}  # fmt: skip
    if not case.plan.drafts:
        yield not_received()
        return
    holders = [case.holders[key] for key in sorted(present) if key in case.holders]
    firsts = [(joined[h.person_key], _first_day(h)) for h in holders]
    late = [(on, trained) for on, trained in firsts if on and trained and trained > on]
    facts = (
        Fact("plan", "plan", str(drafted or "—"), case.plan.drafts[0].origin),
        *(
            Fact("formation", "training", f"{h.code} {d.held_on or '—'}".strip(), d.origin)
            for h in holders
            for d in h.training_days[:1]
        ),
    )
    ground = Ground(facts, drafted)
    untrained = [holder.code for holder in holders if not holder.training_days]
    if untrained or len(holders) < len(present):
        missing = len(untrained) + len(present) - len(holders)
        codes = ", ".join(filter(None, untrained))
        named = f" ({codes})" if codes else ""
        yield ground.broken(
            f"{missing} porteur(s) sur {len(present)} sans formation connue{named}.",
            f"{missing} of {len(present)} holder(s) without a known training.",
            "Envoyer les feuilles de présence de la formation, ou inviter ces porteurs à la prochaine.",
            "Send the attendance lists of the training, or invite these holders to the next one.",
        )
    elif not firsts or any(None in days for days in firsts):
        yield ground.unknown("La date du plan ou de la formation manque.", "The day of plan or training is missing.")
    elif not late:
        yield ground.met("Tous les porteurs étaient en formation.", "All holders had been in training.")
    else:
        on, trained = max(late, key=lambda days: days[1])
        yield ground.broken(
            f"Monté le {day_fr(on)}, avant la formation d'un porteur le {day_fr(trained)}.",
            f"Drafted on {day_en(on)}, before a holder's training on {day_en(trained)}.",
            "Vérifier les deux dates ; sinon, revoir le plan avec ce porteur.",
            "Check the two days; otherwise go through the plan with that holder again.",
        )


def _first_day(holder: Journey) -> date | None:
    return min((day.held_on for day in holder.training_days if day.held_on), default=None)


@rule(
    "plan.kind",
    "plan",
    severity="blocking",
    rows=(30,),
    fr="Un plan dit s'il est individuel ou collectif ; un plan collectif a au moins deux porteurs différents.",
    en="A plan says whether it is individual or collective; a collective one has at least two different holders.",
    source=SOURCE + " : « se mettre en groupe et développer un projet collectif »",
    thresholds=("plan.group_minimum",),
)
def kind_fits_members(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Persons are counted, not codes: two cards of one person are one holder."""
    draft = latest(case)
    if draft is None:
        yield not_received()
        return
    minimum = policy.at("plan.group_minimum", draft.drafted_on)
    here = [m for m in case.plan.members if m.until is None]
    persons, unnamed = {m.person_key for m in here if m.person_key}, sum(1 for m in here if not m.person_key)
    count = len(persons) + unnamed
    facts = (
        Fact("type", "kind", draft.kind or "—", draft.origin),
        Fact("porteurs", "holders", count, draft.origin),
        Fact("lignes de porteurs", "rows of holders", len(draft.members), draft.origin),
    )
    ground = Ground(facts, draft.drafted_on, minimum)
    needed = minimum.value if minimum else None
    mend = ("Corriger le type ou les porteurs dans le plan.", "Correct the kind or the holders in the plan.")
    if draft.kind not in {"individual", "collective"}:
        yield ground.unknown("Le plan ne dit pas s'il est collectif.", "The plan does not say its kind.", *mend)
    elif not count:
        yield ground.broken("Le plan n'a aucun porteur.", "The plan has no holder.", *mend)
    elif draft.kind == "individual" and count > 1:
        yield ground.broken(f"Individuel, avec {count} porteurs.", f"Individual, with {count} holders.", *mend)
    elif draft.kind == "collective" and needed is None:
        yield ground.not_applicable("Aucun nombre minimal fixé ce jour-là.", "No minimum was set on that day.")
    elif draft.kind == "collective" and needed and count < needed:
        yield ground.broken(
            f"Collectif, avec {count} porteur(s) ; il en faut {needed}.",
            f"Collective, with {count} holder(s); {needed} are needed.",
            *mend,
        )
    else:
        fr = "Individuel." if draft.kind == "individual" else f"Collectif, {count} porteurs."
        en = "Individual." if draft.kind == "individual" else f"Collective, {count} holders."
        yield ground.met(fr, en)


@rule(
    "plan.one_active",
    "person",
    severity="blocking",
    rows=(30,),
    fr="Une personne porte au plus un plan actif.",
    en="A person holds at most one active plan.",
    source="domaine, ligne 30",
    outcomes=("met", "broken", "not_applicable"),
)
def holds_one_active_plan(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """Refused, abandoned and stopped plans are not active."""
    active = case.active_plans
    known = {plan.code: plan for plan in case.plans}
    facts = tuple(
        Fact("plan actif", "active plan", code, known[code].drafts[0].origin if known[code].drafts else None)
        for code in active
        if code in known
    )
    ground = Ground(facts)
    if not case.plans:
        yield ground.not_applicable("Aucun plan.", "No plan.")
    elif len(active) <= 1:
        yield ground.met(f"{len(active)} plan actif.", f"{len(active)} active plan.")
    else:
        yield ground.broken(
            f"{len(active)} plans actifs : {', '.join(active)}.",
            f"{len(active)} active plans: {', '.join(active)}.",
            "Demander aux porteurs lequel continue ; retirer la personne de l'autre dans une nouvelle version.",
            "Ask the holders which one goes on; take the person out of the other in a new version.",
        )


RULES = (follows_training, kind_fits_members, holds_one_active_plan)
