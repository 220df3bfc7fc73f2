"""The people of the second generator: households that return together, with their twins, namesakes and one telephone."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from .second_names import COMMUNES, COMMUNITIES, COUNTRIES, MEN, TAIL, VILLAGES, WOMEN

FIRST_YEAR = 2024
BATCH_SIZE = 110
_TAIL_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Person:
    """What is true of one person.

    Attributes:
        born: year, month, day.
        knows_birthday: False where only a rounded year was ever told.
        phone: eight digits; empty where there is none.
        batch: the return, as ``year-month-country-number``.
    """

    surname: str
    given: str
    sex: str
    born: tuple[int, int, int]
    knows_birthday: bool
    phone: str
    commune: str
    village: str
    father: str
    mother: str
    batch: str


class _Pool:
    """Draws from words whose weights fall as 1 / rank ** steepness."""

    def __init__(self, words: list[str], steepness: float) -> None:
        self._words = words
        self._weights = list(accumulate(1 / (rank + 1.2) ** steepness for rank in range(len(words))))

    def draw(self, random: Random) -> str:
        return random.choices(self._words, cum_weights=self._weights)[0]


_SURNAMES = [_Pool(names.split(), 1.05) for _, names in COMMUNITIES.values()]
_SHARES = [share for share, _ in COMMUNITIES.values()]
_GIVEN = {"m": _Pool(list(MEN), 0.75), "f": _Pool(list(WOMEN), 0.75)}
_COMMUNES = _Pool(list(COMMUNES), 0.7)


def people(count: int, random: Random) -> Iterator[Person]:
    """``count`` people in the order of their return, household after household."""
    made, batch, in_batch, number = 0, "", BATCH_SIZE, 0
    while made < count:
        if in_batch >= BATCH_SIZE * random.uniform(0.5, 1.5):
            number, in_batch = number + 1, 0
            month = number * 18 * BATCH_SIZE // max(count, 18 * BATCH_SIZE) % 18
            batch = f"{FIRST_YEAR + month // 12}-{month % 12 + 1:02}-{random.choice(COUNTRIES)}-{number}"
        household = _household(batch, random)[: count - made]
        made, in_batch = made + len(household), in_batch + len(household)
        yield from household


def village(commune: str, random: Random) -> str:
    """One of about forty villages of a commune, or a sector of its town; the same names come back elsewhere."""
    if random.random() < 0.3:
        return f"Secteur {random.randint(1, 12)}"
    # A commune's own few dozen of the several hundred names: drawn from a source that only the commune decides.
    own = Random(f"{commune} {int(40 * random.random() ** 1.5)}")
    return own.choice(VILLAGES[0]) + own.choice(VILLAGES[1])


def phone(random: Random) -> str:
    """Eight digits of a mobile number."""
    return f"{random.choice(('01', '02', '05', '06', '07', *'5567'))}{random.randrange(10**7):07}"[:8]


def _given(sex: str, random: Random) -> str:
    first = _GIVEN[sex].draw(random)
    # Two given names are common where one of them is a saint's or came with school.
    return f"{first} {_GIVEN[sex].draw(random)}" if "-" not in first and random.random() < 0.16 else first


def _surname(community: int, random: Random) -> str:
    if random.random() < _TAIL_SHARE:
        return "".join(random.choice(part) for part in TAIL)
    return _SURNAMES[community].draw(random)


def _household(batch: str, random: Random) -> list[Person]:
    """Mostly one young man; otherwise a couple or a widow with children, brothers, or two wives of one man."""
    community = random.choices(range(len(_SHARES)), _SHARES)[0]
    commune = _COMMUNES.draw(random)
    home = (commune, village(commune, random))
    shared = phone(random)
    year = FIRST_YEAR - random.randint(20, 48)
    surname, father = _surname(community, random), _GIVEN["m"].draw(random)
    mother = _GIVEN["f"].draw(random)

    def member(
        sex: str, name: str, born: int, parents: tuple[str, str], day: tuple[int, int] | None = None, **given: str
    ):
        own = shared if random.random() < 0.6 else phone(random)
        knows = random.random() > 0.24
        # Those who tell an age tell a round one.
        born = born if knows or random.random() < 0.5 else FIRST_YEAR - 5 * round((FIRST_YEAR - born) / 5)
        month, date = day or (random.randint(1, 12), random.randint(1, 28))
        names = given.get("given") or _given(sex, random)
        return Person(
            name, names, sex, (born, month, date), knows, own if born < 2010 else shared, *home, *parents, batch
        )

    head_sex = "m" if random.random() < 0.78 else "f"
    head = member(head_sex, surname, year, (father, mother))
    kind = random.random()
    if kind < 0.58:
        return [head]
    if kind < 0.70:
        brothers = [
            member("m" if random.random() < 0.75 else "f", surname, year + random.randint(-8, 8), (father, mother))
            for _ in range(random.randint(1, 2))
        ]
        return [head, *brothers]
    wives = [
        member(
            "f",
            _surname(community, random),
            year + random.randint(0, 9),
            (_GIVEN["m"].draw(random), _GIVEN["f"].draw(random)),
        )
        for _ in range((2 if random.random() < 0.12 else 1) if head_sex == "m" else 0)
    ]
    return [head, *wives, *_children(head, wives, member, random)]


def _children(head: Person, wives: list[Person], member, random: Random) -> list[Person]:
    """None to six, now and then twins; some carry a grandparent's given names, or the father's own."""
    children: list[Person] = []
    father = head.given.split()[0] if head.sex == "m" else _GIVEN["m"].draw(random)
    surname = head.surname if head.sex == "m" else _SURNAMES[0].draw(random)
    born = head.born[0] + random.randint(18, 24)
    for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4, 5, 6))):
        born += random.randint(2, 4)
        if born >= FIRST_YEAR:
            break
        mother = random.choice(wives).given.split()[0] if wives else head.given.split()[0]
        sex = random.choice("mf")
        named = (
            {"given": head.father if random.random() < 0.5 else head.given}
            if sex == "m" and random.random() < 0.05
            else {}
        )
        child = member(sex, surname, born, (father, mother), **named)
        children.append(child)
        if random.random() < 0.018:
            other = random.choice(("same", "mf"))
            children.append(_twin(child, sex if other == "same" else random.choice("mf"), member, random))
    return children


def _twin(child: Person, sex: str, member, random: Random) -> Person:
    pairs = {"m": ("Ousséni", "Raogo", "Moussa"), "f": ("Awa", "Poko", "Hassanatou")}
    named = {"given": random.choice(pairs[sex])} if random.random() < 0.5 else {}
    return member(sex, child.surname, child.born[0], (child.father, child.mother), child.born[1:], **named)
