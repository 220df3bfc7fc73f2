"""Follow-up of installed businesses: visited when due, non-response told, and groups that lost a member seen."""

from collections.abc import Iterator
from datetime import date

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact

from .amendment import in_force
from .installation import hand_overs
from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr

SOURCE = "fiche #3, suivi : « enquêtes de satisfaction et de suivi … prochains mois »"
LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, LAST_DAYS[month]))


@rule(
    "visits.due",
    "plan",
    severity="warning",
    rows=(66, 56, 64),
    fr="Une activité installée est visitée à chaque échéance fixée ; les visites sans réponse sont dites.",
    en="An installed business is visited at every due month; visits without an answer are told.",
    source=SOURCE,
    thresholds=("visits.months", "visits.tolerance_months"),
)
def is_visited_when_due(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each wave, counted from the first complete hand-over (the first one where none is complete)."""
    done = [i for i in hand_overs(case) if i.happened_on]
    complete = [i for i in done if i.hand_over_state == "complete"]
    first = min((i.happened_on for i in complete or done if i.happened_on), default=None)
    months = policy.at("visits.months", first)
    if first is None or months is None or not months.value:
        yield Ground((), first, months).not_applicable("Rien à visiter pour l'instant.", "Nothing to visit so far.")
        return
    for wave in months.value:
        visits = [v for v in case.plan.visits if v.wave == str(wave)]
        facts = (
            *(Fact("remise", "hand-over", str(i.happened_on), i.origin) for i in done),
            *(Fact("visite", "visit", f"{v.visited_on or '—'} {v.outcome}", v.origin) for v in visits),
        )
        ground = Ground(facts, first, months, f"{wave} mois")
        late = months_after(first, int(wave) + int(policy.value("visits.tolerance_months", first) or 0))
        yield _visited(ground, [v.outcome for v in visits], months_after(first, int(wave)), late, policy.today)


def _visited(ground: Ground, outcomes: list[str], due: date, late: date, today: date) -> Verdict:
    mend = ("Faire la visite, et envoyer le formulaire de suivi.", "Visit the business, and send the follow-up form.")
    if "done" in outcomes:
        return ground.met("Visitée.", "Visited.")
    if today < due:
        return ground.not_applicable(f"Due le {day_fr(due)}.", f"Due on {day_en(due)}.", until=due)
    if today <= late:
        return ground.unknown(f"Due depuis le {day_fr(due)}.", f"Due since {day_en(due)}.", *mend, until=_next(late))
    if outcomes:
        return ground.broken(
            f"Non-réponse : {len(outcomes)} visite(s) sans entretien.",
            f"Non-response: {len(outcomes)} visit(s) without an interview.",
            *mend,
        )
    return ground.broken(f"Aucune visite ; due le {day_fr(due)}.", f"No visit; due on {day_en(due)}.", *mend)


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


@rule(
    "group.together",
    "plan",
    severity="warning",
    rows=(30, 44),
    fr="Un groupe validé est le même à la remise des biens ; un départ ou une scission est examiné.",
    en="A validated group is the same when goods are handed over; a departure or a split is looked at.",
    source="domaine, sections 2.3 et 2.7 : « groupe scindé »",
)
def stays_together(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Members on the day of the decision against the present ones, and what follow-up visits saw."""
    decided = in_force(case.plan)
    if case.plan.kind != "collective" or decided is None:
        yield Ground().not_applicable("Pas de groupe validé.", "No validated group.")
        return
    held = decided.meeting.held_on
    then = {m.person_key for m in case.plan.members if held and m.holds_on(held)}
    now = {m.person_key for m in case.plan.members if m.until is None}
    seen = [v for v in case.plan.visits if v.group_state]
    facts = (
        Fact("porteurs à la décision", "holders at the decision", len(then), decided.decision.origin),
        Fact("porteurs maintenant", "holders now", len(now), case.plan.drafts[-1].origin if case.plan.drafts else None),
        Fact("partis depuis", "left since", len(then - now)),
        *(Fact("état du groupe", "state of the group", v.group_state, v.origin) for v in seen),
    )
    ground = Ground(facts, held)
    mend = (
        "Rencontrer le groupe ; si les biens ne sont pas remis, représenter le plan au comité.",
        "Meet the group; if the goods are not handed over, present the plan to the committee again.",
    )
    if held is None or not then:
        yield ground.unknown("Les porteurs à la décision ne sont pas connus.", "The holders then are not known.")
    elif left := then - now:
        yield ground.broken(f"{len(left)} porteur(s) parti(s) depuis.", f"{len(left)} holder(s) left since.", *mend)
    elif seen and seen[-1].group_state in {"some_left", "split"}:
        yield ground.broken("Une visite a vu le groupe se défaire.", "A visit saw the group come apart.", *mend)
    else:
        yield ground.met("Le groupe est resté ensemble.", "The group stayed together.")


RULES = (is_visited_when_due, stays_together)
