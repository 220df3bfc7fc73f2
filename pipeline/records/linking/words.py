"""The given names within a row of words: two words that are one name (Abdoul Aziz) are one."""

from collections.abc import Mapping, Sequence

from .names import key_of, key_words

_SERVANT = ("abdul", "abdel")
"""'Servant of': half of the country's compound names begin with it, and people leave it out as they please."""


def canonical_names(aliases: Mapping[str, str], words: Sequence[str]) -> list[str]:
    """Keys of words, in their order, become the stand-ins of the names they form; a doubled name counts once."""
    names: list[str] = []
    place = 0
    while place < len(words):
        pair = key_of("".join(words[place : place + 2]))
        if place + 1 < len(words) and pair in aliases:
            names.append(aliases[pair])
            place += 2
        else:
            names.append(aliases.get(words[place], words[place]))
            place += 1
    return list(dict.fromkeys(names))


def given_words(written: str) -> list[str]:
    """The keys of the words that tell given names apart: without initials and without a leading ``Abdoul``.

    A lone letter and a lone ``Abdoul`` stay; ``Abdoulaye`` is a name of its own.
    """
    words = [word for word in key_words(written) if len(word) > 1] or key_words(written)
    told = [_without_servant(word) for word in words if word not in _SERVANT]
    return told or words


def given_key(written: str) -> str:
    """The words of ``given_words`` as one key."""
    return key_of("".join(given_words(written)))


def _without_servant(word: str) -> str:
    for start in _SERVANT:
        if word.startswith(start) and len(word) - len(start) >= 4:
            return word[len(start) :]
    return word
