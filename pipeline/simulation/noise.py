"""How names get misspelt at a desk: sounds of Burkina Faso written in another way, and slips of the finger.

These tables belong to the simulation alone: whoever links records must not know them.
"""

import random
import re
import unicodedata
from functools import cache

# What is heard once and written in several ways; each line may turn any of its spellings into any other.
SAME_SOUND = (
    ("oue", "we", "uwe"), ("oui", "wi"), ("ou", "u"), ("ou", "oo"), ("gui", "gi"), ("gue", "ge", "gui"), ("k", "c"),
    ("qu", "k"), ("i", "y"), ("ss", "s"), ("w", "v"), ("dj", "j", "di"), ("ai", "ay", "e"), ("o", "au"), ("mp", "np"),
    ("mb", "nb"), ("ll", "l"), ("nn", "n"), ("mm", "m"), ("tt", "t"), ("rr", "r"), ("bb", "b"), ("ph", "f"),
    ("th", "t"), ("gn", "ny", "ni"), ("ie", "e", "ye"), ("ia", "ya"), ("dr", "der"), ("tr", "tar"), ("br", "ber"),
    ("aore", "awore"), ("aogo", "ago", "awogo"), ("aou", "aw"), ("go", "gho"), ("re", "ret"), ("me", "mi"),
    ("ata", "atou"), ("an", "en"), ("on", "om"), ("in", "ain"), ("ch", "sh", "ti"), ("lo", "low"), ("aa", "a"),
)  # fmt: skip
# Ends and beginnings where a letter is heard by one clerk and not by the next.
COMES_AND_GOES = ((r"^ha", "a"), (r"^a", "ha"), (r"^ou(?=[aei])", "w"), (r"a$", "ah"), (r"h$", ""), (r"e$", "er"),
                  (r"o$", "oh"), (r"^y(?=[aeou])", "i"), (r"^i(?=[aou])", "y"), (r"i$", "ie"))  # fmt: skip
NEIGHBOUR_KEYS = {
    "a": "zq", "b": "vn", "c": "xv", "d": "sf", "e": "zr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "km", "m": "l", "n": "b", "o": "ip", "p": "o", "q": "sa", "r": "et", "s": "qd", "t": "ry",
    "u": "yi", "v": "cb", "w": "xq", "x": "wc", "y": "tu", "z": "ae",
}  # fmt: skip


def misspell(chance: random.Random, name: str) -> str:
    """Another spelling of a name, never the same one: heard otherwise, without its accents, or mistyped."""
    way = chance.random()
    if way < 0.25 and (plain := without_accents(name)) != name:
        return plain
    return respell(chance, name) if way < 0.7 else mistype(chance, name)


def respell(chance: random.Random, name: str) -> str:
    """As another clerk writes what he hears; it differs by more than accents or capitals."""
    heard = respellings(name)
    written = heard[int(chance.random() * len(heard))]
    if len(name) > 6 and chance.random() < 0.15:
        twice = chance.choice(respellings(written))
        return twice if twice.lower() != without_accents(name).lower() else written
    return written


def mistype(chance: random.Random, name: str) -> str:
    """One slip of the finger: a letter lost, doubled, swapped with the next, or its neighbour on a French keyboard."""
    for _ in range(8):
        place = chance.randrange(len(name))
        written = _slip(chance.randrange(4), name, place, chance)
        if len(written) >= 2 and written.lower() != name.lower():
            return written
    return name + name[-1].lower()


@cache
def respellings(name: str) -> tuple[str, ...]:
    """Every spelling one sound away from a name, sorted; never empty, never the name itself without its accents."""
    plain = without_accents(name).lower()
    found = set()
    for sounds in SAME_SOUND:
        for heard in sounds:
            for place in re.finditer(heard, plain):
                found |= {plain[: place.start()] + other + plain[place.end() :] for other in sounds}
    found |= {re.sub(pattern, written, plain) for pattern, written in COMES_AND_GOES}
    different = {other for other in found if other != plain and len(other) >= 2 and not re.search(r"(.)\1\1", other)}
    return tuple(sorted(other.title() for other in different)) or ((plain + plain[-1]).title(),)


@cache
def without_accents(name: str) -> str:
    """The bare letters, as on a machine without French keys."""
    return "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))


def _slip(kind: int, name: str, place: int, chance: random.Random) -> str:
    letter = name[place]
    if kind == 0:
        return (
            (name[:place] + name[place + 1 :]).strip().capitalize() if place == 0 else name[:place] + name[place + 1 :]
        )
    if kind == 1:
        return name[: place + 1] + letter.lower() + name[place + 1 :]
    if kind == 2 and place + 1 < len(name):
        return (name[:place] + name[place + 1] + letter + name[place + 2 :]).title()
    near = NEIGHBOUR_KEYS.get(letter.lower())
    return name if near is None else (name[:place] + chance.choice(near) + name[place + 1 :]).title()
