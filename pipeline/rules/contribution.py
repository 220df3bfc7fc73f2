"""What holders bring: something of their own in kind or goods, never cash alone, its value said and seen."""

from collections.abc import Iterator

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact

from .plan import latest, not_received
from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import CONTRIBUTIONS, choice_en, money

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
    thresholds=("contribution.required", "contribution.kinds"),
)
def has_own_contribution(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Judged on the latest version; money alone is no contribution; a waiver is a reason, and both are shown."""
    draft = latest(case)
    if draft is None:
        yield not_received()
        return
    required = policy.at("contribution.required", draft.drafted_on)
    kinds = policy.value("contribution.kinds", draft.drafted_on)
    many = sum(1 for c in draft.contributions if not c.kind or not kinds or c.kind in kinds)
    facts = (
        Fact("contributions", "contributions", len(draft.contributions), draft.origin),
        Fact("dispense", "waiver", draft.waiver or "—", draft.origin),
    )
    ground = Ground(facts, draft.drafted_on, required)
    if required is None or not required.value:
        yield ground.not_applicable(
            "Aucune contribution n'était demandée ce jour-là.", "No contribution was asked for on that day."
        )
    elif many:
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


@rule(
    "contribution.in_kind",
    "plan",
    severity="blocking",
    rows=(68,),
    fr="La contribution est en nature ou en biens, jamais en argent seulement.",
    en="The contribution is in kind or in goods, never cash alone.",
    source=SOURCE + " : « en nature ou en biens »",
    thresholds=("contribution.kinds",),
)
def is_in_kind(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """At least one contribution is of a kind the programme accepts; the form has no kind for cash."""
    draft = latest(case)
    if draft is None or not draft.contributions:
        yield Ground().not_applicable("Aucune contribution déclarée.", "No contribution declared.")
        return
    kinds = policy.at("contribution.kinds", draft.drafted_on)
    said = [c.kind for c in draft.contributions]
    ground = Ground((Fact("types", "kinds", ", ".join(k or "—" for k in said), draft.origin),), draft.drafted_on, kinds)
    if kinds is None or not kinds.value:
        yield ground.not_applicable("Aucun type n'était fixé ce jour-là.", "No kind was set on that day.")
    elif any(kind in kinds.value for kind in said):
        yield ground.met("En nature ou en biens.", "In kind or in goods.")
    elif not any(said):
        yield ground.unknown("Le type de contribution manque.", "The kind of contribution is missing.")
    else:
        yield ground.broken(
            "Aucune contribution en nature ou en biens.",
            "No contribution in kind or in goods.",
            "Noter ce que les porteurs apportent en nature : local, travail, animaux, outils, matière, transport.",
            "Write what the holders bring in kind: premises, work, animals, tools, material, transport.",
        )


@rule(
    "contribution.valued",
    "plan",
    severity="warning",
    rows=(68,),
    fr="Chaque contribution a une valeur et la base de son estimation.",
    en="Every contribution has a value and the basis of its estimate.",
    source=SOURCE + " ; domaine, section 2.7",
    outcomes=("met", "broken", "not_applicable"),
)
def is_valued(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """A value of 0 is no value."""
    draft = latest(case)
    if draft is None or not draft.contributions:
        yield Ground().not_applicable("Aucune contribution déclarée.", "No contribution declared.")
        return
    lacking = sum(1 for c in draft.contributions if not c.value or not c.valuation)
    facts = tuple(
        Fact("contribution", "contribution", f"{money(c.value or 0)} {c.valuation or '—'}", draft.origin)
        for c in draft.contributions
    )
    ground = Ground(facts, draft.drafted_on)
    if lacking:
        yield ground.broken(
            f"{lacking} contribution(s) sans valeur ou sans base d'estimation.",
            f"{lacking} contribution(s) without a value or without the basis of its estimate.",
            "Estimer la valeur avec les porteurs, et noter comment.",
            "Estimate the value with the holders, and write how.",
        )
    else:
        yield ground.met("Toutes les contributions sont estimées.", "All contributions are valued.")


@rule(
    "contribution.verified",
    "plan",
    severity="warning",
    rows=(68,),
    fr="La contribution promise est vérifiée lors de l'installation.",
    en="The contribution promised is verified at installation.",
    source=SOURCE + " ; domaine, section 2.5",
)
def is_verified(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """The last word on each kind counts; before a hand-over nothing is due."""
    draft = latest(case)
    promised = {c.kind for c in draft.contributions if c.kind} if draft else set()
    handed = [i for i in case.plan.installations if "hand_over" in i.steps]
    seen = {v.kind: (v.verified, i.origin) for i in case.plan.installations for v in i.verified}
    facts = tuple(
        Fact(CONTRIBUTIONS.get(kind, kind), choice_en(kind), verified or "—", origin)
        for kind, (verified, origin) in sorted(seen.items())
    )
    ground = Ground(facts, handed[-1].happened_on if handed else None)
    mend = (
        "Vérifier la contribution sur place, et compléter le formulaire d'installation.",
        "Verify the contribution on the spot, and complete the installation form.",
    )
    if not promised or not handed:
        yield ground.not_applicable("Rien à vérifier pour l'instant.", "Nothing to verify so far.")
    elif not promised & seen.keys():
        yield ground.unknown("La vérification n'est pas notée.", "The verification is not written.", *mend)
    elif all(seen.get(kind, ("",))[0] == "yes" for kind in promised):
        yield ground.met("Contribution vérifiée.", "Contribution verified.")
    else:
        short = sum(1 for kind in promised if seen.get(kind, ("",))[0] != "yes")
        yield ground.broken(
            f"{short} type(s) de contribution sur {len(promised)} pas entièrement vérifié(s).",
            f"{short} of {len(promised)} kind(s) of contribution not wholly verified.",
            *mend,
        )


RULES = (has_own_contribution, is_in_kind, is_valued, is_verified)
