"""What the programme pays stays under the ceiling of a person and of a plan, as they stood on the day."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.model.case import PersonCase, PlanCase
from pipeline.model.finding import Fact

from .amendment import in_force
from .plan import not_received
from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import money

SOURCE = "domaine, section 2.5 : aucun plafond publié pour le Burkina Faso"


@rule(
    "ceilings.plan",
    "plan",
    severity="blocking",
    rows=(74,),
    fr="Le total d'un plan ne dépasse pas le plafond ; sans plafond de plan, c'est la somme de ceux des porteurs.",
    en="A plan's total stays under the ceiling; without one for plans, it is the sum of its holders' ceilings.",
    source=SOURCE,
    thresholds=("ceilings.plan_xof", "ceilings.person_xof"),
)
def plan_under_ceiling(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each version: an old one was judged by the ceiling of its day."""
    if not case.plan.versions:
        yield not_received()
    holders = len({m.person_key for m in case.plan.members if m.until is None and m.person_key}) + sum(
        1 for m in case.plan.members if m.until is None and not m.person_key
    )
    for version in case.plan.versions:
        whole, each = policy.at("ceilings.plan_xof", version.on), policy.at("ceilings.person_xof", version.on)
        set_for_plan = whole is not None and whole.value is not None
        limit = whole.value if whole and set_for_plan else (each.value * holders if each and each.value else None)
        facts = (
            Fact("total", "total", money(version.total), version.origin),
            Fact("porteurs", "holders", holders, version.origin),
            Fact("plafond", "ceiling", "—" if limit is None else money(limit)),
        )
        ground = Ground(facts, version.on, whole if set_for_plan else each, f"v{version.number}")
        if limit is None:
            yield ground.not_applicable("Aucun plafond fixé ce jour-là.", "No ceiling was set on that day.")
        elif not holders and not set_for_plan:
            yield ground.unknown("Le nombre de porteurs n'est pas connu.", "The number of holders is not known.")
        else:
            yield _under(ground, version.total, Decimal(limit))


@rule(
    "ceilings.person",
    "person",
    severity="blocking",
    rows=(74,),
    fr="La part d'une personne dans ses plans validés ne dépasse pas le plafond par personne.",
    en="A person's share in their validated plans stays under the ceiling for a person.",
    source=SOURCE,
    thresholds=("ceilings.person_xof",),
)
def person_under_ceiling(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """A plan's total is shared equally among its present holders; whoever left a plan has no share in it."""
    shares = []
    for plan in case.plans:
        validated = in_force(plan)
        keys = [m.person_key for m in plan.members if m.until is None]
        if validated and plan.versions and case.journey.person_key in keys:
            shares.append((plan, plan.versions[-1].total / len(keys), validated))
    if not shares:
        yield Ground().not_applicable("Aucun plan validé.", "No validated plan.")
        return
    on = max((d.meeting.held_on for _, _, d in shares if d.meeting.held_on), default=None)
    limit = policy.at("ceilings.person_xof", on)
    facts = tuple(Fact(f"part dans {p.code}", f"share in {p.code}", money(s), d.decision.origin) for p, s, d in shares)
    ground = Ground(facts, on, limit)
    if on is None:
        yield ground.unknown("La date de la décision manque.", "The day of the decision is missing.")
    elif limit is None or limit.value is None:
        yield ground.not_applicable("Aucun plafond fixé ce jour-là.", "No ceiling was set on that day.")
    else:
        yield _under(ground, sum((s for _, s, _ in shares), Decimal(0)), Decimal(limit.value))


def _under(ground: Ground, amount: Decimal, limit: Decimal) -> Verdict:
    fr, en = (
        f"{money(amount)} pour un plafond de {money(limit)}.",
        f"{money(amount)} under a ceiling of {money(limit)}.",
    )
    if amount <= limit:
        return ground.met(fr, en)
    return ground.broken(
        f"{money(amount)}, soit {money(amount - limit)} de trop pour un plafond de {money(limit)}.",
        f"{money(amount)}, which is {money(amount - limit)} above the ceiling of {money(limit)}.",
        "Réduire le plan dans une nouvelle version, ou faire déclarer une dérogation.",
        "Reduce the plan in a new version, or have an override declared.",
    )


RULES = (plan_under_ceiling, person_under_ceiling)
