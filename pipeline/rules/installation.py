"""Installation: only of what a committee validated, and without letting it wait."""

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact
from pipeline.model.installation import Installation
from pipeline.model.plan import Plan

from .amendment import in_force, validating
from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr

NAMELESS = "uuid:"
"""Begins the name of a plan that only one submission speaks of, without its code."""
SOURCE = "fiche #3, détails opérationnels"


def hand_overs(case: PlanCase) -> tuple[Installation, ...]:
    """Submissions in which goods were handed over."""
    return tuple(i for i in case.plan.installations if "hand_over" in i.steps)


def nothing_installed() -> Verdict:
    """What rules about goods say as long as there are none."""
    return Ground().not_applicable("Rien n'a été acheté ni remis.", "Nothing was bought or handed over.")


@rule(
    "installation.after_decision",
    "plan",
    severity="blocking",
    rows=(31, 44),
    fr="Rien n'est acheté ni remis avant une décision valable sur cette version du plan.",
    en="Nothing is bought or handed over before a valid decision on that version of the plan.",
    source=SOURCE + " : « Tous les projets validés par le comité … pourront passer à la phase d'installation »",
)
def follows_decision(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each submission; a version that inherits a decision has one."""
    done = [i for i in case.plan.installations if {"purchase", "hand_over"} & set(i.steps)]
    if not done:
        yield nothing_installed()
    for installed in done:
        decided = validating(case.plan, installed.version)
        facts = [Fact("installation", "installation", str(installed.happened_on or "—"), installed.origin)]
        if decided:
            facts.append(Fact("décision", "decision", str(decided.meeting.held_on or "—"), decided.decision.origin))
        ground = Ground(tuple(facts), installed.happened_on, about=installed.origin.root_uuid)
        mend = (
            "Arrêter l'installation, et présenter cette version au comité ; ou envoyer la décision qui manque.",
            "Stop the installation, and present this version to the committee; or send the missing decision.",
        )
        held = decided.meeting.held_on if decided else None
        if amended := _amended(case.plan, installed):
            yield ground.broken(
                f"Le comité n'a validé la version {installed.version} qu'avec un amendement : version {amended}.",
                f"The committee validated version {installed.version} only with an amendment: version {amended}.",
                f"Remettre ce que dit la version {amended} ; si c'est elle, corriger le numéro dans le formulaire.",
                f"Hand over what version {amended} says; if it was that one, correct the number in the form.",
            )
        elif decided is None and case.plan.code.startswith(NAMELESS):
            yield ground.unknown(
                "Le formulaire ne dit pas de quel plan il s'agit.",
                "The form does not say which plan it is about.",
                "Rouvrir le formulaire d'installation et scanner la carte du plan.",
                "Open the installation form again and scan the plan's card.",
            )
        elif decided is None:
            fr = f"Aucune décision valable sur la version {installed.version or '?'}."
            yield ground.broken(fr, f"No valid decision on version {installed.version or '?'}.", *mend)
        elif held is None or installed.happened_on is None:
            yield ground.unknown("L'une des deux dates manque.", "One of the two days is missing.")
        elif held <= installed.happened_on:
            yield ground.met(f"Décidé le {day_fr(held)}.", f"Decided on {day_en(held)}.")
        else:
            yield ground.broken(
                f"Avant la décision du {day_fr(held)}.", f"Before the decision of {day_en(held)}.", *mend
            )


def _amended(plan: Plan, installed: Installation) -> int | None:
    """The version that an amendment made of the one installed by that day; procurement's prices change no goods."""
    return next(
        (
            v.number
            for v in plan.versions
            if v.made_by == "committee" and v.inherits is not None and v.inherits == installed.version
            and (v.on is None or installed.happened_on is None or v.on <= installed.happened_on)
        ),
        None,
    )  # fmt: skip


@rule(
    "installation.backlog",
    "plan",
    severity="warning",
    rows=(44, 72, 73),
    fr="Un plan validé est installé dans le délai fixé ; l'attente se compte en jours.",
    en="A validated plan is installed within the set time; the wait is counted in days.",
    source=SOURCE + " ; recommandation 2 : « accélérer »",
    thresholds=("installation.latest_days",),
)
def is_installed_in_time(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """From the validation in force to the complete hand-over; a partial one still waits."""
    decided = in_force(case.plan)
    if decided is None:
        yield Ground().not_applicable("Pas validé.", "Not validated.")
        return
    held = decided.meeting.held_on
    limit = policy.at("installation.latest_days", held)
    complete = min(
        (i.happened_on for i in hand_overs(case) if i.hand_over_state == "complete" and i.happened_on), default=None
    )
    facts = (
        Fact("décision", "decision", str(held or "—"), decided.decision.origin),
        *(
            Fact("remise", "hand-over", f"{i.happened_on or '—'} {i.hand_over_state}", i.origin)
            for i in hand_overs(case)
        ),
    )
    ground = Ground(facts, held, limit)
    if held is None:
        yield ground.unknown("La date de la décision manque.", "The day of the decision is missing.")
    elif limit is None or limit.value is None:
        yield ground.not_applicable("Aucun délai fixé.", "No time set.")
    else:
        yield _waited(ground, held, complete, limit.value, policy.today)


def _waited(ground: Ground, held: date, complete: date | None, limit: int, today: date) -> Verdict:
    due = held + timedelta(days=limit)
    days = (complete - held).days if complete else 0
    if complete and complete <= due:
        return ground.met(f"Installé en {days} jours.", f"Installed in {days} days.")
    mend = ("Lever ce qui bloque : voir les incidents notés.", "Remove what blocks it: see the incidents written.")
    if complete:
        return ground.broken(f"Installé après {days} jours ({limit} au plus).", f"Installed after {days} days.", *mend)
    if today <= due:
        return ground.unknown(
            f"À installer avant le {day_fr(due)}.", f"To be installed by {day_en(due)}.", until=due + timedelta(1)
        )
    return ground.broken(
        f"Validé le {day_fr(held)} et pas installé ; dû le {day_fr(due)}.",
        f"Validated on {day_en(held)} and not installed; due on {day_en(due)}.",
        *mend,
    )


RULES = (follows_decision, is_installed_in_time)
