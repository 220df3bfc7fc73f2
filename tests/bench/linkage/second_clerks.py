"""How clerks of the second generator write a name down: by ear, by habit, in a hurry, on a small keyboard."""

import re
import unicodedata
from random import Random

from .second_names import FORMS, words

_FORMS = {name: [other for other in row if other != name] for row in reversed(FORMS) for name in row}

# What the ear does not tell apart, in both directions where both are seen; each (pattern, spellings, weight).
_BY_EAR: list[tuple[re.Pattern[str], list[str], int]] = [
    (re.compile(pattern), spellings.split("|"), weight)
    for pattern, spellings, weight in (
        (r"oué|wé", "we|oue|oé|ué", 3), (r"oua|wa", "wa|oua|oi", 3), (r"oui|wi", "wi|oui|ui", 2), (r"ou", "u|o|oo", 3),
        (r"u(?=[^aeiouéèï])", "ou", 1), (r"é|è|ê", "e|er|ai|ey", 3), (r"ï", "i|y|yi", 3), (r"k", "c|q", 2),
        (r"c(?=[aou])", "k", 3), (r"qu", "k", 3), (r"ss", "s|c", 3), (r"(?<=[aeiou])s(?=[aeiou])", "ss|z", 1), (r"gui|gué", "gi|ge|gué", 2),
        (r"di(?=[aé])|dj", "dj|j|di|dy", 3), (r"gn|ny", "ny|ni|gn", 2), (r"i(?=[aeouéè])", "y|iy|", 2), (r"y", "i|ï|j", 2),
        (r"^h|(?<=[a-z])h", "", 3), (r"^(?=[aio])", "h", 1), (r"nn|mm|ll|tt|bb", "n|m|l|t|b", 1), (r"(?<=[aoi])n(?=[^aeiouéè])", "m|nn", 1),
        (r"ao", "aô|o|awo|aho", 2), (r"e$|é$", "é|e|et|ai", 1), (r"v", "w|v", 2), (r"r(?=[aeio])", "rr|l", 1), (r"ph|f", "f|ph", 1),
        (r"(?<=[aeiou])b(?=[aeou])", "p|mb", 1), (r"ata$", "atou|eta|ta", 2), (r"atou$", "ata|ato", 2), (r"th", "t", 3), (r"z", "s|j", 1), (r"a$", "ah|an", 1),
    )
]  # fmt: skip
_NEIGHBOURS = dict(
    zip(
        "azertyuiopqsdfghjklmwxcvbn",
        words("zq ae zr et ry tu yi uo ip om as qd sf dg fh gj hk jl km lp xs cw vx cb vn bh"),
        strict=True,
    )
)


def another_form(name: str, random: Random) -> str:
    """The name as other people know the person; a part of a double name; unchanged where nothing else is usual."""
    if others := _FORMS.get(name):
        return random.choice(others)
    parts = re.split("[- ]", name)
    if len(parts) == 1:
        return name
    return random.choice(
        [parts[0], parts[-1], " ".join(parts), "".join(parts).capitalize(), f"{parts[0][0]}. {parts[-1]}"]
    )


def by_ear(name: str, random: Random) -> str:
    """The name with one or two of its sounds spelled otherwise; unchanged only where no sound allows it."""
    word = name.lower()
    for _ in range(random.choice((1, 1, 1, 2, 2))):
        usable = [(p, s, w) for p, s, w in _BY_EAR if p.search(word)]
        if not usable:
            break
        pattern, spellings, _ = random.choices(usable, [w for *_, w in usable])[0]
        places = list(pattern.finditer(word))
        place = random.choice(places)
        spelling = random.choice([s for s in spellings if s != place.group()] or [""])
        word = word[: place.start()] + spelling + word[place.end() :] or word
    return _titled(word)


def typo(name: str, random: Random) -> str:
    """One slip of the thumb: a letter left out, doubled, exchanged with the next, or the neighbour on the keyboard."""
    if len(name) < 3:
        return name
    at = random.randrange(1, len(name) - 1)
    letter = name[at]
    neighbour = random.choice(_NEIGHBOURS.get(letter.lower(), "e"))
    middle = random.choice(("", letter * 2, name[at + 1] + letter, neighbour, neighbour + letter))
    rest = at + 2 if middle == name[at + 1] + letter else at + 1
    return name[:at] + middle + name[rest:]


def variant(surname: str, given: str, random: Random) -> tuple[str, str]:
    """The same person's names as somebody else gives or spells them; at least one of the two differs."""
    for _ in range(5):
        new_surname = by_ear(surname, random) if random.random() < 0.55 else surname
        chance = random.random()
        new_given = another_form(given, random) if chance < 0.45 else by_ear(given, random) if chance < 0.8 else given
        if (new_surname, new_given) != (surname, given):
            return new_surname, new_given
    return by_ear(surname, random), given


class Clerk:
    """One clerk's habits: capitals, accents, hyphens; they hold for everything he writes."""

    def __init__(self, random: Random) -> None:
        self._capitals = random.random() < 0.5
        self._all_capitals = self._capitals and random.random() < 0.25
        self._accents = random.random() < 0.35
        self._hyphens = random.random() < 0.4

    def surname(self, text: str) -> str:
        """As he writes a surname."""
        return self._plain(text).upper() if self._capitals else self._plain(text)

    def given(self, text: str) -> str:
        """As he writes given names."""
        return self._plain(text).upper() if self._all_capitals else self._plain(text)

    def _plain(self, text: str) -> str:
        if not self._hyphens:
            text = text.replace("-", " ")
        if self._accents:
            return text
        return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _titled(word: str) -> str:
    return "-".join(" ".join(p.capitalize() for p in part.split(" ")) for part in word.split("-"))
