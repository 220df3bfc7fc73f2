"""Which line of one list is which line of another: by item, or by what is written where the item is another."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

Left = TypeVar("Left")
Right = TypeVar("Right")

OTHER = "other"


def item_key(item: str, item_other: str = "") -> str:
    """The catalogue's code, or what is written for another item: small letters, no accents, single spaces."""
    if item and item != OTHER:
        return item
    bare = "".join(c for c in unicodedata.normalize("NFKD", item_other) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split()) or item


def matched(
    left: Sequence[Left],
    right: Sequence[Right],
    key_left: Callable[[Left], str],
    key_right: Callable[[Right], str],
    alike: Callable[[Left, Right], bool],
) -> list[tuple[int | None, int | None]]:
    """Pairs of places with the same key: those that are ``alike`` first, the others in the order they are written.

    Returns: every place of both lists once, None beside one that has no partner; in the order of ``left``, then of
        ``right``.
    """
    waiting: dict[str, list[int]] = defaultdict(list)
    for place, other in enumerate(right):
        waiting[key_right(other)].append(place)
    partner: dict[int, int] = {}
    for must_be_alike in (True, False):
        for place, one in enumerate(left):
            places = [] if place in partner else waiting[key_left(one)]
            found = next((r for r in places if not must_be_alike or alike(one, right[r])), None)
            if found is not None:
                places.remove(found)
                partner[place] = found
    pairs: list[tuple[int | None, int | None]] = [(place, partner.get(place)) for place in range(len(left))]
    taken = set(partner.values())
    return pairs + [(None, place) for place in range(len(right)) if place not in taken]
