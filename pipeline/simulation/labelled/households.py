"""Synthetic returnees by household: brothers on one flight, polygamous families, twins, namesakes."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from .given import TWIN_NAMES, draw_given, draw_religion, draw_word
from .places import Commune, Country, Village

TWIN_BIRTHS = 0.015
NAMED_AFTER_FATHER = 0.04
NAMED_AFTER_THE_BEST_KNOWN = 0.05
ON_ANOTHER_FLIGHT = 0.12
NUMBER_OF_THE_HOUSEHOLD, NUMBER_OF_A_LEADER = 0.55, 0.015
HEAPED = 0.4
"""How many of those who know at most their year of birth state one that ends in 0 or 5."""
MOBILE = ("01", "02", "05", "06", "07", "54", "55", "56", "57", "60", "64", "66", "70", "71", "74", "75", "76", "78")


class Person(NamedTuple):
    """One synthetic person as their own papers have it.

    Attributes:
        knows: what they know of their birth, between 0 and 1: compared with the rates of missing and year only.
        reachable: between 0 and 1; the lowest have no phone, as many as the noise level says.
        phone: a number they can be reached at, their own or another's.
        flight: number of the flight; flights are numbered in their order.
    """

    number: int
    surname: str
    given: str
    sex: str
    year: int
    month: int
    day: int
    knows: float
    reachable: float
    phone: str
    commune: Commune
    village: str
    father: str
    mother: str
    flight: int


class Relative(NamedTuple):
    """A member of a household before papers, phone and flight are known."""

    surname: str
    given: str
    sex: str
    year: int
    month: int
    day: int
    father: str
    mother: str


class Home(NamedTuple):
    """What all of a household have in common."""

    commune: Commune
    village: Village
    group: str
    surname: str
    religion: str


def draw_people(people: int, country: Country, chance: random.Random) -> Iterator[Person]:
    """So many people, household by household in the order of their flights, 100 to 230 on each."""
    number = flight = 0
    seats, leader = 0, ""
    while number < people:
        if seats <= 0:
            flight, seats, leader = flight + 1, chance.randint(100, 230), draw_phone(chance)
        home = _home(chance, country)
        relatives = _draw_household(chance, country, home)[: people - number]
        shared = draw_phone(chance)
        for relative in relatives:
            number += 1
            yield _person(chance, number, relative, home, _phone(chance, shared, leader), _flight(chance, flight))
        seats -= len(relatives)


def draw_phone(chance: random.Random) -> str:
    """A mobile number of 8 digits; some begin with a zero."""
    return MOBILE[int(chance.random() * len(MOBILE))] + f"{int(chance.random() * 1_000_000):06}"


def _home(chance: random.Random, country: Country) -> Home:
    commune = country.draw_commune(chance)
    village = country.draw_village(chance, commune)
    group, surname = country.draw_surname(chance, commune, village)
    return Home(commune, village, group, surname, draw_religion(chance, group))


def _person(chance: random.Random, number: int, who: Relative, home: Home, phone: str, flight: int) -> Person:
    knows, year = chance.random(), who.year
    if knows < 0.5 and chance.random() < HEAPED:
        year = 5 * round(year / 5)
    return Person(
        number, who.surname, who.given, who.sex, year, who.month, who.day, knows, chance.random(), phone,
        home.commune, home.village.name, who.father, who.mother, flight,
    )  # fmt: skip


def _phone(chance: random.Random, shared: str, leader: str) -> str:
    drawn = chance.random()
    if drawn < NUMBER_OF_A_LEADER:
        return leader
    return shared if drawn < NUMBER_OF_A_LEADER + NUMBER_OF_THE_HOUSEHOLD else draw_phone(chance)


def _flight(chance: random.Random, flight: int) -> int:
    return flight if chance.random() >= ON_ANOTHER_FLIGHT else max(1, flight + chance.randint(-15, 15))


def _draw_household(chance: random.Random, country: Country, home: Home) -> list[Relative]:
    drawn = chance.random()
    if drawn < 0.62:
        return [_alone(chance, home)]
    if drawn < 0.84:
        return _siblings(chance, home, _adult_year(chance), chance.choice((2, 2, 2, 3, 3, 4)), 0.12)
    if drawn < 0.95:
        return _family(chance, country, home)
    return _father_and_sons(chance, home)


def _alone(chance: random.Random, home: Home) -> Relative:
    sex = "female" if chance.random() < 0.2 else "male"
    father, mother = draw_word(chance, home.religion, "male"), draw_word(chance, home.religion, "female")
    return _born(chance, home, sex, _adult_year(chance), father, mother)


def _siblings(
    chance: random.Random, home: Home, youngest: int, count: int, women: float, father: str = "", mother: str = ""
) -> list[Relative]:
    """Children of one mother, the youngest first, twins now and then."""
    father = father or draw_word(chance, home.religion, "male")
    mother = mother or draw_word(chance, home.religion, "female")
    born: list[Relative] = []
    year = youngest
    while len(born) < count:
        sex = "female" if chance.random() < women else "male"
        child = _born(chance, home, sex, year, father, mother)
        if any(other.given == child.given for other in born):
            continue
        if len(born) + 1 < count and chance.random() < TWIN_BIRTHS:
            born += _twins(chance, child, "female" if chance.random() < women else "male")
        else:
            born.append(child)
        year -= chance.choice((1, 2, 2, 3, 3, 4))
    return born


def _twins(chance: random.Random, first: Relative, sex: str) -> list[Relative]:
    """Two of one birth, mostly under the names that twins bear."""
    one, other = TWIN_NAMES[first.sex, sex]
    if chance.random() < 0.7:
        return [first._replace(given=one), first._replace(given=other, sex=sex)]
    return [first._replace(given=f"{first.given} {one}"), first._replace(given=f"{first.given} {other}", sex=sex)]


def _family(chance: random.Random, country: Country, home: Home) -> list[Relative]:
    """A man, his one to three wives under their own surnames, the children of each."""
    man = _born(chance, home, "male", chance.randint(1962, 1992), "", "")
    man = man._replace(
        father=draw_word(chance, home.religion, "male"), mother=draw_word(chance, home.religion, "female")
    )
    members = [man]
    for _ in range(chance.choices((1, 2, 3), (70, 24, 6))[0]):
        surname = country.draw_surname(chance, home.commune, home.village)[1]
        wife = _born(
            chance, home._replace(surname=surname), "female", min(2000, man.year + chance.randint(1, 14)), "", ""
        )
        father, mother = draw_word(chance, home.religion, "male"), draw_word(chance, home.religion, "female")
        members.append(wife._replace(father=father, mother=mother))
        count, youngest = chance.choice((0, 0, 1, 1, 2, 3)), chance.randint(2008, 2018)
        children = _siblings(chance, home, youngest, count, 0.5, man.given, wife.given)
        members += [child for child in children if child.year >= wife.year + 15]
    return members


def _father_and_sons(chance: random.Random, home: Home) -> list[Relative]:
    father = _alone(chance, home)._replace(sex="male", year=chance.randint(1950, 1968))
    father = father._replace(given=draw_given(chance, home.religion, "male"))
    return [father, *_siblings(chance, home, chance.randint(1988, 2001), chance.choice((1, 1, 2)), 0.0, father.given)]


def _born(chance: random.Random, home: Home, sex: str, year: int, father: str, mother: str) -> Relative:
    given = draw_given(chance, home.religion, sex)
    drawn = chance.random()
    if drawn < NAMED_AFTER_THE_BEST_KNOWN:
        given = _best_known(home.surname, home.religion, sex)
    elif sex == "male" and father and drawn < NAMED_AFTER_THE_BEST_KNOWN + NAMED_AFTER_FATHER:
        given = father
    month, day = 1 + int(chance.random() * 12), 1 + int(chance.random() * 28)
    return Relative(home.surname, given, sex, year, month, day, father, mother)


def _best_known(surname: str, religion: str, sex: str) -> str:
    """The given name of the one everybody knows under this surname."""
    return draw_word(random.Random(f"{surname} {religion} {sex}"), religion, sex)


def _adult_year(chance: random.Random) -> int:
    return 2018 - int(chance.triangular(17, 58, 27))
