"""The entrepreneurship training: five days, its modules, after the orientation, and a plan at its end."""

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.model.case import PersonCase, SessionCase
from pipeline.model.finding import Fact
from pipeline.model.steps import Attendance

from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import MODULES, choice_en, day_en, day_fr

SOURCE = "fiche #3, détails opérationnels : « une formation en entrepreneuriat d'une durée de 5 jours »"
DAYS = 5


def _trainings(case: PersonCase) -> dict[str, tuple[Attendance, ...]]:
    """The person's days by training."""
    by_code: dict[str, tuple[Attendance, ...]] = {}
    for day in case.journey.training_days:
        by_code[day.session_code] = (*by_code.get(day.session_code, ()), day)
    return by_code


@rule(
    "training.complete",
    "person",
    severity="warning",
    rows=(26,),
    fr="La formation compte cinq jours ; elle est achevée à partir du nombre de jours fixé.",
    en="The training has five days; it is complete from the set number of days on.",
    source=SOURCE,
    thresholds=("training.complete_days",),
)
def is_complete(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each training; the same day written twice counts once, and 4 of 5 is said apart."""
    trainings = _trainings(case)
    if not trainings:
        yield Ground().not_applicable("Aucune formation.", "No training.")
    for code, days in trainings.items():
        attended = {day.day for day in days if 1 <= day.day <= DAYS}
        last = max((d.held_on for d in days if d.held_on), default=None)
        needed = policy.at("training.complete_days", last)
        facts = tuple(Fact("jour de formation", "training day", f"{d.day}: {d.held_on or '—'}", d.origin) for d in days)
        ground = Ground(facts, last, needed, about=code)
        fr, en = f"{len(attended)} jours sur {DAYS}.", f"{len(attended)} of {DAYS} days."
        if needed is None or needed.value is None:
            yield ground.not_applicable("Aucun nombre de jours fixé.", "No number of days set.")
        elif len(attended) >= needed.value:
            yield ground.met(fr, en)
        elif last is None or policy.today <= last + timedelta(days=DAYS):
            again = last + timedelta(days=DAYS + 1) if last else None
            yield ground.unknown(f"{fr} La formation est en cours.", f"{en} The training is going on.", until=again)
        else:
            yield ground.broken(
                f"{fr} Il en faut {needed.value}.",
                f"{en} {needed.value} are needed.",
                "Inviter la personne à une autre formation, ou compléter la feuille de présence.",
                "Invite the person to another training, or complete the attendance list.",
            )


@rule(
    "training.after_orientation",
    "person",
    severity="blocking",
    rows=(7, 77),
    fr="L'orientation précède la formation.",
    en="Orientation comes before the training.",
    source="fiche #3, résumé : « dans l'ordre chronologique »",
)
def comes_after_orientation(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """The first session against the first day of training."""
    begun = min((d.held_on for d in case.journey.training_days if d.held_on), default=None)
    oriented = min((a.held_on for a in case.journey.orientations if a.held_on), default=None)
    facts = (
        *(Fact("orientation", "orientation", str(a.held_on or "—"), a.origin) for a in case.journey.orientations),
        *(Fact("formation", "training", str(d.held_on or "—"), d.origin) for d in case.journey.training_days[:1]),
    )
    ground = Ground(facts, begun)
    if not case.journey.training_days:
        yield ground.not_applicable("Aucune formation.", "No training.")
    elif not case.journey.orientations:
        yield ground.broken(
            "Formée sans avoir participé à une orientation.",
            "Trained without having taken part in an orientation.",
            "Envoyer la feuille de la session d'orientation, ou inviter la personne à la prochaine.",
            "Send the form of the orientation session, or invite the person to the next one.",
        )
    elif begun is None or oriented is None:
        yield ground.unknown("L'une des deux dates manque.", "One of the two days is missing.")
    elif oriented < begun:
        yield ground.met("Orientée avant la formation.", "Oriented before the training.")
    else:
        yield ground.broken(
            f"Orientée le {day_fr(oriented)} ; la formation avait commencé le {day_fr(begun)}.",
            f"Oriented on {day_en(oriented)}; the training had begun on {day_en(begun)}.",
            "Vérifier les deux dates ; sinon, noter pourquoi dans une dérogation.",
            "Check the two days; otherwise write why in an override.",
        )


@rule(
    "training.leads_to_plan",
    "person",
    severity="warning",
    rows=(29,),
    fr="La formation mène à un plan d'affaire dans le délai fixé.",
    en="The training leads to a business plan within the set time.",
    source="fiche #3, détails opérationnels : « à travers l'élaboration d'un plan d'affaire »",
    thresholds=("training.plan_days",),
)
def leads_to_plan(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """Counted from the last day of the last training; any plan the person holds or held will do."""
    last = max((d.held_on for d in case.journey.training_days if d.held_on), default=None)
    limit = policy.at("training.plan_days", last)
    facts = tuple(Fact("plan", "plan", plan.code, plan.drafts[0].origin) for plan in case.plans if plan.drafts)
    ground = Ground(facts, last, limit)
    if last is None:
        yield ground.not_applicable("Aucune formation datée.", "No dated training.")
    elif case.plans:
        yield ground.met("Porte un plan.", "Holds a plan.")
    elif limit is None or limit.value is None:
        yield ground.not_applicable("Aucun délai fixé.", "No time set.")
    else:
        yield _due(ground, last + timedelta(days=limit.value), policy.today)


def _due(ground: Ground, due: date, today: date) -> Verdict:
    mend = (
        "Aider la personne à monter son plan, ou noter qu'elle prend une autre voie.",
        "Help the person to draft the plan, or write that they choose another path.",
    )
    if today <= due:
        return ground.unknown(
            f"Plan attendu avant le {day_fr(due)}.", f"Plan expected by {day_en(due)}.", *mend, until=due + timedelta(1)
        )
    return ground.broken(f"Aucun plan au {day_fr(due)}.", f"No plan by {day_en(due)}.", *mend)


@rule(
    "training.modules",
    "session",
    severity="warning",
    rows=(27, 28),
    fr="La formation couvre les modules demandés, comptabilité simple et esprit d'entreprise compris.",
    en="The training covers the modules asked for, simple accounts and entrepreneurial spirit among them.",
    source="fiche #3, détails opérationnels : « outils comptables et de gestion simplifiés … esprit d'entreprise »",
    thresholds=("training.modules",),
)
def covers_modules(case: SessionCase, policy: Policy) -> Iterator[Verdict]:
    """Over all days of the training; while days are still to come, what is missing is unknown."""
    held = [s for s in case.sessions if s.outcome == "held"]
    if case.kind != "training" or not held:
        yield Ground().not_applicable("Ce n'est pas une formation tenue.", "This is no training that was held.")
        return
    begun = min((s.held_on for s in held if s.held_on), default=None)
    wanted = policy.at("training.modules", begun)
    covered = {module for s in held for module in s.modules}
    facts = tuple(Fact(f"jour {s.day}", f"day {s.day}", ", ".join(s.modules) or "—", s.origin) for s in held)
    ground = Ground(facts, begun, wanted)
    if wanted is None or not wanted.value:
        yield ground.not_applicable("Aucun module n'est demandé.", "No module is asked for.")
        return
    missing = [module for module in wanted.value if module not in covered]
    if not missing:
        yield ground.met("Tous les modules sont couverts.", "All modules are covered.")
    elif begun and policy.today < begun + timedelta(days=DAYS):
        again = begun + timedelta(days=DAYS)
        yield ground.unknown("La formation est en cours.", "The training is going on.", until=again)
    else:
        yield ground.broken(
            f"Modules non couverts : {', '.join(MODULES.get(one, one) for one in missing)}.",
            f"Modules not covered: {', '.join(map(choice_en, missing))}.",
            "Compléter les feuilles de formation, ou tenir les modules qui manquent.",
            "Complete the training forms, or hold the missing modules.",
        )


RULES = (is_complete, comes_after_orientation, leads_to_plan, covers_modules)
