"""A name's local key: spellings of one name that the field mixes up are written alike; other names stay apart."""

import re
import unicodedata

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ɛ": "e", "ɔ": "o", "ŋ": "n", "ɩ": "i", "ʋ": "u", "ß": "ss"})
_APART = re.compile(r"[^a-z0-9']+")
_APOSTROPHES = re.compile("['’ʼ`´‘]")

_TITLES = frozenset(
    "m mr mme mlle monsieur madame feu el hadj elhadj hadji elhadji hadja epse epouse ep nee ne dit dite alias vve".split()
)
"""Words beside a name that come and go from form to form; they count only where nothing else is left."""

_EMPTY = frozenset(
    "inconnu inconnue unknown neant nul null none nan na nsp ras x xx xxx xxxx test anonyme sans".split()
)
"""What is typed where no name is known: two people whose name is not known are not the same person."""

# In this order: each rule reads what the one before wrote. z and s stay apart: that would make Zongo and Songo one name.
_SPELLINGS = (
    (re.compile("ph"), "f"),
    (re.compile("[cs]h"), "5"),  # 'ch' and 'sh' are one sound, and neither is k, s nor a silent h
    (re.compile("h"), ""),
    (re.compile("y"), "i"),
    (re.compile("qu|q"), "k"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("c"), "k"),
    (re.compile("gu(?=[ei])"), "g"),
    (re.compile("dj"), "j"),
    (re.compile("v"), "w"),
    (re.compile("ou(?=[aeio])|u(?=[aei])"), "w"),
    (re.compile("oo|ou"), "u"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def split_name(written: str) -> list[str]:
    """The words of a name, small, without accents and titles; ``[]`` where nothing is said (``-``, ``inconnu``).

    An apostrophe holds its word together: ``N'Gourma`` is one word, as ``Ngourma`` is.
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("'", written)).casefold().translate(_LETTERS)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [word for word in (part.replace("'", "") for part in _APART.split(plain)) if word]
    if not words or all(word in _EMPTY or word.isdigit() for word in words):
        return []
    return [word for word in words if word not in _TITLES] or words


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
    """One key for a whole name in whatever order its words stand: ``Abdoul Aziz SAWADOGO`` = ``Savadogo Abdoul-Aziz``."""
    return " ".join(sorted(key_words(written)))


def joined_key(written: str) -> str:
    """The key with no gap between the words: ``Abdoul Aziz`` and ``Abdoulaziz`` are the same."""
    return key_of("".join(split_name(written)))
