"""Planned sessions, orientations, trainings day by day, focus groups, and the partners who come to them."""

import random
from collections import Counter
from datetime import date, timedelta

from ..event import Answers, Commune, place
from ..journeys import Journey
from ..sectors import EXPERTS, IDEAS, partner_for
from ..sessions import DAYS_OF_TRAINING, Session
from .cards import listed

MODULES = (("bookkeeping",), ("bookkeeping", "management"), ("spirit", "market"), ("business_plan", "formalities"))
LAST_MODULES = ("business_plan", "savings_credit")
TEST_SCALE = 20


def session_plan(session: Session, seed: int) -> Answers:
    """What is planned where and when; experts are invited for needs told at counselling."""
    chance = random.Random(f"session plan {seed} {session.number}")
    is_training = session.kind == "training"
    return {
        "plan/session_kind": session.kind,
        "plan/session_number": session.number,
        "plan/planned_on": session.postponed_from or session.day,
        "plan/planned_days": DAYS_OF_TRAINING if is_training else 1,
        "plan/expected_people": len(session.roster) or None,
        **place(session.commune, "place/planned_region", "place/planned_province", "place/planned_commune"),
        "invitations": [_authority_invited(), *(_invited(*need, session) for need in _needs(chance, session))],
    }


def _needs(chance: random.Random, session: Session) -> list[tuple[str, str]]:
    """What the people on the list asked for most, three at most."""
    asked = Counter(need for journey in session.roster for need in journey.needs)
    return [need for need, _ in asked.most_common(chance.randint(1, 3))]


def _invited(expert: str, sector: str, session: Session) -> Answers:
    partner, row = partner_for(expert, session.commune[0]), "invitations/invitation"
    unlisted = {f"{row}/invited_organisation": "Prestataire local", f"{row}/invited_category": "technical_expert"}
    return {
        **({f"{row}/invited_partner": partner} if partner else unlisted),
        f"{row}/invited_for": "counselling_need",
        f"{row}/invited_need": expert,
        f"{row}/invited_sector": sector,
    }


def _authority_invited() -> Answers:
    row = "invitations/invitation"
    return {
        f"{row}/invited_organisation": "Délégation spéciale de la commune",
        f"{row}/invited_category": "local_authority",
        f"{row}/invited_for": "authority",
    }


def postponed(session: Session) -> Answers:
    """The report of a day on which nothing took place."""
    return _head(session, session.postponed_from or session.day) | {"session/event_outcome": "postponed"}


def orientation(session: Session, seed: int) -> Answers:
    """Who came, what was presented, and the pathway each person chose."""
    chance = random.Random(f"orientation {seed} {session.number}")
    sectors = chance.sample(tuple(EXPERTS), chance.randint(2, 4))
    return _head(session, session.day) | {
        "session/event_outcome": "held",
        "content/actors": [
            _authority() | _came("authority"),
            *(_expert(need, session, chance) | _came("counselling_need") for need in _needs(chance, session)),
        ],
        "content/presented": [_opportunity(sector) for sector in sectors],
        "content/late": [_chooser(chance, journey, sectors) for journey in session.roster],
        "content/room/companions": chance.randint(0, 6),
        "content/picture/photo_consent": "no",
    }


def _chooser(chance: random.Random, journey: Journey, sectors: list[str]) -> Answers:
    row, plan = "content/late/late_one", journey.plan
    chosen: Answers = {f"{row}/late_pathway": journey.pathway}
    if journey.pathway in {"own_business", "collective_business"}:
        chosen[f"{row}/late_sector"] = plan.sector if plan else chance.choice([journey.idea_sector, *sectors])
    knows = "yes" if chance.random() < 0.85 else "no"
    return listed(chance, journey.person, row, "late") | chosen | {f"{row}/late_knows_after": knows}


def _opportunity(sector: str) -> Answers:
    row = "content/presented/opportunity"
    return {f"{row}/opportunity_sector": sector, f"{row}/opportunity_words": IDEAS[sector]}


def training_day(session: Session, day: int, seed: int) -> Answers:
    """One of the five days: who was there, what was taught, the test before and after."""
    chance = random.Random(f"training {seed} {session.number} {day}")
    tests = {1: "pre", DAYS_OF_TRAINING: "post"}
    present = [journey for journey in session.roster if day in journey.days]
    needs = _needs(chance, session)
    test: Answers = {"content/lessons/test": tests.get(day, "none")}
    if day in tests:
        test["content/lessons/test_scale"] = TEST_SCALE
    names = random.Random(f"list {seed} {session.number}")
    written = {j.person.code: listed(names, j.person, "content/late/late_one", "late") for j in session.roster}
    return _head(session, session.day + timedelta(days=day - 1)) | {
        "session/training_day": str(day),
        "session/event_outcome": "held",
        "content/late": [written[journey.person.code] for journey in present],
        "content/lessons/training_provider": "maison_entreprise",
        "content/lessons/modules": [*MODULES, LAST_MODULES][day - 1],
        **test,
        "content/actors": [_authority()] if day in tests else [_expert(n, session, chance) for n in needs],
        "content/picture/photo_consent": "no",
    }


def focus_group(number: str, day: date, commune: Commune, seed: int) -> Answers:
    """A discussion about what helps; no name in it."""
    chance = random.Random(f"focus group {seed} {number}")
    said = {
        "opportunities": "On ne connaît pas les possibilités de la région",
        "skills": "Le métier appris au dehors ne sert pas encore ici",
        "waiting": "L'attente est longue entre la formation et l'équipement",
        "community": "La famille attend beaucoup de celui qui revient",
    }
    row = "themes/theme_one"
    return _head(Session("focus_group", number, day, commune), day) | {
        "session/group_kind": chance.choice(("women", "men", "mixed", "youth")),
        "people/group_consent": "yes",
        "people/women_count": chance.randint(2, 7),
        "people/men_count": chance.randint(2, 9),
        "people/spoken_in": "mos",
        "themes": [{f"{row}/theme": theme, f"{row}/said": said[theme]} for theme in chance.sample(tuple(said), 3)],
    }


def partner(commune: Commune, since: date) -> Answers:
    """The authority of a commune as a partner of the programme."""
    town = commune[2].rpartition("-")[2]
    return {
        "organisation/partner_code_new": f"commune_{town}",
        "organisation/partner_label": f"Délégation spéciale, commune de {town.capitalize()}",
        "organisation/category": "local_authority",
        "organisation/authority_role": "special_delegation_president",
        **place(commune, "where/partner_region", "where/partner_province", "where/partner_commune"),
        "focal/focal_agrees": "no",
        "tie/partner_state": "active",
        "tie/partner_since": since,
        "tie/takes_part_in": ["orientation", "committee"],
    }


def _head(session: Session, day: date) -> Answers:
    where = "session_where/session_"
    return {
        "session/session_number": session.number,
        "session/held_on": day,
        **place(session.commune, f"{where}region", f"{where}province", f"{where}commune"),
    }


def _came(invited_for: str) -> Answers:
    group = "content/actors/actor_presence/actor"
    return {f"{group}_invited": "yes", f"{group}_invited_for": invited_for}


def _authority() -> Answers:
    row = "content/actors/actor"
    return {
        f"{row}/actor_organisation": "Délégation spéciale de la commune",
        f"{row}/actor_new_category": "local_authority",
        f"{row}/actor_is_local": "yes",
    }


def _expert(need: tuple[str, str], session: Session, chance: random.Random) -> Answers:
    row, (expert, sector) = "content/actors/actor", need
    partner_code = partner_for(expert, session.commune[0])
    unlisted = {
        f"{row}/actor_organisation": "Prestataire local",
        f"{row}/actor_new_category": "technical_expert",
        f"{row}/actor_new_expert_type": expert,
        f"{row}/actor_sector": sector,
    }
    return {
        **({f"{row}/actor_partner": partner_code} if partner_code else unlisted),
        f"{row}/actor_is_local": "yes" if chance.random() < 0.7 else "no",
    }
