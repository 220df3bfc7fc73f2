"""People as the registry holds them: key, code, aliases, and each field with where it was said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model.mention import Linked, Mention
from pipeline.model.person import Identity, Known, Person

from .identities import card_holder, holders
from .spoken import CODE, carded_keys
from .survivors import Said, survive
from .united import Group, United


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, and where every mention went; sorted by key and by mention id."""

    persons: tuple[Person, ...]
    linked: tuple[Linked, ...]


def persons(united: United, identities: Iterable[Identity]) -> People:
    """Each group is one person, under the oldest of its identities; its other codes lead to the same person.

    Args:
        identities: at least one for each group: whatever ``wanted`` asks for was given.

    Raises:
        LookupError: a group has none; the message names its first handle.
    """
    given = tuple(identities)
    held = holders(united, given)
    naming = _Naming(united, carded_keys(given))
    for group in united.groups:
        if not held.get(group.handles):
            raise LookupError(f"{group.handles[0]} has no identity")
    codes = {group.handles: naming.shown(group, held[group.handles]) for group in united.groups}
    taken = set(codes.values())
    everybody = []
    linked = [Linked(mention_id, "unidentifiable") for mention_id in united.unidentifiable]
    for group in united.groups:
        found, code = held[group.handles], codes[group.handles]
        aliases = tuple(sorted(naming.leading_to(group, found) - taken))
        everybody.append(_person(group, found[0].person_key, code, aliases))
        linked += [replace(one, person_key=found[0].person_key) for one in group.linked]
    return People(
        tuple(sorted(everybody, key=lambda person: person.person_key)),
        tuple(sorted(linked, key=lambda one: one.mention_id)),
    )


class _Naming:
    """Which codes lead to whom."""

    def __init__(self, united: United, carded: frozenset[str]) -> None:
        self.aliases: Mapping[str, str] = united.aliases
        self.carded = carded
        self.used = {handle for group in united.groups for handle in group.handles if handle.startswith(CODE)}

    def newest(self, code: str) -> str:
        """The card in the holder's hand, where this one was replaced."""
        return self.aliases.get(code, code)

    def shown(self, group: Group, held: tuple[Identity, ...]) -> str:
        """The code of the oldest identity whose code still leads here; else that of the card."""
        for identity in held:
            hub = CODE + self.newest(identity.code)
            if hub in group.handles or (hub not in self.used and identity.person_key not in self.carded):
                return self.newest(identity.code)
        carrier = card_holder(group, self.aliases)
        return self.newest(carrier.code if carrier else held[0].code)

    def leading_to(self, group: Group, held: tuple[Identity, ...]) -> set[str]:
        """All codes by which the person may be asked for."""
        written = {m.code for m in group.mentions if CODE + self.newest(m.code) in group.handles}
        given = {i.code for i in held if self._leads(i.code, group)}
        hubs = {handle.removeprefix(CODE) for handle in group.handles if handle.startswith(CODE)}
        return {*hubs, *written, *given, *map(self.newest, given)} - {""}

    def _leads(self, code: str, group: Group) -> bool:
        hub = CODE + self.newest(code)
        return hub in group.handles or hub not in self.used


def _person(group: Group, key: str, code: str, aliases: tuple[str, ...]) -> Person:
    mentions = tuple(mention.mention_id for mention in group.mentions)
    return Person(key, code, group.standing, aliases, fields_of(group.mentions), mentions, doubts_of(group))


def doubts_of(group: Group) -> tuple[str, ...]:
    """Ids of the group's mentions about which somebody must decide; sorted."""
    ends = {end for pair in group.doubts for end in (pair.left, pair.right)}
    return tuple(sorted({m.mention_id for m in group.mentions} & ends | set(group.unsettled)))


def fields_of(mentions: Iterable[Mention]) -> dict[str, Known]:
    """What is known, by field, sorted; a field nobody speaks of is absent."""
    said: defaultdict[str, list[Said]] = defaultdict(list)
    for mention in mentions:
        told = [one for one in mention.told if one.value not in (None, "")]
        together: dict[str, Any] = {one.field: one.value for one in told}
        for one in told:
            said[one.field].append(Said(one.value, one.question, mention, together))
    return {field: survive(field, said[field]) for field in sorted(said)}
