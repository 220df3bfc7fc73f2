"""Validated with an amendment: the amended plan is a new version that inherits the decision, within limits."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact
from pipeline.model.meeting import Decided
from pipeline.model.plan import Plan, Version

from .decision import on_decision
from .policy import Policy
from .procurement import PASSED, reviews_of
from .rule import Ground, Verdict, rule
from .words import money, percent

SOURCE = "fiche #3, détails opérationnels : « Le comité a également autorité pour amender les projets »"


def is_validated(decided: Decided) -> bool:
    """Validated, amended or not."""
    return decided.decision.decision.startswith("validated")


def validating(plan: Plan, version: int | None) -> Decided | None:
    """The last decision that lets this version be installed: its own, or the one it inherits; None without."""
    inherited = next((v.inherits for v in plan.versions if v.number == version), None)
    for decided in reversed(plan.decisions):
        about = decided.decision.version
        if version is None or about is None or about == version:
            return decided if is_validated(decided) else None
        if inherited is not None and about == inherited:
            return decided if is_validated(decided) else None
    return None


def in_force(plan: Plan) -> Decided | None:
    """The last decision that validates, unless a later word on the same version took it back; None without."""
    validated = (d for d in reversed(plan.decisions) if is_validated(d))
    return next((d for d in validated if validating(plan, d.decision.version)), None)


def _unpriced(version: Version, before: Version) -> int:
    """Lines that are new and that neither the catalogue nor the version before knows a price of."""
    known = {(line.item, line.item_other.casefold().strip()) for line in before.lines}
    return sum(
        1
        for line in version.lines
        if (line.item, line.item_other.casefold().strip()) not in known and not line.catalogue_price
    )


@rule(
    "amendment.makes_version",
    "plan",
    severity="warning",
    rows=(36,),
    fr="Un plan validé avec amendement est repris dans une nouvelle version, qui hérite de la décision.",
    en="A plan validated with an amendment is drafted again as a new version, which inherits the decision.",
    source=SOURCE,
)
def makes_a_version(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Until somebody drafted it again, the committee's own changes are the new version, and are shown as such."""
    amended = [d for d in case.plan.decisions if d.decision.decision == "validated_amended"]
    if not amended:
        yield Ground().not_applicable("Aucun amendement.", "No amendment.")
    for decided in amended:
        heirs = [v for v in case.plan.versions if v.inherits is not None and v.inherits == decided.decision.version]
        ground = on_decision(decided, *(Fact("nouvelle version", "new version", v.number, v.origin) for v in heirs))
        if any(v.draft for v in heirs):
            yield ground.met("La nouvelle version est reçue.", "The new version has been received.")
        elif decided.decision.version is None:
            yield ground.unknown("La décision ne dit pas quelle version.", "The decision names no version.")
        else:
            yield ground.broken(
                "Personne n'a repris le plan amendé.",
                "Nobody has drafted the amended plan again.",
                "Reprendre le plan avec les porteurs, numéro de version suivant, raison « amendé par le comité ».",
                "Draft the plan again with the holders, next version number, reason 'amended by the committee'.",
            )


@rule(
    "amendment.reviewed_again",
    "plan",
    severity="blocking",
    rows=(36, 69, 71),
    fr="Une version amendée bien plus chère, ou avec une nouvelle ligne sans prix, est revue avant tout achat.",
    en="An amended version that costs much more, or has a new line without a price, is reviewed before any purchase.",
    source="domaine, ligne 36 et recommandation 2",
    thresholds=("amendment.review_above",),
)
def is_reviewed_again(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """It goes to procurement again, not to a new committee."""
    by_number = {v.number: v for v in case.plan.versions}
    heirs = [v for v in case.plan.versions if v.inherits is not None and v.inherits in by_number]
    if not heirs:
        yield Ground().not_applicable("Aucune version amendée.", "No amended version.")
    bought = [(p.ordered_on or i.happened_on, i.origin) for i in case.plan.installations for p in i.purchases]
    for version in heirs:
        before = by_number[version.inherits or 0]
        limit = policy.at("amendment.review_above", version.on)
        seen = _seen(case.plan, version, before)
        growth = (version.total - seen) / seen if seen else None
        unpriced = _unpriced(version, before)
        facts = (
            Fact("total avant", "total before", money(seen), before.origin),
            Fact("total après", "total after", money(version.total), version.origin),
            Fact("nouvelles lignes sans prix", "new lines without a price", unpriced, version.origin),
        )
        ground = Ground(facts, version.on, limit, f"v{version.number}")
        if limit is None or limit.value is None:
            yield ground.not_applicable("Aucun seuil fixé ce jour-là.", "No limit was set on that day.")
        elif growth is None:
            yield ground.unknown("Le total d'avant est nul.", "The total before is nothing.")
        elif growth <= limit.value and not unpriced:
            yield ground.met(f"{percent(growth)}, sans ligne nouvelle sans prix.", f"{percent(growth)}, no new line.")
        else:
            yield _again(ground, case, version, [day for day, _ in bought if day])


def _seen(plan: Plan, version: Version, before: Version) -> Decimal:
    """What procurement had seen: the total of its last conforming review by that day, else the version's own."""
    passed = [r for r in reviews_of(plan, before.number) if r.verdict in PASSED and r.reviewed_total]
    known = [r for r in passed if not (r.reviewed_on and version.on and r.reviewed_on > version.on)]
    return known[-1].reviewed_total or before.total if known else before.total


def _again(ground: Ground, case: PlanCase, version: Version, orders: list[date]) -> Verdict:
    found = reviews_of(case.plan, version.number)
    reviewed = [r.reviewed_on for r in found if r.verdict in PASSED and r.reviewed_on]
    mend = (
        "Faire revoir cette version par l'acquisition avant d'acheter.",
        "Have procurement review this version before anything is bought.",
    )
    if reviewed and (not orders or min(reviewed) <= min(orders)):
        return ground.met("Revue de nouveau avant l'achat.", "Reviewed again before the purchase.")
    if orders:
        return ground.broken("Achetée sans nouvelle revue.", "Bought without a new review.", *mend)
    return ground.unknown("À revoir avant tout achat.", "To be reviewed before any purchase.", *mend)


RULES = (makes_a_version, is_reviewed_again)
