"""Which identity each person has, given those given out; and what must be given to whoever has none."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pipeline.model.mention import Mention
from pipeline.model.person import Identity

from .spoken import CODE, FOUNDING_ROLES, MENTION, carded_keys
from .united import Group, United


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person who has no identity yet.

    Attributes:
        handle: what the identity is given to.
        code: of the card; '' where the office must draw one.
        also: handles that are recorded with the same key, code and instant: should the card turn out to be another
            one, the person is still known by the submission.
    """

    handle: str
    code: str = ""
    also: tuple[str, ...] = ()


def wanted(united: United, identities: Iterable[Identity]) -> tuple[Wanted, ...]:
    """What the shell must give out, sorted by handle; nothing once that is done.

    A code of which another person's identity is made already is not given twice: whoever carries it too, because the
    card is disputed, gets one of the office's.
    """
    given = tuple(identities)
    held, handles, codes = holders(united, given), {i.handle for i in given}, {i.code for i in given}
    found = (_wanted(group, united.aliases, handles) for group in united.groups if not held.get(group.handles))
    ready = (replace(one, code="") if one.code in codes else one for one in found)
    return tuple(sorted(ready, key=lambda one: one.handle))


def _wanted(group: Group, aliases: Mapping[str, str], recorded: Container[str]) -> Wanted:
    carrier = card_holder(group, aliases)
    if carrier is None or (hub := CODE + aliases.get(carrier.code, carrier.code)) in recorded:
        return Wanted(MENTION + group.founding)
    # Whoever is known by an unsettled card alone is nobody in particular: only the card may lead to the key.
    return Wanted(hub, hub.removeprefix(CODE), () if group.unsettled else (MENTION + carrier.mention_id,))


def card_holder(group: Group, aliases: Mapping[str, str]) -> Mention | None:
    """The mention by whose card the group is known: of the founding one, else of the earliest; None without a card."""
    carrying = (m for m in group.mentions if m.code and CODE + aliases.get(m.code, m.code) in group.handles)
    return min(
        carrying,
        key=lambda m: (
            m.mention_id != group.founding,
            m.role not in FOUNDING_ROLES,
            m.on or date.max,
            m.mention_id,
        ),
        default=None,
    )


def holders(united: United, identities: Iterable[Identity]) -> dict[tuple[str, ...], tuple[Identity, ...]]:
    """The identities of each group, by its handles; the oldest first, of one instant those of cards.

    An identity goes with the mention it was given to; where that is gone, with its card; where that is gone too,
    with the mentions that use its code. One that nothing leads to any more waits for its submission to come back.
    """
    place = {handle: group.handles for group in united.groups for handle in group.handles}
    rows: defaultdict[str, list[Identity]] = defaultdict(list)
    for identity in identities:
        rows[identity.person_key].append(identity)
    held: defaultdict[tuple[str, ...], list[Identity]] = defaultdict(list)
    for same in rows.values():
        if handles := _held_by(same, place, united.aliases):
            held[handles].append(min(same, key=_age))
    carded = carded_keys(one for same in rows.values() for one in same)
    return {
        handles: tuple(sorted(found, key=lambda one: (one.given_at, one.person_key not in carded, *_age(one))))
        for handles, found in held.items()
    }


def _held_by(
    same: list[Identity], place: Mapping[str, tuple[str, ...]], aliases: Mapping[str, str]
) -> tuple[str, ...] | None:
    mentions = [i.handle for i in same if i.handle.startswith(MENTION)]
    cards = [i.handle.removeprefix(CODE) for i in same if i.handle.startswith(CODE)]
    codes = [CODE + aliases.get(code, code) for code in (*sorted(cards), *sorted(i.code for i in same))]
    return next((place[handle] for handle in (*sorted(mentions), *codes) if handle in place), None)


def _age(identity: Identity) -> tuple[object, str, str]:
    return identity.given_at, identity.person_key, identity.handle
