"""Business plans in their versions, and procurement's review of them."""

import random

from ..event import Answers, place
from ..people import Person
from ..plans import Line, Plan, Review, Version
from ..rates import CODE_TYPED
from .cards import plan_card, scanned, written

CONTRIBUTIONS = (("land_or_premises", "enclos"), ("labour", "journées de travail"), ("animals", "volailles"))


def business_plan(plan: Plan, version: Version, seed: int) -> Answers:
    """One version of a plan with its members, budget lines and contribution."""
    chance = random.Random(f"plan {seed} {plan.code}")
    names = ("place/activity_region", "place/activity_province", "place/activity_commune")
    return {
        **scanned(chance, "plan/plan_code", "plan/plan_code_typed", plan.code),
        "plan/plan_version": version.number,
        **({"plan/version_reason": version.reason} if version.reason else {}),
        "plan/drafted_on": version.drafted_on,
        "plan/plan_kind": "collective" if len(plan.members) > 1 else "individual",
        "plan/title": f"Projet {plan.code}",
        "plan/sector": plan.sector,
        **place(plan.members[0].commune, *names),
        "involvement/drafted_by": chance.choice(("holder_with_staff", "holder_with_staff", "holder", "staff")),
        "involvement/holder_present": "yes" if chance.random() < 0.94 else "no",
        "involvement/uses_declared_skill": chance.choice(("yes", "yes", "no")),
        "members": [_member(chance, person, number) for number, person in enumerate(plan.members)],
        "budget_lines": [_line(line) for line in version.lines],
        **_contribution(chance),
        "totals/holder_agrees": "yes",
    }


def _member(chance: random.Random, person: Person, number: int) -> Answers:
    row = "members/member"
    role = {f"{row}/member_role": "member" if number else "lead"}
    if not person.has_card:
        return {f"{row}/member_name": written(chance, person)} | role
    typed = chance.random() < CODE_TYPED
    return {f"{row}/member_typed" if typed else f"{row}/member_code": person.code} | role


def _line(line: Line) -> Answers:
    row = "budget_lines/line"
    return {
        f"{row}/item_code": line.item,
        f"{row}/specification": "selon le catalogue" if line.is_specified else None,
        f"{row}/quantity": line.quantity,
        f"{row}/unit": line.unit,
        f"{row}/unit_price_xof": line.price,
    }


def _contribution(chance: random.Random) -> Answers:
    if chance.random() >= 0.95:
        return {"totals/contribution_waiver": "extreme_vulnerability"}
    row = "contributions/contribution"
    kind, item = chance.choice(CONTRIBUTIONS)
    told = {
        f"{row}/contribution_type": kind,
        f"{row}/contribution_item": item,
        f"{row}/contribution_value_xof": chance.randrange(20, 200) * 1000,
        f"{row}/valuation": chance.choice(("market_price", "declared")),
    }
    return {"contributions": [told]}


def procurement_review(plan: Plan, review: Review, seed: int) -> Answers:
    """Line by line: specification, price, supply; then the verdict."""
    chance = random.Random(f"review {seed} {plan.code} {review.version.number}")
    reasons = {"verdict/return_reasons": ["specification"]} if review.verdict == "returned" else {}
    return plan_card(chance, plan, review.version.number) | {
        "review/reviewed_on": review.reviewed_on,
        "review/reviewer_role": chance.choice(("procurement", "procurement", "administration")),
        "lines": [_reviewed(chance, line, review.verdict) for line in review.version.lines],
        "verdict/review_verdict": review.verdict,
        **reasons,
    }


def _reviewed(chance: random.Random, line: Line, verdict: str) -> Answers:
    row = "lines/line"
    unclear = verdict == "returned" and not line.is_specified
    off = verdict == "conforming_corrected" and chance.random() < 0.7
    state = chance.choice(("too_low", "too_high")) if off else "ok"
    answers: Answers = {
        f"{row}/line_item": line.item,
        f"{row}/specification_state": "to_specify" if unclear else "ok",
        f"{row}/line_quantity": line.quantity,
        f"{row}/asked_price_xof": line.price,
        f"{row}/price_state": state,
        "lines/line_supply/locally_available": "yes" if chance.random() < 0.8 else "no",
        "lines/line_supply/delay_days": chance.randint(2, 30),
    }
    if unclear:
        answers[f"{row}/specification_wanted"] = "marque, puissance ou race, et état"
    if off:
        factor = chance.uniform(1.05, 1.3) if state == "too_low" else chance.uniform(0.7, 0.95)
        answers[f"{row}/reviewed_price_xof"] = int(line.price * factor) // 500 * 500
        answers[f"{row}/price_source"] = chance.choice(("market", "quotation", "past_purchase"))
    return answers
