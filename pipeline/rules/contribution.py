"""What holders bring: something of their own in kind or goods, never cash alone, its value said and seen."""

from collections.abc import Iterator

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact

from .policy import Policy
from .rule import Ground, Verdict, rule

SOURCE = "fiche #3, recommandation 1"
WAIVERS = {
    "extreme_vulnerability": ("vulnérabilité extrême", "extreme vulnerability"),
    "disability": ("handicap", "disability"),
    "other": ("autre raison", "another reason"),
}


@rule(
    "contribution.own",
    "plan",
    severity="blocking",
    rows=(68,),
    fr="Chaque plan a une contribution des porteurs en nature ou en biens, ou la raison d'une dispense.",
    en="Every plan has a contribution of its holders in kind or goods, or the reason for a waiver.",
    source=SOURCE,
    thresholds=("contribution.required",),
)
def has_own_contribution(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Judged on the latest version; a waiver is a reason, not a contribution, and both are shown."""
    if not case.plan.drafts:
        yield Ground().unknown("Le plan n'a pas encore été reçu.", "The plan has not been received yet.")
        return
    draft = case.plan.drafts[-1]
    required = policy.at("contribution.required", draft.drafted_on)
    facts = (
        Fact("contributions", "contributions", len(draft.contributions), draft.origin),
        Fact("dispense", "waiver", draft.waiver or "—", draft.origin),
    )
    ground = Ground(facts, draft.drafted_on, required)
    if required is None or not required.value:
        yield ground.not_applicable(
            "Aucune contribution n'était demandée ce jour-là.", "No contribution was asked for on that day."
        )
    elif draft.contributions:
        many = len(draft.contributions)
        yield ground.met(
            f"Contribution en nature ou en biens déclarée ({many}).", f"Own contribution declared ({many})."
        )
    elif draft.waiver:
        fr, en = WAIVERS.get(draft.waiver, WAIVERS["other"])
        yield ground.met(f"Dispense motivée : {fr}.", f"Waived with a reason: {en}.")
    else:
        yield ground.broken(
            "Ni contribution ni raison de dispense.",
            "Neither a contribution nor a reason for a waiver.",
            "Noter ce que les porteurs apportent, ou la raison de la dispense, dans une nouvelle version du plan.",
            "Write what the holders bring, or why they are waived, in a new version of the plan.",
        )


RULES = (has_own_contribution,)
