"""A name's local key: spellings of one name that the field mixes up are written alike; other names stay apart."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ɛ": "e", "ɔ": "o", "ŋ": "n", "ɩ": "i", "ʋ": "u"})
_APART = re.compile(r"[^a-z0-9']+")
_APOSTROPHES = re.compile("['’ʼ`´‘]")

# fmt: off
_TITLES = frozenset({
    "m", "mr", "mme", "mlle", "monsieur", "madame", "feu", "el", "hadj", "elhadj", "hadji", "elhadji", "hadja",
    "epse", "epouse", "ep", "nee", "ne", "dit", "dite", "alias", "vve",
})
_UNKNOWN = frozenset({
    "inconnu", "inconnue", "unknown", "neant", "nul", "null", "none", "nan", "na", "nsp", "ras",
    "x", "xx", "xxx", "xxxx", "test", "anonyme",
})
# fmt: on
"""``_TITLES`` come and go from form to form; ``_UNKNOWN`` is typed where no name is known, and two people whose name
is not known are not the same person."""

# In this order: each rule reads what the one before wrote. z and s stay apart, or Zongo and Songo were one name.
_SPELLINGS = (
    (re.compile("ph"), "f"),
    (re.compile("[cs]h"), "5"),  # 'ch' and 'sh' are one sound, and neither is k, s nor a silent h
    (re.compile("h"), ""),
    (re.compile("y"), "i"),
    (re.compile("qu|q"), "k"),
    (re.compile("c(?=[ei])"), "s"),
    (re.compile("c"), "k"),
    (re.compile("gu(?=[ei])"), "g"),
    (re.compile("dj|di(?=[aeou])"), "j"),
    (re.compile("v"), "w"),
    (re.compile("ou(?=[aeio])|u(?=[aei])"), "w"),
    (re.compile("oo|ou"), "u"),
    (re.compile("e?a[uw](?![aeiou])"), "o"),
    (re.compile("aie|[ae]i(?![aeou])"), "e"),
    (re.compile("n(?=[pb])"), "m"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def split_name(written: str) -> list[str]:
    """The words of a name, small, without accents and titles; ``[]`` where nothing is said (``-``, ``n/a``).

    An apostrophe holds its word together: ``N'Gourma`` is one word, as ``Ngourma`` is.
    """
    plain = written.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [word for word in _APART.split(_APOSTROPHES.sub("", plain)) if word]
    if "".join(words) in _UNKNOWN or all(word in _UNKNOWN or word.isdigit() for word in words):
        return []
    return [word for word in words if word not in _TITLES] or words


@lru_cache(maxsize=1 << 16)
def key_of(word: str) -> str:
    """The local key of one word from ``split_name``: ``ouedraogo`` and ``wedraogo`` give the same."""
    key = word
    for pattern, spelling in _SPELLINGS:
        key = pattern.sub(spelling, key)
    return key or word


def key_words(written: str) -> list[str]:
    """The keys of a name's words, in the order written."""
    return [key_of(word) for word in split_name(written)]


def name_key(written: str) -> str:
    """One key for a whole name, whatever the order of its words: ``Abdoul Aziz SAWADOGO``, ``Savadogo Abdoul-Aziz``."""
    return " ".join(sorted(key_words(written)))


def joined_key(written: str) -> str:
    """The key with no gap between the words: ``Abdoul Aziz`` and ``Abdoulaziz`` are the same."""
    return key_of("".join(split_name(written)))


def bones_of(key: str) -> str | None:
    """The key's consonants, where there are two or more: ``zozef`` and ``zozaif`` have the same."""
    bones = "".join(letter for letter in key if letter not in "aeiouw")
    return bones if len(bones) > 1 else None
