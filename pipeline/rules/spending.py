"""What was paid against what was budgeted."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact
from pipeline.model.plan import Version

from .policy import Policy
from .purchases import Bought, bought
from .rule import Ground, Verdict, rule
from .words import money, percent


def _budget(case: PlanCase) -> Version | None:
    """The version the last purchase names, else the latest one."""
    named = [done.version for done in case.plan.installations if done.purchases]
    by_number = {version.number: version for version in case.plan.versions}
    last = case.plan.versions[-1] if case.plan.versions else None
    return by_number.get(named[-1] or 0, last) if named else last


@rule(
    "purchases.near_budget",
    "plan",
    severity="warning",
    rows=(74,),
    fr="Ce qui est payé ne dépasse pas le budget du plan de plus que la part fixée.",
    en="What is paid does not exceed the plan's budget by more than the set share.",
    source="fiche #3, recommandation 2 : « mieux budgétiser … efficacité du processus global »",
    thresholds=("purchases.budget_excess",),
)
def stays_near_budget(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """All purchases of the plan together; less than the budget is no fault, more may still be to come."""
    every = bought(case)
    if not every:
        yield Ground().not_applicable("Aucun achat pour l'instant.", "No purchase so far.")
        return
    version = _budget(case)
    day = max((one.purchase.ordered_on for one in every if one.purchase.ordered_on), default=None)
    limit = policy.at("purchases.budget_excess", day)
    ground = Ground(_facts(every, version), day, limit)
    unpaid = sum(1 for one in every if one.purchase.paid is None)
    paid = Decimal(sum(one.purchase.paid or 0 for one in every))
    if limit is None or limit.value is None:
        yield ground.not_applicable("Aucune part fixée ce jour-là.", "No share was set on that day.")
    elif version is None or not version.total:
        yield ground.unknown("Le budget du plan n'est pas connu.", "The plan's budget is not known.")
    elif paid > version.total * (1 + limit.value):
        over = percent((paid - version.total) / version.total)
        yield ground.broken(
            f"{money(paid)} payés pour un budget de {money(version.total)} ({over}).",
            f"{money(paid)} paid for a budget of {money(version.total)} ({over}).",
            "Vérifier les montants payés ; sinon, expliquer le dépassement dans une dérogation.",
            "Check the amounts paid; otherwise explain the excess in an override.",
        )
    elif unpaid:
        yield ground.unknown(
            f"Le montant payé manque pour {unpaid} achat(s).",
            f"The amount paid is missing for {unpaid} purchase(s).",
            "Compléter le montant payé dans le formulaire d'installation.",
            "Complete the amount paid in the installation form.",
        )
    else:
        yield ground.met(
            f"{money(paid)} payés pour un budget de {money(version.total)}.",
            f"{money(paid)} paid for a budget of {money(version.total)}.",
        )


def _facts(every: tuple[Bought, ...], version: Version | None) -> tuple[Fact, ...]:
    paid = tuple(
        Fact("payé", "paid", "—" if one.purchase.paid is None else money(one.purchase.paid), one.origin)
        for one in every
    )
    return (Fact("budget", "budget", money(version.total), version.origin), *paid) if version else paid


RULES = (stays_near_budget,)
