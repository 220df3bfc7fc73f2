"""Labelled rows from a seed: so many people, 15 % of the records second or third mentions, in shuffled order."""

import random
from collections.abc import Iterator

from .households import draw_people
from .levels import LEVELS, THREE_MENTIONS, TWO_MENTIONS
from .mentions import COLUMNS, Clerk, Mention
from .places import Country

APART = "\t"


def labelled_mentions(people: int, noise: str, seed: int) -> Iterator[Mention]:
    """Every mention with what was done to it, person by person: the truth behind ``labelled_rows``.

    The same seed gives the same people at every noise level.

    Args:
        people: how many; about 1.18 records come of each.
        noise: a name of ``LEVELS``; KeyError for another.
    """
    level, country = LEVELS[noise], Country(people)
    chance = random.Random(f"{seed} mentions")
    clerk = Clerk(random.Random(f"{seed} {noise}"), level, country)
    for person in draw_people(people, country, random.Random(f"{seed} people")):
        drawn = chance.random()
        count = 3 if drawn < THREE_MENTIONS else 2 if drawn < THREE_MENTIONS + TWO_MENTIONS else 1
        for number in range(1, count + 1):
            yield clerk.write(person, number)


def labelled_rows(people: int, noise: str, seed: int) -> Iterator[dict[str, str]]:
    """One row per record under the names of ``COLUMNS``; neither order nor record ids say who is who.

    The shuffle is over the whole file, so every record is held once, as one string: about 190 bytes each.
    """
    held = [APART.join((*mention.cells, mention.true_id)) for mention in labelled_mentions(people, noise, seed)]
    random.Random(f"{seed} order").shuffle(held)
    records = len(held)
    width = len(str(records))
    for number in range(1, records + 1):
        # Taken out, so that memory falls while the caller's own grows.
        cells = held.pop().split(APART)
        yield dict(zip(COLUMNS, (f"R{number:0{width}}", *cells), strict=True))
