"""A second generator of labelled files, written by somebody who has seen neither the linker nor the first generator.

It keeps to the rates that issue and README call ``field``; names, households, telephones, villages and clerks'
errors are its own. ``python -m tests.bench.linkage.second_generator --records 10000 --seed 11 --out FILE``
"""

import argparse
import csv
import heapq
from collections.abc import Iterator
from pathlib import Path
from random import Random

from .second_clerks import Clerk, another_form, by_ear, typo, variant
from .second_names import COMMUNES
from .second_people import Person, people, phone, village

COLUMNS = [
    "record_id",
    "surname",
    "given_names",
    "sex",
    "birth_date",
    "birth_precision",
    "phone",
    "commune",
    "village",
    "father_given",
    "mother_given",
    "arrival_batch",
    "true_id",
]
REPEATED = 0.15
# So many more records pass, on average, before the same person is written down again.
DELAY = 4_000
CLERKS = 40


def records(count: int, seed: int) -> Iterator[list[str]]:
    """``count`` rows in the order of their arrival, values in the order of ``COLUMNS``.

    Of every hundred records fifteen are somebody's second or third; only those that still wait are kept in memory.
    """
    random = Random(f"second {seed}")
    clerks = [Clerk(random) for _ in range(CLERKS)]
    waiting: list[tuple[float, int, Person]] = []
    written = 0
    # A quarter of those who come back come back twice: 1.25 repeats for each of them.
    again = REPEATED / (1 - REPEATED) / 1.25
    for true_id, person in enumerate(people(count, random)):
        if random.random() < again:
            for _ in range(1 + (random.random() < 0.25)):
                delay = random.expovariate(1 / min(DELAY, count / 20))
                heapq.heappush(waiting, (written + delay, true_id, person))
        mentions = [(True, true_id, person)]
        while waiting and waiting[0][0] <= written:
            _, earlier, known = heapq.heappop(waiting)
            mentions.append((False, earlier, known))
        for is_first, who, known in mentions:
            yield [f"r{written}", *_mention(known, is_first, random.choice(clerks), random), f"p{who}"]
            written += 1
            if written == count:
                return


def write(path: Path, count: int, seed: int) -> None:
    """A UTF-8 CSV file with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(records(count, seed))


def _mention(person: Person, is_first: bool, clerk: Clerk, random: Random) -> list[str]:
    """One person as one clerk wrote him down, without the ids."""
    surname, given = person.surname, person.given
    sex, commune, home, batch = person.sex, person.commune, person.village, person.batch
    if not is_first:
        surname, given = _names_again(surname, given, random)
        sex = random.choices((sex, {"m": "f", "f": "m"}[sex], ""), (0.98, 0.01, 0.01))[0]
        if random.random() < 0.15:
            commune = random.choice([c for c in COMMUNES if c != commune])
            home = village(commune, random)
        batch = _batch_again(batch, random)
    if random.random() < 0.08:
        home = "" if home.startswith("Secteur") or random.random() < 0.4 else by_ear(home, random)
    sex = {"m": "male", "f": "female", "": ""}[sex]
    names = [clerk.surname(surname), clerk.given(given)]
    if not is_first and random.random() < 0.10:
        names.reverse()
    parents = _parents(person, is_first, clerk, random)
    return [
        *names,
        sex,
        *_birth(person, is_first, random),
        _phone(person, is_first, random),
        commune,
        home,
        *parents,
        batch,
    ]


def _names_again(surname: str, given: str, random: Random) -> tuple[str, str]:
    if random.random() < 0.60:
        surname, given = variant(surname, given, random)
    if random.random() < 0.20:
        if random.random() < 0.5:
            surname = typo(surname, random)
        else:
            given = typo(given, random)
    return surname, given


def _birth(person: Person, is_first: bool, random: Random) -> tuple[str, str]:
    """Missing 15 %, year only 35 % (as such, or as the first or last day of the year), a year or two off 10 %."""
    if random.random() < 0.15:
        return "", ""
    year, month, day = person.born
    if not is_first and random.random() < 0.10:
        year += random.choice((-2, -1, -1, 1, 1, 2))
    if person.knows_birthday and random.random() > 0.145:
        return f"{year}-{month:02}-{day:02}", "day"
    chance = random.random()
    if chance < 0.55:
        return f"{year}-01-01", "year"
    return (f"{year}-01-01", "day") if chance < 0.8 else (f"{year}-12-31", "day")


def _phone(person: Person, is_first: bool, random: Random) -> str:
    """Often none the first time; missing or another one half of the times after that."""
    chance = random.random()
    if is_first:
        return "" if chance < 0.2 else person.phone
    return "" if chance < 0.28 else phone(random) if chance < 0.5 else person.phone


def _parents(person: Person, is_first: bool, clerk: Clerk, random: Random) -> list[str]:
    told = random.random() > 0.35
    written = []
    for name in (person.father, person.mother):
        if not told or random.random() < 0.08:
            written.append("")
            continue
        if not is_first and random.random() < 0.35:
            name = another_form(name, random) if random.random() < 0.4 else by_ear(name, random)
        written.append(clerk.given(name))
    return written


def _batch_again(batch: str, random: Random) -> str:
    """Asked again, some do not remember their flight, some name a neighbouring one."""
    chance = random.random()
    if chance > 0.15:
        return batch
    if chance > 0.05:
        return ""
    start, _, number = batch.rpartition("-")
    return f"{start}-{max(1, int(number) + random.choice((-1, 1)))}"


def main() -> None:
    """Writes one file."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    write(chosen.out, chosen.records, chosen.seed)


if __name__ == "__main__":
    main()
