"""What the review says of each line's price: every line compared with something, and what was asked near it."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact
from pipeline.model.review import ReviewedLine

from .plan import not_received
from .policy import Policy
from .prices import SOURCE, catalogue_price, within
from .procurement import reviews_of
from .rule import Ground, Verdict, rule
from .words import money


def _named(item: str, other: str) -> tuple[str, str]:
    """What two lines are compared by."""
    return item, "" if item not in {"", "other"} else " ".join(other.casefold().split())


@rule(
    "prices.line_compared",
    "plan",
    severity="warning",
    rows=(71, 73),
    fr="Le prix de chaque ligne est comparé au catalogue, ou à un devis, un achat ou le marché par la revue.",
    en="The price of every line is compared with the catalogue or, in the review, with a quotation or the market.",
    source=SOURCE + " : « estimations budgétaires … faussées »",
    outcomes=("met", "broken", "unknown"),
)
def every_line_is_compared(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """On the latest version; the review of that version, else of any, may compare what the catalogue lacks."""
    version = case.plan.versions[-1] if case.plan.versions else None
    if version is None:
        yield not_received()
        return
    reviews = reviews_of(case.plan, version.number) or case.plan.reviews
    seen = {_named(line.item, line.item_other) for r in reviews for line in r.lines if line.price_state}
    left = [
        number
        for number, line in enumerate(version.lines, 1)
        if catalogue_price(line, policy) is None and _named(line.item, line.item_other) not in seen
    ]
    facts = (
        Fact("lignes", "lines", len(version.lines), version.origin),
        *(Fact("lignes revues", "lines reviewed", len(r.lines), r.origin) for r in reviews),
    )
    ground = Ground(facts, version.on, about=f"v{version.number}")
    which = ", ".join(map(str, left))
    mend = (
        "Faire comparer ces prix par l'acquisition, ou ajouter ces biens au catalogue.",
        "Have procurement compare these prices, or add these goods to the catalogue.",
    )
    if not version.lines:
        yield ground.unknown("Le plan n'a aucune ligne de budget.", "The plan has no budget line.")
    elif not left:
        yield ground.met("Chaque prix est comparé.", "Every price is compared.")
    elif not reviews:
        yield ground.unknown(f"Hors catalogue, pas encore revu : {which}.", f"Not in the catalogue: {which}.", *mend)
    else:
        yield ground.broken(f"Ligne(s) sans prix comparé : {which}.", f"Line(s) not compared: {which}.", *mend)


@rule(
    "prices.line_near_review",
    "plan",
    severity="warning",
    rows=(71,),
    fr="Le prix demandé pour chaque ligne reste proche de celui que la revue a constaté.",
    en="The price asked for every line stays near the one the review found.",
    source=SOURCE + " : « estimations budgétaires … faussées »",
    thresholds=("prices.line_variance",),
)
def lines_near_review(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each line of each review; a price the review found right is the price asked."""
    lines = [(r, number, line) for r in case.plan.reviews for number, line in enumerate(r.lines, 1)]
    if not lines:
        yield Ground().not_applicable("Aucune ligne n'a été revue.", "No line was reviewed.")
    for review, number, line in lines:
        limit = policy.at("prices.line_variance", review.reviewed_on)
        origin = review.origin._replace(row=f"lines/{number}")
        found = _found(line)
        facts = (
            Fact("prix demandé", "price asked", _price(line.asked_price), origin),
            Fact("prix constaté", "price found", _price(found), origin),
            Fact("source du prix", "source of the price", line.price_source or line.price_state or "—", origin),
        )
        ground = Ground(facts, review.reviewed_on, limit, f"{review.origin.root_uuid} {number}")
        if not found or line.asked_price is None:
            yield ground.unknown("L'un des deux prix manque.", "One of the two prices is missing.")
        else:
            yield within(ground, (Decimal(line.asked_price) - found) / found, limit.value if limit else None)


def _found(line: ReviewedLine) -> int | None:
    return line.asked_price if line.price_state == "ok" and line.reviewed_price is None else line.reviewed_price


def _price(amount: int | None) -> str:
    return "—" if amount is None else money(amount)


RULES = (every_line_is_compared, lines_near_review)
