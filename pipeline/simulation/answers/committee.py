"""A committee's meeting: who sat, how each plan was judged, what was decided and amended."""

import random

from ..drafting import halved_or_cheaper
from ..event import Answers, place
from ..meetings import Meeting
from ..plans import Plan, Version
from .cards import scanned

COMMITTEE = (
    ("local_authority", "special_delegation_president", "", "", "Délégation spéciale", "voting"),
    ("civil_society", "", "", "", "Association de migrants", "voting"),
    ("technical_expert", "", "livestock", "livestock", "Direction des ressources animales", "voting"),
    ("technical_expert", "", "agriculture", "agriculture", "Direction de l'agriculture", "voting"),
    ("technical_expert", "", "private_provider", "trade", "Maison de l'entreprise", "voting"),
    ("other_partner", "", "", "", "Institution de microfinance", "guest"),
)
REASONS = ("not_viable", "unrealistic_budget", "specifications_missing", "not_locally_relevant")


def committee(meeting: Meeting, seed: int) -> Answers:
    """A meeting with its members and decisions; local ones do without some experts."""
    chance = random.Random(f"meeting {seed} {meeting.code}")
    group = "meeting/meeting_"
    sitting = COMMITTEE[: 4 if meeting.is_local else len(COMMITTEE)]
    return {
        "meeting/meeting_code": meeting.code,
        "meeting/held_on": meeting.held_on,
        "meeting/started_at": "08:30:00.000+00:00",
        "meeting/ended_at": "11:00:00.000+00:00" if meeting.is_local else "15:45:00.000+00:00",
        **place(meeting.commune, f"{group}region", f"{group}province", f"{group}commune"),
        "committee_members": [_sitting(number, row) for number, row in enumerate(sitting, 1)],
        "decisions": [_decision(chance, plan) for plan in meeting.plans],
        "minutes/minutes_number": f"PV-{meeting.code}",
    }


def _sitting(number: int, row: tuple[str, ...]) -> Answers:
    category, authority, expert, sector, affiliation, role = row
    group = "committee_members/committee_member"
    told = {f"{group}/authority_role": authority, f"{group}/expert_type": expert, f"{group}/expert_sector": sector}
    return {
        f"{group}/committee_member_name": f"Membre {number}",
        f"{group}/actor_category": category,
        **{path: value for path, value in told.items() if value},
        f"{group}/affiliation": affiliation,
        f"{group}/is_implementer": "no",
        f"{group}/committee_role": role,
        f"{group}/is_local": "yes",
    }


def _decision(chance: random.Random, plan: Plan) -> Answers:
    facts, scores = "decisions/decision_facts", ("3", "4", "5") if plan.is_validated else ("1", "2", "3")
    heard = chance.random() < 0.9
    spoke = {f"{facts}/holders_who_spoke": chance.randint(1, len(plan.members))} if heard else {}
    return {
        **scanned(chance, f"{facts}/decided_plan_code", f"{facts}/decided_plan_typed", plan.code),
        f"{facts}/decided_plan_version": plan.decided_version,
        f"{facts}/holder_heard": "yes" if heard else "no",
        **spoke,
        f"{facts}/conflict_of_interest": "no",
        f"{facts}/abstentions": 1 if chance.random() < 0.1 else 0,
        "decisions/appraisal/local_relevance": chance.choice(scores),
        "decisions/appraisal/viability": chance.choice(scores),
        "decisions/expert_opinions/opinion_categories": ["technical_expert"] if chance.random() < 0.5 else None,
        "decisions/verdict/decision": plan.decision,
        **_verdict(chance, plan),
    }


def _verdict(chance: random.Random, plan: Plan) -> Answers:
    if plan.decision == "validated":
        return {}
    if not plan.is_validated:
        return {"decisions/verdict/refusal_reasons": [chance.choice(REASONS)]}
    seen = plan.versions[plan.decided_version - 1]
    after = halved_or_cheaper(seen.lines[0])
    return {
        "decisions/verdict/amendment": "Ramener la première ligne à ce que le marché permet",
        "decisions/verdict/amended_total_xof": after.total + sum(line.total for line in seen.lines[1:]),
        "decisions/amended_lines": [_amended(seen)],
    }


def _amended(seen: Version) -> Answers:
    before, row = seen.lines[0], "decisions/amended_lines/amended"
    after = halved_or_cheaper(before)
    return {
        f"{row}/amended_item": before.item,
        f"{row}/amended_kind": "quantity" if after.quantity < before.quantity else "price",
        f"{row}/amended_before_xof": before.total,
        f"{row}/amended_after_xof": after.total,
    }
