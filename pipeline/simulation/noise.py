"""How names get misspelt at a desk: sounds of Burkina Faso written in another way, an accent or a letter lost.

These tables belong to the simulation alone: whoever links records must not know them.
"""

import random
import unicodedata

SOUNDS = (
    ("Oué", "We"), ("Oue", "We"), ("dra", "dera"), ("Sawa", "Savada"), ("Kabo", "Cabo"), ("mp", "np"), ("Zou", "Zu"),
    ("ss", "s"), ("s", "ss"), ("Th", "T"), ("ou", "u"), ("i", "y"), ("y", "i"), ("k", "c"), ("d", "dd"), ("Z", "S"),
    ("go", "gho"), ("n", "nn"), ("m", "mm"), ("é", "er"), ("a", "ah"), ("B", "Bo"),
)  # fmt: skip


def misspell(chance: random.Random, name: str) -> str:
    """Another spelling of a name, never the same one."""
    ways = [way for way in (_other_sound, _without_accents, _letter_lost, _letters_swapped)]
    for way in chance.sample(ways, len(ways)):
        written = way(chance, name)
        if written != name and len(written) >= 2:
            return written
    return name + name[-1]


def _other_sound(chance: random.Random, name: str) -> str:
    heard = [pair for pair in SOUNDS if pair[0] in name]
    return name.replace(*chance.choice(heard), 1) if heard else name


def _without_accents(chance: random.Random, name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))


def _letter_lost(chance: random.Random, name: str) -> str:
    place = chance.randrange(1, len(name))
    return name[:place] + name[place + 1 :]


def _letters_swapped(chance: random.Random, name: str) -> str:
    place = chance.randrange(0, len(name) - 1)
    swapped = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return swapped.lower().capitalize()
