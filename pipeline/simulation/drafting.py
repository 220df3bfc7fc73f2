"""When plans are drafted, reviewed by procurement and drafted again: their versions before the committee."""

import random
from dataclasses import replace
from datetime import date, timedelta

from .journeys import Journey
from .plans import Line, Plan, Review, Version, repriced
from .rates import PERIOD_ENDS, REVIEW_VERDICTS, REVIEWS_FROM

LAST_DRAFT = {True: date(2019, 2, 8), False: date(2019, 3, 20)}
"""Of plans a committee sees within the period, and of those it does not."""


def date_plans(plans: list[Plan], journeys: list[Journey], seed: int) -> list[Plan]:
    """The same plans by the day of their first draft, each with its versions and reviews up to the committee."""
    trained = {j.person.code: j.trained_until for j in journeys}
    for plan in plans:
        chance = random.Random(f"drafting {seed} {plan.code}")
        _draft(chance, plan, max(trained[m.code] or m.in_commune_on for m in plan.members))
        if plan.versions[0].drafted_on >= REVIEWS_FROM:
            _review(chance, plan)
    return sorted(plans, key=lambda plan: plan.versions[0].drafted_on)


def _draft(chance: random.Random, plan: Plan, trained: date) -> None:
    day = min(trained + timedelta(days=chance.randint(4, 32)), LAST_DRAFT[bool(plan.decision)])
    plan.versions.append(Version(1, day, plan.lines))


def _review(chance: random.Random, plan: Plan) -> None:
    """Conforming, corrected, or returned; what was returned is drafted again and then found conforming."""
    first = plan.versions[0]
    verdict = chance.choices(tuple(REVIEW_VERDICTS), tuple(REVIEW_VERDICTS.values()))[0]
    if verdict == "returned":
        first = replace(first, lines=(_unspecified(first.lines[0]), *first.lines[1:]))
    elif verdict == "conforming":
        first = replace(first, lines=tuple(replace(line, is_specified=True) for line in first.lines))
    plan.versions[0] = first
    reviewed_on = first.drafted_on + timedelta(days=chance.randint(2, 9))
    if reviewed_on > PERIOD_ENDS:
        return
    plan.reviews.append(Review(first, reviewed_on, verdict))
    if verdict == "returned":
        again = reviewed_on + timedelta(days=chance.randint(5, 14))
        second = Version(2, again, repriced(chance, first.lines), "procurement")
        plan.versions.append(second)
        plan.reviews.append(Review(second, again + timedelta(days=chance.randint(1, 4)), "conforming"))


def _unspecified(line: Line) -> Line:
    return replace(line, is_specified=False)


def amend(chance: random.Random, plan: Plan, decided_on: date) -> None:
    """The version that carries out the committee's amendment; its decision is the one of the version before."""
    before = plan.versions[-1]
    lines = (halved_or_cheaper(before.lines[0]), *before.lines[1:])
    drafted_on = decided_on + timedelta(days=chance.randint(2, 12))
    plan.versions.append(Version(before.number + 1, drafted_on, lines, "amended"))


def halved_or_cheaper(line: Line) -> Line:
    """What a committee makes of a line: fewer pieces, or a lower price where it is one piece only."""
    if line.quantity > 1:
        return replace(line, quantity=line.quantity - 1)
    return replace(line, price=line.price * 8 // 10 // 500 * 500)
