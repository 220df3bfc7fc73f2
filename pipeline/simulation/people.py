"""Synthetic returnees, drawn from a seed: flights, names, births, communes, phones, cards."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from ..model.code import PERSON, make_code
from .rates import NO_CARD, VULNERABLE

SURNAMES = (
    *("Ouédraogo",) * 6, *("Sawadogo",) * 2, "Bancé", "Bandé", "Bara", "Compaoré", "Dabré", "Gouem", "Guiré", "Kaboré",
    "Kéré", "Kouanda", "Lenglengue", "Nikiéma", "Nombré", "Sana", "Sandwidi", "Sorgho", "Tapsoba", "Yaogo", "Zabré",
    "Zampaligré", "Zongo", "Zoungrana",
)  # fmt: skip
WOMEN = (
    "Alimata",
    "Awa",
    "Fatimata",
    "Habibou",
    "Kadidia",
    "Mariam",
    "Minata",
    "Rasmata",
    "Salimata",
    "Téné",
    "Zénabo",
)
MEN = (
    "Abdoulaye", "Adama", "Boureima", "Hamidou", "Idrissa", "Issa", "Issouf", "Karim", "Lassané", "Mahamadi", "Moussa",
    "Ousmane", "Rasmané", "Salif", "Seydou", "Souleymane", "Yacouba",
)  # fmt: skip
COMMUNES = (
    *(("BF48", "BF-BLG", "BF-BLG-garango"),) * 3, *(("BF48", "BF-BLG", "BF-BLG-beguedo"),) * 3,
    *(("BF48", "BF-BLG", "BF-BLG-tenkodogo"),) * 2, ("BF48", "BF-BLG", "BF-BLG-niaogho"),
    ("BF48", "BF-BLG", "BF-BLG-bittou"), ("BF48", "BF-KOP", "BF-KOP-ouargaye"), ("BF48", "BF-KOT", "BF-KOT-koupela"),
    ("BF48", "BF-KOT", "BF-KOT-pouytenga"), ("BF51", "BF-ZOU", "BF-ZOU-manga"),
    ("BF51", "BF-ZOU", "BF-ZOU-gomboussougou"), ("BF51", "BF-BAZ", "BF-BAZ-kombissiri"),
    ("BF51", "BF-NAO", "BF-NAO-po"),
)  # fmt: skip
LANGUAGES = ("mos", "mos", "mos", "bib", "bib", "dyu", "fuh", "fra")
COUNTRIES = ("LBY",) * 7 + ("NER", "NER", "DZA")
VULNERABILITIES = ("medical", "distress", "elderly", "no_family", "single_parent")
FIRST_FLIGHT, LAST_FLIGHT = date(2017, 9, 13), date(2019, 3, 6)


@dataclass(frozen=True, slots=True)
class Person:
    """One synthetic returnee.

    Attributes:
        commune: (region, province, commune) as places.csv names them.
        vulnerability: as the registration names it; '' for none. It brings an immediate follow-up.
    """

    code: str
    has_card: bool
    surname: str
    given_names: str
    sex: str
    born_on: date
    birth_precision: str
    phone: str
    father: str
    mother: str
    flight: str
    returned_on: date
    in_commune_on: date
    commune: tuple[str, str, str]
    country: str
    language: str
    vulnerability: str

    @property
    def name(self) -> str:
        """As it is written on a list."""
        return f"{self.surname} {self.given_names}"


def draw_people(count: int, seed: int) -> list[Person]:
    """So many people in the order of their flights; the same seed draws the same people.

    Returns come in waves that thin out over the 18 months, as the practice sheet tells.
    """
    chance = random.Random(seed)
    flights = _flights(chance, count)
    return [_person(chance, number, day) for number, day in flights]


def _flights(chance: random.Random, count: int) -> list[tuple[str, date]]:
    """(flight, day) of each person, by day."""
    days = (LAST_FLIGHT - FIRST_FLIGHT).days
    landings = sorted(FIRST_FLIGHT + timedelta(int(days * (n + chance.random()) / 24)) for n in range(24))
    weights = [30 - n for n in range(24)]
    landed = sorted(chance.choices(range(24), weights, k=count))
    return [(f"V{landings[n].year}-{n + 1:02}", landings[n]) for n in landed]


def _person(chance: random.Random, flight: str, day: date) -> Person:
    sex = "female" if chance.random() < 0.22 else "male"
    precision = chance.choices(("day", "month", "year", "age", "unknown"), (40, 10, 35, 12, 3))[0]
    mobile = chance.choice(("07", "05", "54", "56", "60", "64", "70", "71", "74", "76", "78"))
    return Person(
        code=make_code(PERSON, chance.choice),
        has_card=chance.random() >= NO_CARD,
        surname=chance.choice(SURNAMES),
        given_names=chance.choice(WOMEN if sex == "female" else MEN),
        sex=sex,
        born_on=day - timedelta(days=int(365.25 * chance.triangular(17, 58, 27))),
        birth_precision=precision,
        phone=mobile + f"{chance.randrange(10**6):06}" if chance.random() < 0.8 else "",
        father=chance.choice(MEN) if chance.random() < 0.7 else "",
        mother=chance.choice(WOMEN) if chance.random() < 0.7 else "",
        flight=flight,
        returned_on=day,
        in_commune_on=day + timedelta(days=chance.choice((1, 1, 2, 2, 3, 4, 7, 12))),
        commune=chance.choice(COMMUNES),
        country=chance.choice(COUNTRIES),
        language=chance.choice(LANGUAGES),
        vulnerability=chance.choice(VULNERABILITIES) if chance.random() < VULNERABLE else "",
    )
