"""What one version of a plan holds: its kind, members, lines and contributions, apart from who made it and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ...model.plan import Contribution, Draft, Line
from .amounts import amount, contributed

UNRESOLVED = ""
"""Person key of a member nobody could be found for."""

ROLES = ("lead", "treasurer", "member")
"""From the most to the least: what counts for somebody who is written twice in one plan."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A member of one draft: the person, the strongest role they have in it, and the mention that says so."""

    person_key: str
    role: str
    mention_id: str


@dataclass(frozen=True, slots=True)
class Content:
    """One version's content.

    Attributes:
        holders: one for each person; one for each mention that leads to nobody.
        amounts: XOF of each line: quantity × unit price, or what the committee set; 0 where a line lacks either.
        total: XOF; ``told_total`` what the form that made it computed or told, None where it did neither.
    """

    kind: str
    sector: str
    holders: tuple[Holder, ...]
    lines: tuple[Line, ...]
    amounts: tuple[Decimal, ...]
    contributions: tuple[Contribution, ...]
    total: Decimal
    told_total: Decimal | None

    @property
    def contribution_total(self) -> Decimal:
        """XOF, recomputed."""
        return contributed(self.contributions)


def content_of(draft: Draft, persons: Mapping[str, str]) -> Content:
    """What a draft holds; ``persons``: person key by mention id."""
    amounts = tuple(amount(line) or Decimal(0) for line in draft.lines)
    return Content(
        kind=draft.kind,
        sector=draft.sector,
        holders=holders_of(draft, persons),
        lines=draft.lines,
        amounts=amounts,
        contributions=draft.contributions,
        total=sum(amounts, Decimal(0)),
        told_total=draft.total,
    )


def holders_of(draft: Draft, persons: Mapping[str, str]) -> tuple[Holder, ...]:
    """A person written twice in one draft is one holder; each mention that leads to nobody counts as one."""
    found: dict[str, Holder] = {}
    for member in draft.members:
        key = persons.get(member.mention_id, UNRESOLVED)
        here = Holder(key, member.role, member.mention_id)
        known = found.setdefault(key or member.mention_id, here)
        if _rank(member.role) < _rank(known.role):
            found[key or member.mention_id] = here
    return tuple(found.values())


def _rank(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)
