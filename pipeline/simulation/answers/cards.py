"""How a form gets to know whom or which plan it is about: a card scanned, a code typed, or a name written."""

import random

from ..event import Answers
from ..noise import misspell
from ..people import Person
from ..plans import Plan
from ..rates import CODE_TYPED, MISSPELT


def who(chance: random.Random, person: Person) -> Answers:
    """The group ``who`` of every form about one person."""
    if person.has_card:
        return scanned(chance, "who/person_card", "who/person_typed", person.code)
    return {
        "who/person_name": written(chance, person),
        "who/person_birth_year": person.born_on.year if chance.random() < 0.7 else None,
        "who/person_phone": person.phone or None,
    }


def listed(chance: random.Random, person: Person, row: str, card: str) -> Answers:
    """A person in a row of a repeat, whose questions are ``<card>_card``, ``_typed`` and ``_name``."""
    if person.has_card:
        return scanned(chance, f"{row}/{card}_card", f"{row}/{card}_typed", person.code)
    return {f"{row}/{card}_name": written(chance, person)}


def plan_card(chance: random.Random, plan: Plan, version: int) -> Answers:
    """The group ``plan_ref`` of every form about a plan."""
    return scanned(chance, "plan_ref/plan_card", "plan_ref/plan_typed", plan.code) | {"plan_ref/plan_version": version}


def scanned(chance: random.Random, scan: str, typed: str, code: str) -> Answers:
    """A code by the scanner, or typed where it does not scan."""
    return {typed if chance.random() < CODE_TYPED else scan: code}


def written(chance: random.Random, person: Person) -> str:
    """The name as somebody writes it down."""
    if chance.random() < MISSPELT:
        return f"{misspell(chance, person.surname)} {person.given_names}"
    return person.name
