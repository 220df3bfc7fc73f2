"""Table and column names: readable without quotes in SQL, at most 63 bytes, and always the same for the same input."""

import hashlib
import re
import unicodedata
from collections.abc import Container, Iterable

MAX_BYTES = 63
SYSTEM = frozenset({"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"})
"""Names PostgreSQL keeps for itself in every table."""

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ɛ": "e", "ɔ": "o", "ŋ": "n", "ɩ": "i", "ʋ": "u"})
"""Letters of French and of Burkina Faso's languages that no decomposition turns into ASCII."""

_UNSAFE = re.compile(r"[^a-z0-9_]+")


def make_readable(written: str) -> str:
    """Lower-case ASCII letters, digits and ``_``: accents fall off, ``-`` and ``.`` become ``_``.

    Lower case only, because PostgreSQL folds names without quotes: two names that differ by case are one name there.
    A name with no letter of ours left (``名前``) becomes ``q_`` and a hash; one that starts with a digit gets ``q_``.
    """
    plain = unicodedata.normalize("NFKD", written).casefold().translate(_LETTERS)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    readable = _UNSAFE.sub("_", plain).strip("_") if not plain.isascii() else _UNSAFE.sub("_", plain)
    if not readable.strip("_"):
        return f"q_{hash_of(written)}"
    return readable if not readable[0].isdigit() else f"q_{readable}"


def hash_of(written: str) -> str:
    """Six hexadecimal digits that depend on nothing but the text."""
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def shorten(name: str, meaning: str) -> str:
    """``name`` itself up to 63 bytes; above, its beginning and a hash of what it stands for."""
    if len(name) <= MAX_BYTES:
        return name
    return f"{name[: MAX_BYTES - 7].rstrip('_')}_{hash_of(meaning)}"


def first_free(wishes: Iterable[str], taken: Container[str], meaning: str) -> str:
    """The first wish that nobody has, shortened; with a hash of ``meaning`` behind the last one if none is free."""
    name = ""
    for wish in wishes:
        name = shorten(wish, meaning)
        if name not in taken and name not in SYSTEM:
            return name
    numbered, turn = name, 0
    while numbered in taken or numbered in SYSTEM:
        numbered = f"{name[: MAX_BYTES - 7].rstrip('_')}_{hash_of(f'{meaning} {turn}')}"
        turn += 1
    return numbered
