"""Visits to businesses after 3, 6 and 12 months, satisfaction, and the reintegration score of a sample."""

import random

from ..event import Answers
from ..plans import Line
from ..surveys import Interview
from .cards import plan_card, who

GONE = {"sold", "stopped", "never_started"}
WORKERS = ("women_paid", "women_unpaid", "men_paid", "men_unpaid")


def follow_up(visit: Interview, seed: int) -> Answers:
    """A visit to the lead of an installed plan: the business, its figures, its goods."""
    plan = visit.plan
    if plan is None:
        raise ValueError("a follow-up is about a plan")
    chance = random.Random(f"follow up {seed} {plan.code} {visit.wave}")
    answers = plan_card(chance, plan, plan.versions[-1].number) | who(chance, visit.person)
    answers |= {
        "visit/visited_on": visit.day,
        "visit/wave": visit.wave,
        "visit/visited_where": chance.choice(("activity", "activity", "home")),
        "visit/outcome": visit.outcome,
    }
    if visit.outcome != "done":
        return answers
    is_group = len(plan.members) > 1
    return answers | {
        "business/state/business_state": visit.state,
        **({} if visit.state in GONE else _figures(chance)),
        "business/assets": [_asset(chance, line, visit.state) for line in plan.versions[-1].lines],
        "business/together/holder_kind": "collective" if is_group else "individual",
        "outlook/frustrated": "yes" if chance.random() < 0.2 else "no",
        "picture/photo_consent": "no",
    }


def _figures(chance: random.Random) -> Answers:
    group, sales = "business/figures", chance.randrange(10, 400) * 1000
    workers = {f"business/workers/{name}": chance.choices((0, 1, 2), (70, 22, 8))[0] for name in WORKERS}
    return workers | {
        f"{group}/sales_xof": sales,
        f"{group}/costs_xof": int(sales * chance.uniform(0.4, 1.1)) // 500 * 500,
        f"{group}/keeps_accounts": chance.choice(("yes", "no")),
    }


def _asset(chance: random.Random, line: Line, state: str) -> Answers:
    row, is_gone = "business/assets/asset", state in GONE or chance.random() < 0.06
    answers: Answers = {f"{row}/asset_item": line.item, f"{row}/asset_state": "gone" if is_gone else "present"}
    return answers | ({} if is_gone else {f"{row}/asset_quantity": line.quantity})


def satisfaction(interview: Interview, seed: int) -> Answers:
    """What a person thinks of the support, asked by somebody who did not give it."""
    person = interview.person
    chance = random.Random(f"satisfaction {seed} {person.code}")
    answers = who(chance, person) | {
        "interview/asked_on": interview.day,
        "interview/is_case_worker": "no",
        "interview/outcome": interview.outcome,
    }
    if interview.outcome != "done":
        return answers
    examined = interview.plan is not None and bool(interview.plan.decision)
    return answers | {
        "reached/reached_training": "yes",
        "reached/reached_committee": "yes" if examined else "no",
        "reached/reached_goods": "yes" if interview.state == "goods" else "no",
        "satisfaction/complaints/has_complaint": "yes" if chance.random() < 0.12 else "no",
    }


def sustainability(interview: Interview, seed: int) -> Answers:
    """The items of the reintegration score, seeded and plausible: the form completes them."""
    chance = random.Random(f"sustainability {seed} {interview.person.code} {interview.wave}")
    private = {"interview/private_place": "yes"} if interview.outcome == "done" else {}
    return who(chance, interview.person) | {
        "interview/asked_on": interview.day,
        "interview/rss_wave": interview.wave,
        "interview/outcome": interview.outcome,
        **private,
    }
