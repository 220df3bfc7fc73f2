"""Registration, immediate follow-up and counselling of one person."""

import random
from dataclasses import replace
from typing import Any

from ..event import Answers, place
from ..journeys import Journey
from ..noise import misspell
from ..people import Person
from ..rates import MISSPELT
from ..sectors import IDEAS, SKILLS
from .cards import scanned, who

WASHINGTON = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")


def registration(person: Person, seed: int) -> Answers:
    """The registration of a person, now and then with a misspelt surname."""
    chance = random.Random(f"registration {seed} {person.code}")
    surname = misspell(chance, person.surname) if chance.random() < MISSPELT else person.surname
    code = scanned(chance, "arrival/person_code", "arrival/person_code_typed", person.code) if person.has_card else {}
    return {
        "arrival/has_card": "yes" if person.has_card else "no",
        **code,
        "arrival/arrival_batch": person.flight,
        "arrival/returned_on": person.returned_on,
        "arrival/returned_to_commune_on": person.in_commune_on,
        "arrival/country_of_return": person.country,
        "consent/consent_given": "yes",
        "consent/interview_language": person.language,
        "consent/interpreter": "no" if person.language == "fra" else chance.choice(("yes", "no")),
        "person/identity/surname": surname,
        "person/identity/given_names": person.given_names,
        "person/identity/sex": person.sex,
        "person/identity/father_given": person.father or None,
        "person/identity/mother_given": person.mother or None,
        **_origin(person),
        "person/situation/education": chance.choice(("none", "none", "koranic", "literacy", "primary", "secondary")),
        "person/situation/marital_status": chance.choice(("single", "married_monogamous", "married_polygamous")),
        "person/situation/dependants": chance.randint(0, 9),
        "person/situation/vulnerabilities": [person.vulnerability or "none"],
        "person/situation/oriented_to_focal_point": "no",
        "person/photo_group/photo_consent": "no",
        **{f"person/washington_group/wg_{question}": _difficulty(chance) for question in WASHINGTON},
        **_phones(chance, person),
        **_birth(person),
    }


def second_registration(person: Person, seed: int) -> Answers:
    """The same person at another desk: another spelling, another flight number, no card, and less is known."""
    chance = random.Random(f"registered twice {seed} {person.code}")
    other = replace(
        person,
        has_card=False,
        surname=misspell(chance, person.surname),
        given_names=misspell(chance, person.given_names) if chance.random() < 0.3 else person.given_names,
        flight=f"{person.flight}B",
        birth_precision=chance.choice((person.birth_precision, "age", "year")),
        phone=person.phone if chance.random() < 0.6 else "",
        father=person.father if chance.random() < 0.5 else "",
        mother="",
    )
    return registration(other, seed) | {"person/identity/surname": other.surname}


def immediate_follow_up(journey: Journey, seed: int) -> Answers:
    """The visit to a vulnerable person in the first weeks."""
    chance = random.Random(f"immediate {seed} {journey.person.code}")
    outcome = chance.choices(("done", "absent", "zone_inaccessible"), (88, 8, 4))[0]
    again = {"action/follow_up_continues": "yes" if chance.random() < 0.3 else "no"} if outcome == "done" else {}
    return who(chance, journey.person) | {
        "visit/visited_on": journey.followed_up_on,
        "visit/visited_where": "home",
        "visit/outcome": outcome,
        **again,
    }


def counselling(journey: Journey, seed: int) -> Answers:
    """The individual talk: wish, skills, first idea and its sector, experts asked for."""
    person = journey.person
    chance = random.Random(f"counselling {seed} {person.code}")
    outcome = "done" if journey.was_counselled else chance.choice(("absent", "unreachable", "moved"))
    talk: Answers = {
        **who(chance, person),
        "talk/counselled_on": journey.counselled_on,
        "talk/counselled_where": chance.choice(("home", "office", "office")),
        "talk/outcome": outcome,
    }
    if outcome != "done":
        return talk
    return talk | {
        "talk/in_commune": "yes",
        "talk_language/talk_in": person.language,
        "talk_language/talk_minutes": chance.randrange(20, 90, 5),
        **_wish(chance, journey),
        **_skills(chance, journey.idea_sector),
        "counsel/partners_needed": [_need(expert, sector) for expert, sector in journey.needs],
        "counsel/baseline/knows_opportunity": "yes" if chance.random() < 0.22 else "no",
    }


def _wish(chance: random.Random, journey: Journey) -> Answers:
    group, has_idea = "counsel/idea", journey.pathway != "declined"
    idea: Answers = {
        f"{group}/idea_words": IDEAS[journey.idea_sector],
        f"{group}/idea_sector": journey.idea_sector,
        f"{group}/idea_reason": chance.choice(("others_do", "only_known", "skill", "market", "family")),
    }
    state = chance.choice(("clear", "vague", "vague")) if has_idea else "none"
    return {
        "counsel/wishes/wish": journey.pathway,
        "counsel/wishes/expectation": "Gagner sa vie au village" if chance.random() < 0.4 else None,
        f"{group}/idea_state": state,
    } | (idea if has_idea else {})


def _skills(chance: random.Random, sector: str) -> Answers:
    if chance.random() < 0.12:
        return {"counsel/know_how/has_skill": "no"}
    group = "counsel/skills/skill_one"
    known = chance.sample(SKILLS[sector], min(len(SKILLS[sector]), chance.randint(1, 2)))
    rows = [{f"{group}/skill": skill, f"{group}/skill_years": chance.randint(1, 15)} for skill in known]
    return {"counsel/know_how/has_skill": "yes", "counsel/skills": rows}


def _need(expert: str, sector: str) -> Answers:
    group = "counsel/partners_needed/need"
    return {f"{group}/needed_expert": expert, f"{group}/needed_sector": sector}


def _origin(person: Person) -> Answers:
    group = "person/origin/origin_place"
    asked = place(person.commune, f"{group}/origin_region", f"{group}/origin_province", f"{group}/origin_commune")
    return asked | {"person/origin/return_place/returns_to_origin": "yes"}


def _phones(chance: random.Random, person: Person) -> Answers:
    if not person.phone:
        return {}
    group = "person/phones/phone"
    owner = chance.choice(("self", "self", "household", "neighbour"))
    return {"person/phones": [{f"{group}/phone_number": person.phone, f"{group}/phone_owner": owner}]}


def _difficulty(chance: random.Random) -> str:
    return chance.choices(("no_difficulty", "some", "a_lot"), (93, 5, 2))[0]


def _birth(person: Person) -> Answers:
    group, precision = "person/birth", person.birth_precision
    known: dict[str, tuple[str, Any]] = {
        "day": ("birth_date", person.born_on),
        "month": ("birth_month", person.born_on.replace(day=1)),
        "year": ("birth_year", person.born_on.year),
        "age": ("age_years", person.returned_on.year - person.born_on.year),
    }
    answers: Answers = {f"{group}/birth_precision": precision}
    if precision in known:
        name, value = known[precision]
        answers[f"{group}/{name}"] = value
    return answers
