"""What enumerators type into the forms for synthetic people, plans and meetings: KoBoToolbox's shape, full paths."""

import random
from typing import Any

from .people import Person
from .plans import Meeting, Plan

Answers = dict[str, Any]
WASHINGTON = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
ITEMS = {
    "livestock": (("oxen", "head", 225_000), ("ram", "head", 55_000), ("feed_bag", "bag", 12_500)),
    "agriculture": (("motor_pump", "piece", 185_000), ("plough", "piece", 65_000), ("fertiliser_bag", "bag", 21_000)),
    "trade": (("freezer", "piece", 260_000), ("shop_shelves", "set", 60_000), ("shop_stock", "set", 350_000)),
    "crafts": (("sewing_machine", "piece", 95_000), ("welding_set", "piece", 210_000)),
    "food_processing": (("mill", "piece", 480_000), ("shea_press", "piece", 320_000), ("soap_set", "set", 90_000)),
    "catering": (("cooking_set", "set", 130_000), ("improved_stove", "piece", 18_000)),
    "services": (("hair_set", "set", 85_000), ("solar_kit", "set", 140_000), ("phone_repair_set", "set", 110_000)),
    "fishing": (("fishing_net", "piece", 35_000), ("canoe", "piece", 275_000)),
}  # fmt: skip
COMMITTEE = (
    ("local_authority", "special_delegation_president", "", "", "Délégation spéciale", "voting"),
    ("civil_society", "", "", "", "Association de migrants", "voting"),
    ("technical_expert", "", "livestock", "livestock", "Direction des ressources animales", "voting"),
    ("technical_expert", "", "agriculture", "agriculture", "Direction de l'agriculture", "voting"),
    ("other_partner", "", "", "", "Institution de microfinance", "guest"),
)


def registration(person: Person, seed: int) -> Answers:
    """The registration of a person, by the paths of forms/registration.xlsx."""
    chance = random.Random(f"registration {seed} {person.code}")
    answers: Answers = {
        "arrival/has_card": "yes" if person.has_card else "no",
        "arrival/person_code": person.code if person.has_card else None,
        "arrival/arrival_batch": person.flight,
        "arrival/returned_on": person.returned_on,
        "arrival/returned_to_commune_on": person.in_commune_on,
        "arrival/country_of_return": person.country,
        "consent/consent_given": "yes",
        "consent/consent_mode": chance.choice(("written", "thumbprint", "verbal_witnessed")),
        "consent/interview_language": person.language,
        "consent/interpreter": "no" if person.language == "fra" else chance.choice(("yes", "no")),
        "person/identity/surname": person.surname,
        "person/identity/given_names": person.given_names,
        "person/identity/sex": person.sex,
        "person/identity/father_given": person.father or None,
        "person/identity/mother_given": person.mother or None,
        "person/origin/origin_place/origin_region": person.commune[0],
        "person/origin/origin_place/origin_province": person.commune[1],
        "person/origin/origin_place/origin_commune": person.commune[2],
        "person/origin/return_place/returns_to_origin": "yes",
        "person/situation/education": chance.choice(("none", "none", "koranic", "literacy", "primary", "secondary")),
        "person/situation/marital_status": chance.choice(("single", "married_monogamous", "married_polygamous")),
        "person/situation/dependants": chance.randint(0, 9),
        "person/situation/vulnerabilities": [chance.choice(("medical", "distress"))]
        if chance.random() < 0.1
        else ["none"],
        "person/situation/oriented_to_focal_point": "no",
        "person/photo_group/photo_consent": "no",
    }
    if person.phone:
        answers["person/phones"] = [
            {
                "person/phones/phone/phone_number": person.phone,
                "person/phones/phone/phone_owner": chance.choice(("self", "self", "household", "neighbour")),
            }
        ]
    for question in WASHINGTON:
        difficulty = chance.choices(("no_difficulty", "some", "a_lot"), (93, 5, 2))[0]
        answers[f"person/washington_group/wg_{question}"] = difficulty
    return answers | _birth(person)


def _birth(person: Person) -> Answers:
    group = "person/birth"
    precision = person.birth_precision
    age = person.returned_on.year - person.born_on.year
    known: dict[str, tuple[str, Any]] = {
        "day": ("birth_date", person.born_on),
        "month": ("birth_month", person.born_on.replace(day=1)),
        "year": ("birth_year", person.born_on.year),
        "age": ("age_years", age),
    }
    answers: Answers = {f"{group}/birth_precision": precision}
    if precision in known:
        name, value = known[precision]
        answers[f"{group}/{name}"] = value
    return answers


def business_plan(plan: Plan, seed: int) -> Answers:
    """A plan with its members, budget lines and contribution, by the paths of forms/business_plan.xlsx."""
    chance = random.Random(f"plan {seed} {plan.code}")
    region, province, commune = plan.members[0].commune
    return {
        "plan/plan_code": plan.code,
        "plan/plan_version": 1,
        "plan/drafted_on": plan.drafted_on,
        "plan/plan_kind": "collective" if len(plan.members) > 1 else "individual",
        "plan/title": f"Projet {plan.code}",
        "plan/sector": plan.sector,
        "place/activity_region": region,
        "place/activity_province": province,
        "place/activity_commune": commune,
        "involvement/drafted_by": chance.choice(("holder_with_staff", "holder_with_staff", "holder", "staff")),
        "involvement/holder_present": "yes" if chance.random() < 0.94 else "no",
        "involvement/uses_declared_skill": chance.choice(("yes", "yes", "no")),
        "members": [_member(person, number) for number, person in enumerate(plan.members)],
        "budget_lines": [_line(chance, item) for item in _basket(chance, plan)],
        "contributions": [_contribution(chance)] if chance.random() < 0.95 else [],
        "totals/contribution_waiver": "extreme_vulnerability",
        "totals/holder_agrees": "yes",
    }


def _member(person: Person, number: int) -> Answers:
    name = {"members/member/member_name": f"{person.surname} {person.given_names}"}
    code = {"members/member/member_code": person.code}
    return (code if person.has_card else name) | {"members/member/member_role": "member" if number else "lead"}


def _basket(chance: random.Random, plan: Plan) -> list[tuple[str, str, int]]:
    items = ITEMS[plan.sector]
    return chance.sample(items, k=min(len(items), chance.randint(1, 3)))


def _line(chance: random.Random, item: tuple[str, str, int]) -> Answers:
    code, unit, price = item
    group = "budget_lines/line"
    return {
        f"{group}/item_code": code,
        f"{group}/specification": "selon le catalogue" if chance.random() < 0.8 else None,
        f"{group}/quantity": chance.randint(1, 4),
        f"{group}/unit": unit,
        f"{group}/unit_price_xof": int(price * chance.uniform(0.8, 1.2)) // 500 * 500,
    }


def _contribution(chance: random.Random) -> Answers:
    group = "contributions/contribution"
    kind, item = chance.choice(
        (("land_or_premises", "enclos"), ("labour", "journées de travail"), ("animals", "volailles"))
    )
    return {
        f"{group}/contribution_type": kind,
        f"{group}/contribution_item": item,
        f"{group}/contribution_value_xof": chance.randrange(20, 200) * 1000,
        f"{group}/valuation": chance.choice(("market_price", "declared")),
    }


def committee(meeting: Meeting, seed: int) -> Answers:
    """A meeting with its members and decisions, by the paths of forms/committee.xlsx."""
    chance = random.Random(f"meeting {seed} {meeting.code}")
    region, province, commune = meeting.commune
    return {
        "meeting/meeting_code": meeting.code,
        "meeting/held_on": meeting.held_on,
        "meeting/started_at": "08:30:00.000+00:00",
        "meeting/ended_at": "13:15:00.000+00:00",
        "meeting/meeting_region": region,
        "meeting/meeting_province": province,
        "meeting/meeting_commune": commune,
        "committee_members": [_sitting(number, row) for number, row in enumerate(COMMITTEE, 1)],
        "decisions": [_decision(chance, plan) for plan in meeting.plans],
        "minutes/minutes_number": f"PV-{meeting.code}",
    }


def _sitting(number: int, row: tuple[str, ...]) -> Answers:
    category, authority, expert, sector, affiliation, role = row
    group = "committee_members/committee_member"
    return {
        f"{group}/committee_member_name": f"Membre {number}",
        f"{group}/actor_category": category,
        f"{group}/authority_role": authority or None,
        f"{group}/expert_type": expert or None,
        f"{group}/expert_sector": sector or None,
        f"{group}/affiliation": affiliation,
        f"{group}/is_implementer": "no",
        f"{group}/committee_role": role,
        f"{group}/is_local": "yes",
    }


def _decision(chance: random.Random, plan: Plan) -> Answers:
    good = plan.decision == "validated"
    scores = ("3", "4", "5") if good else ("1", "2", "3")
    reasons = ("not_viable", "unrealistic_budget", "specifications_missing", "not_locally_relevant")
    return {
        "decisions/decision_facts/decided_plan_code": plan.code,
        "decisions/decision_facts/decided_plan_version": 1,
        "decisions/decision_facts/holder_heard": "yes",
        "decisions/decision_facts/conflict_of_interest": "no",
        "decisions/decision_facts/abstentions": 0,
        "decisions/appraisal/local_relevance": chance.choice(scores),
        "decisions/appraisal/viability": chance.choice(scores),
        "decisions/verdict/decision": plan.decision,
        "decisions/verdict/refusal_reasons": None if good else [chance.choice(reasons)],
    }
