"""The given names within a row of words: two words that are one name (Abdoul Aziz) are one."""

from collections.abc import Mapping, Sequence

from .names import key_of


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


def without_initials(words: Sequence[str]) -> list[str]:
    """Words without single letters, which stand for a name that is not written; a lone letter stays."""
    return [word for word in words if len(word) > 1] or list(words)
