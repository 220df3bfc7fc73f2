"""One mention of a person as one clerk writes it down, with what became different since the first."""

import random
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from ..noise import mistype, respell, without_accents
from . import given, surnames
from .births import write_birth
from .households import Person, draw_phone
from .levels import Noise
from .places import Country

COLUMNS = (
    "record_id", "surname", "given_names", "sex", "birth_date", "birth_precision", "phone", "commune", "village",
    "father_given", "mother_given", "arrival_batch", "true_id",
)  # fmt: skip
NEVER_HAD_A_PHONE = 0.3
"""Of those whose phone is lost: how many had none the first time either."""


class Mention(NamedTuple):
    """A record with the truth about it.

    Attributes:
        number: 1 for the first time somebody is written down, then 2 and 3.
        changes: names of the rates of ``Noise`` that struck a second or third mention.
        cells: as ``COLUMNS`` between the record's id and the true one.
    """

    true_id: str
    number: int
    changes: frozenset[str]
    cells: tuple[str, ...]


class Clerk:
    """Writes people down, with the faults of a noise level."""

    def __init__(self, chance: random.Random, noise: Noise, country: Country) -> None:
        """``chance`` is the clerk's own, so that one seed gives the same people at every level."""
        self.chance, self.noise, self.country = chance, noise, country

    def write(self, person: Person, number: int) -> Mention:
        """One mention; numbers above 1 suffer what repeats suffer."""
        changes: set[str] = set()
        is_repeat = number > 1
        surname, given_names = self._names(person, changes, is_repeat)
        birth, precision, is_off = write_birth(self.chance, person, self.noise, is_repeat)
        if is_off:
            changes.add("birth_off")
        commune, village = self._place(person, changes, is_repeat)
        father, mother = self._parents(person, is_repeat)
        cells = (
            surname,
            given_names,
            self._sex(person, is_repeat),
            birth,
            precision,
            self._phone(person, changes, is_repeat),
            commune,
            village,
            father,
            mother,
            self._flight(person, changes, is_repeat),
        )
        return Mention(f"P{person.number:07}", number, frozenset(changes), cells)

    def _strikes(self, rate: float) -> bool:
        return self.chance.random() < rate

    def _names(self, person: Person, changes: set[str], is_repeat: bool) -> tuple[str, str]:
        surname, names, chance = person.surname, person.given, self.chance
        if is_repeat and self._strikes(self.noise.variant):
            changes.add("variant")
            which = chance.random()
            surname = surname if which < 0.45 else vary(chance, surname)
            names = names if 0.45 <= which < 0.9 else vary_given(chance, names)
        if is_repeat and self._strikes(self.noise.mistyped):
            changes.add("mistyped")
            if chance.random() < 0.5:
                surname = mistype(chance, surname)
            else:
                names = mistype(chance, names)
        if self._strikes(self.noise.plain_letters):
            surname, names = without_accents(surname), without_accents(names)
        if self._strikes(self.noise.capitals):
            surname = surname.upper()
        if is_repeat and self._strikes(self.noise.swapped):
            changes.add("swapped")
            return names, surname
        return surname, names

    def _sex(self, person: Person, is_repeat: bool) -> str:
        if is_repeat and self._strikes(self.noise.sex_wrong):
            return "male" if person.sex == "female" else "female"
        return person.sex

    def _phone(self, person: Person, changes: set[str], is_repeat: bool) -> str:
        """Who has none the first time may have a number later, which counts as lost too: it is no evidence."""
        never = NEVER_HAD_A_PHONE * self.noise.phone_lost
        has_none = person.reachable < never
        if not is_repeat:
            return "" if has_none else person.phone
        if not has_none and not self._strikes((self.noise.phone_lost - never) / (1 - never)):
            return person.phone
        changes.add("phone_lost")
        drawn = self.chance.random()
        if drawn < 0.4:
            return ""
        return _digit_wrong(self.chance, person.phone) if drawn < 0.5 else draw_phone(self.chance)

    def _place(self, person: Person, changes: set[str], is_repeat: bool) -> tuple[str, str]:
        commune, village = person.commune, person.village
        if is_repeat and self._strikes(self.noise.moved):
            changes.add("moved")
            while commune is person.commune:
                commune = self.country.draw_commune(self.chance)
            village = self.country.draw_village(self.chance, commune).name
        elif is_repeat and self._strikes(self.noise.village_variant) and not village.startswith("Secteur"):
            village = respell(self.chance, village)
        return commune.name, "" if self._strikes(self.noise.village_missing) else village

    def _parents(self, person: Person, is_repeat: bool) -> tuple[str, str]:
        """Mostly both are asked for, or neither."""
        alone = 0.15 * self.noise.parents_missing
        if self._strikes((self.noise.parents_missing - alone) / (1 - alone)):
            return "", ""
        rate = self.noise.parent_variant if is_repeat else 0.0
        names = ("" if self._strikes(alone) else name for name in (person.father, person.mother))
        father, mother = (vary_given(self.chance, name) if name and self._strikes(rate) else name for name in names)
        return father, mother

    def _flight(self, person: Person, changes: set[str], is_repeat: bool) -> str:
        flight = person.flight
        drawn = self.chance.random()
        if is_repeat and drawn < self.noise.flight_missing:
            changes.add("flight_missing")
            return ""
        if is_repeat and drawn < self.noise.flight_missing + self.noise.flight_other:
            changes.add("flight_other")
            flight += self.chance.choice((-3, -2, -1, 1, 2, 3))
        year, number = divmod(max(0, flight), self.country.flights_per_year)
        return f"V{2017 + year}-{number + 1:03}"


@cache
def other_spellings(name: str) -> tuple[str, ...]:
    """How else the tables write a name, accents and capitals aside; empty where they know it in one way only."""
    plain = without_accents(name).lower()
    return tuple(sorted(each for each in _spellings_of()[plain] if without_accents(each).lower() != plain))


@cache
def _spellings_of() -> dict[str, set[str]]:
    """All spellings of the families a name stands in, by its bare letters."""
    found: dict[str, set[str]] = defaultdict(set)
    for family in (*surnames.families(), *given.families()):
        for spelling in family:
            found[without_accents(spelling).lower()].update(family)
    return found


def vary(chance: random.Random, name: str) -> str:
    """Another spelling of one name: one that is known for it, or one that is heard."""
    known = other_spellings(name)
    if known and chance.random() < 0.65:
        return known[int(chance.random() * len(known))]
    return respell(chance, name)


def vary_given(chance: random.Random, names: str) -> str:
    """Another way to write given names: of two, one is dropped, cut to a letter, joined or varied."""
    first, _, second = names.partition(" ")
    if not second:
        return vary(chance, names)
    way = chance.random()
    if way < 0.25:
        return second if first == "Abdoul" or chance.random() < 0.5 else first
    if way < 0.35:
        return f"{first[0]}. {second}"
    if way < 0.5:
        return first + (second.lower() if chance.random() < 0.6 else f"-{second}")
    if way < 0.6:
        return f"{second} {first}"
    return f"{first} {vary(chance, second)}" if chance.random() < 0.7 else f"{vary(chance, first)} {second}"


def _digit_wrong(chance: random.Random, phone: str) -> str:
    place = chance.randrange(2, 8)
    return phone[:place] + str((int(phone[place]) + chance.randint(1, 9)) % 10) + phone[place + 1 :]
