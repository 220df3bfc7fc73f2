"""Each budget line is specified and priced; what it costs stays near the catalogue, the quotations, the review."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact
from pipeline.model.plan import Line, Version

from .plan import not_received
from .policy import Policy
from .procurement import reviews_of
from .rule import Ground, Verdict, rule
from .words import money, percent

SOURCE = "fiche #3, recommandation 2"


def _current(case: PlanCase) -> Version | None:
    return case.plan.versions[-1] if case.plan.versions else None


def _is_specified(line: Line) -> bool:
    """A specification, a unit and a quantity above zero."""
    return bool(line.specification.strip() and line.unit and line.quantity is not None and line.quantity > 0)


@rule(
    "prices.line_specified",
    "plan",
    severity="warning",
    rows=(70,),
    fr="Chaque ligne du budget a une spécification, une unité et une quantité.",
    en="Every budget line has a specification, a unit and a quantity.",
    source=SOURCE + " : « les spécificités techniques peuvent manquer »",
    outcomes=("met", "broken", "unknown"),
)
def lines_are_specified(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Judged on the latest version; lines are numbered as in the plan. Procurement may ask for more: see its review."""
    version = _current(case)
    if version is None:
        yield not_received()
        return
    lacking = [number for number, line in enumerate(version.lines, 1) if not _is_specified(line)]
    reviews = reviews_of(case.plan, version.number)
    wanted = sum(1 for r in reviews[-1:] for line in r.lines if line.specification_state == "to_specify")
    facts = (
        Fact("lignes", "lines", len(version.lines), version.origin),
        *(Fact("à préciser selon la revue", "to specify, says the review", wanted, r.origin) for r in reviews[-1:]),
    )
    ground = Ground(facts, version.on, about=f"v{version.number}")
    mend = (
        "Préciser ces lignes dans une nouvelle version du plan.",
        "Specify these lines in a new version of the plan.",
    )
    if not version.lines:
        yield ground.unknown("Le plan n'a aucune ligne de budget.", "The plan has no budget line.", *mend)
    elif lacking:
        which = ", ".join(map(str, lacking))
        yield ground.broken(f"Ligne(s) sans précision : {which}.", f"Line(s) not specified: {which}.", *mend)
    elif wanted:
        yield ground.broken(
            f"La revue demande de préciser {wanted} ligne(s).", f"The review asks to specify {wanted} line(s).", *mend
        )
    else:
        yield ground.met("Toutes les lignes sont précisées.", "Every line is specified.")


@rule(
    "prices.line_near_catalogue",
    "plan",
    severity="warning",
    rows=(71, 73),
    fr="Le prix de chaque ligne reste proche du catalogue.",
    en="The price of every line stays near the catalogue.",
    source=SOURCE + " : « estimations budgétaires … faussées »",
    thresholds=("prices.line_variance",),
)
def lines_near_catalogue(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each line that has a catalogue price in the same unit; others cannot be compared."""
    version = _current(case)
    if version is None:
        yield not_received()
        return
    limit = policy.at("prices.line_variance", version.on)
    compared = 0
    for number, line in enumerate(version.lines, 1):
        price = catalogue_price(line, policy)
        if price is None or line.unit_price is None:
            continue
        compared += 1
        variance = (Decimal(line.unit_price) - price) / price
        facts = (
            Fact("prix demandé", "price asked", money(line.unit_price), version.origin),
            Fact("prix du catalogue", "catalogue price", money(price)),
        )
        ground = Ground(facts, version.on, limit, about=f"v{version.number} ligne {number}")
        yield within(ground, variance, limit.value if limit else None)
    if not compared:
        ground = Ground((), version.on, limit, about=f"v{version.number}")
        yield ground.unknown("Aucune ligne n'a de prix au catalogue.", "No line has a price in the catalogue.")


def catalogue_price(line: Line, policy: Policy) -> Decimal | None:
    """Today's catalogue first, else the one on the tablet; None where the unit differs or nothing is priced."""
    item = policy.catalogue.get(line.item)
    if item is None:
        return line.catalogue_price if line.catalogue_price and line.item not in {"", "other"} else None
    if item.unit and line.unit and item.unit != line.unit:
        return None
    price = line.catalogue_price or item.price
    return price if price and price > 0 else None


def within(ground: Ground, variance: Decimal, limit: Decimal | int | None) -> Verdict:
    """Met up to the limit in both directions; not_applicable where none is set."""
    said = percent(variance)
    if limit is None:
        return ground.not_applicable(f"Écart de {said} ; aucun seuil fixé.", f"Variance of {said}; no limit set.")
    if abs(variance) <= limit:
        return ground.met(f"Écart de {said}.", f"Variance of {said}.")
    return ground.broken(
        f"Écart de {said}, au-delà du seuil.",
        f"Variance of {said}, beyond the limit.",
        "Demander une cotation, ou expliquer le prix dans la spécification.",
        "Ask for a quotation, or explain the price in the specification.",
    )


@rule(
    "prices.plan_variance",
    "plan",
    severity="warning",
    rows=(71, 74),
    fr="Le total demandé reste proche de celui que la revue a établi.",
    en="The total asked for stays near the one the review worked out.",
    source=SOURCE + " : « estimations budgétaires … faussées »",
    thresholds=("prices.plan_variance",),
)
def total_near_review(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each review, from its own two totals."""
    if not case.plan.reviews:
        yield Ground().not_applicable("Aucune revue.", "No review.")
    for review in case.plan.reviews:
        limit = policy.at("prices.plan_variance", review.reviewed_on)
        facts = (
            Fact("total demandé", "total asked", _money(review.asked_total), review.origin),
            Fact("total revu", "total reviewed", _money(review.reviewed_total), review.origin),
        )
        ground = Ground(facts, review.reviewed_on, limit, about=review.origin.root_uuid)
        if not review.reviewed_total or review.asked_total is None:
            yield ground.unknown("L'un des deux totaux manque.", "One of the two totals is missing.")
        else:
            variance = (review.asked_total - review.reviewed_total) / review.reviewed_total
            yield within(ground, variance, limit.value if limit else None)


def _money(amount: Decimal | None) -> str:
    return "—" if amount is None else money(amount)


RULES = (lines_are_specified, lines_near_catalogue, total_near_review)
