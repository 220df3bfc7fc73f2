"""The plan itself: it uses a skill, its holders draft it, and its total is that of its lines."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact
from pipeline.model.plan import Draft

from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import money


def latest(case: PlanCase) -> Draft | None:
    """The draft that counts now: the last one of the highest version."""
    return max(case.plan.drafts, key=lambda d: (d.version, case.plan.drafts.index(d)), default=None)


def not_received() -> Verdict:
    """What every rule says about a plan that was reviewed or decided and never drafted."""
    return Ground().unknown(
        "Le plan lui-même n'a pas été reçu.",
        "The plan itself has not been received.",
        "Envoyer le plan d'affaire qui attend sur une tablette.",
        "Send the business plan that waits on a tablet.",
    )


@rule(
    "plan.uses_skill",
    "plan",
    severity="information",
    rows=(8, 47),
    fr="Le plan utilise une compétence que ses porteurs ont déclarée.",
    en="The plan uses a skill its holders declared.",
    source="fiche #3, résumé : « En s'appuyant sur les compétences et expériences »",
)
def uses_a_skill(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """What the plan says, beside what was declared in counselling."""
    draft = latest(case)
    if draft is None:
        yield not_received()
        return
    declared = sorted({skill for h in case.holders.values() for t in h.counsellings for skill in t.skills})
    origins = [t.origin for h in case.holders.values() for t in h.counsellings if t.skills]
    facts = (
        Fact("utilise une compétence", "uses a skill", _yes(draft.uses_skill), draft.origin),
        Fact("compétences déclarées", "skills declared", ", ".join(declared) or "—", origins[0] if origins else None),
    )
    ground = Ground(facts, draft.drafted_on)
    asked = [t.has_skill for h in case.holders.values() for t in h.counsellings if t.has_skill is not None]
    if asked and not any(asked):
        yield ground.not_applicable("Les porteurs ont dit n'avoir aucune compétence.", "The holders said to have none.")
    elif draft.uses_skill is None or not asked:
        yield ground.unknown("Ni le plan ni le conseil ne permettent de le dire.", "Plan and talks do not tell.")
    elif draft.uses_skill and declared:
        yield ground.met("Une compétence déclarée est utilisée.", "A declared skill is used.")
    else:
        yield ground.broken(
            "Aucune compétence déclarée n'est utilisée.",
            "No declared skill is used.",
            "Revoir avec les porteurs si leur savoir-faire peut servir le projet.",
            "See with the holders whether their know-how can serve the project.",
        )


@rule(
    "plan.holder_involved",
    "plan",
    severity="warning",
    rows=(67,),
    fr="Les porteurs montent leur plan eux-mêmes ou avec un agent, et sont présents.",
    en="The holders draft their plan themselves or with staff, and are present.",
    source="fiche #3, recommandation 1 : « impliquer les migrants »",
    outcomes=("met", "broken", "unknown"),
)
def involves_holders(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Drafted by staff alone, or without the holder, is flagged."""
    draft = latest(case)
    if draft is None:
        yield not_received()
        return
    facts = (
        Fact("monté par", "drafted by", draft.drafted_by or "—", draft.origin),
        Fact("porteur présent", "holder present", _yes(draft.holder_present), draft.origin),
        Fact("porteur d'accord", "holder agrees", _yes(draft.holder_agrees), draft.origin),
    )
    ground = Ground(facts, draft.drafted_on)
    if draft.drafted_by == "staff" or draft.holder_present is False or draft.holder_agrees is False:
        yield ground.broken(
            "Monté sans les porteurs, ou sans leur accord.",
            "Drafted without the holders, or without their agreement.",
            "Reprendre le plan avec les porteurs, dans une langue qu'ils parlent.",
            "Go through the plan again with the holders, in a language they speak.",
        )
    elif not draft.drafted_by or draft.holder_present is None:
        yield ground.unknown("Le plan ne dit pas qui l'a monté.", "The plan does not say who drafted it.")
    else:
        yield ground.met("Monté avec les porteurs.", "Drafted with the holders.")


@rule(
    "plan.total",
    "plan",
    severity="warning",
    rows=(74,),
    fr="Le total calculé par la tablette est celui des lignes du budget.",
    en="The total the tablet computed is that of the budget lines.",
    source="domaine, section 2.5",
    outcomes=("met", "broken", "unknown"),
)
def total_is_right(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Recomputed in whole francs, for each version that somebody drafted."""
    drafted = [v for v in case.plan.versions if v.draft is not None]
    if not drafted:
        yield not_received()
    for version in drafted:
        facts = (
            Fact("total recalculé", "total recomputed", money(version.total), version.origin),
            Fact(
                "total de la tablette",
                "total of the tablet",
                money(version.tablet_total) if version.tablet_total is not None else "—",
                version.origin,
            ),
        )
        ground = Ground(facts, version.on, about=f"v{version.number}")
        if version.tablet_total is None:
            yield ground.unknown("La tablette n'a pas donné de total.", "The tablet gave no total.")
        elif version.tablet_total.quantize(Decimal(1), ROUND_HALF_UP) == version.total:
            yield ground.met(f"Total : {money(version.total)}.", f"Total: {money(version.total)}.")
        else:
            yield ground.broken(
                f"Les lignes font {money(version.total)}, la tablette disait {money(version.tablet_total)}.",
                f"The lines make {money(version.total)}, the tablet said {money(version.tablet_total)}.",
                "Rouvrir le plan et vérifier les quantités et les prix.",
                "Open the plan again, and check quantities and prices.",
            )


def _yes(said: bool | None) -> str:
    return "—" if said is None else "oui" if said else "non"


RULES = (
    uses_a_skill,
    involves_holders,
    total_is_right,
)
