"""A lost card is replaced by a new one, and the old code stays as a name of the same person or plan."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, select

from ..errors import SetupError
from ..model.code import ALPHABET, LENGTH, PERSON, PLAN, is_code
from .tables import card_replacement

AGAIN = "Read the card again, or find the code in a form that was filled with it."


@dataclass(frozen=True, slots=True)
class Replacement:
    """``code`` is the new card of whoever held ``replaces``.

    Attributes:
        why: in a few words, without a name.
        decided_by: who says that they decided it.
    """

    code: str
    replaces: str
    why: str
    decided_by: str
    replaced_at: datetime
    run_id: UUID | None = None


def read_code(typed: str) -> str:
    """The code somebody typed, in capitals and without the gaps of the print.

    Raises:
        SetupError: it can be no code; the message does not repeat it, because a code stands for a person.
    """
    code = "".join(typed.split()).replace("-", "").upper()
    if len(code) != LENGTH:
        raise SetupError("code", f"it has {len(code)} signs, and a card has {LENGTH}.", AGAIN)
    if strange := sorted(set(code) - set(ALPHABET)):
        raise SetupError("code", f"no card has the sign '{strange[0]}': there is no 0, 1, I, L or O.", AGAIN)
    if code[0] not in (PERSON, PLAN):
        raise SetupError("code", f"it begins with neither {PERSON} (a person) nor {PLAN} (a plan).", AGAIN)
    if not is_code(code, code[0]):
        raise SetupError("code", "the check sign does not fit: one sign is wrong, or two are swapped.", AGAIN)
    return code


def record_replacement(connection: Connection, replacement: Replacement) -> None:
    """The fact is kept for ever; both codes were given out before."""
    values = {name: getattr(replacement, name) for name in Replacement.__slots__}
    connection.execute(insert(card_replacement).values(values))


def read_replacements(connection: Connection) -> tuple[Replacement, ...]:
    """All that were ever recorded, oldest first."""
    columns = [card_replacement.c[name] for name in Replacement.__slots__]
    rows = connection.execute(select(*columns).order_by(card_replacement.c.replaced_at, card_replacement.c.code))
    return tuple(Replacement(*row) for row in rows)


def newest_codes(replacements: Iterable[Replacement]) -> dict[str, str]:
    """Every code that has an alias → the code its holder carries now; whoever meets the old one means the new one.

    Two databases may have replaced the same card before they were merged: the later replacement holds, and the
    other new card is an alias too. Any order of the facts gives the same answer.
    """
    facts = {r.code: r for r in replacements}
    replaced = {r.replaces for r in facts.values()}
    families: defaultdict[str, set[str]] = defaultdict(set)
    for code in facts.keys() | replaced:
        families[_first(code, facts)].add(code)
    newest: dict[str, str] = {}
    for family in families.values():
        # What was replaced itself can't be in anybody's hand, whatever a clock that was set back says.
        held = (family - replaced) or family
        now = max(held, key=lambda code: (facts[code].replaced_at, code))
        newest |= {code: now for code in family if code != now}
    return newest


def _first(code: str, facts: dict[str, Replacement]) -> str:
    """The first card of the chain the code stands in."""
    chain = [code]
    while chain[-1] in facts and facts[chain[-1]].replaces not in chain:
        chain.append(facts[chain[-1]].replaces)
    # Only a ring ends at a code that replaces another; nobody can record one, but a damaged file must not hang us.
    return chain[-1] if chain[-1] not in facts else min(chain)
