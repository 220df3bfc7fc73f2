"""What changed from one version of a plan to the next, as rows that can be read and counted."""

from collections.abc import Iterator
from decimal import Decimal

from ...model.plan import Change, Contribution, Line
from .content import UNRESOLVED, Content
from .matching import item_key, matched

FIELDS = ("quantity", "unit", "unit_price", "specification", "supplier")


def difference(before: Content, after: Content) -> tuple[Change, ...]:
    """Lines first, in their order, then contributions, members, kind, sector and totals.

    Lines are matched by item, or by what is written for another item; two lines of one item by all their fields
    first, then in their order. Values are text: a number without needless zeros, '' for nothing. A line that came or
    went is one row, ``added`` or ``removed``, whose value is its quantity × its price. A member is their person key;
    of members nobody could be found for only the number is told.
    """
    return (
        *_lines(before.lines, after.lines),
        *_contributions(before.contributions, after.contributions),
        *_members(before, after),
        *_plain("kind", before.kind, after.kind),
        *_plain("sector", before.sector, after.sector),
        *_plain("total", before.total, after.total),
        *_plain("contribution_total", before.contribution_total, after.contribution_total),
    )


def text(value: object) -> str:
    """As it is kept in a row of changes."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return "" if value is None else str(value)


def _plain(field: str, before: object, after: object, line: str = "") -> Iterator[Change]:
    if before != after and text(before) != text(after):
        yield Change(line, field, text(before), text(after))


def _key(line: Line) -> str:
    return item_key(line.item, line.item_other)


def _worth(line: Line) -> str:
    if line.quantity is None and line.unit_price is None:
        return text(line.total)
    return f"{text(line.quantity)} × {text(line.unit_price)}"


def _same(one: Line, other: Line) -> bool:
    return all(getattr(one, field) == getattr(other, field) for field in FIELDS)


def _lines(before: tuple[Line, ...], after: tuple[Line, ...]) -> Iterator[Change]:
    for left, right in matched(before, after, _key, _key, _same):
        if left is None and right is not None:
            yield Change(_key(after[right]), "added", "", _worth(after[right]))
        elif right is None and left is not None:
            yield Change(_key(before[left]), "removed", _worth(before[left]), "")
        elif left is not None and right is not None:
            for field in FIELDS:
                yield from _plain(field, getattr(before[left], field), getattr(after[right], field), _key(before[left]))


def _named(one: Contribution) -> str:
    return " ".join(part for part in (one.kind, item_key("", one.item)) if part)


def _contributions(before: tuple[Contribution, ...], after: tuple[Contribution, ...]) -> Iterator[Change]:
    for left, right in matched(before, after, _named, _named, lambda one, other: one == other):
        if left is None and right is not None:
            yield Change(_named(after[right]), "contribution_added", "", text(after[right].value))
        elif right is None and left is not None:
            yield Change(_named(before[left]), "contribution_removed", text(before[left].value), "")
        elif left is not None and right is not None:
            old, new = before[left], after[right]
            yield from _plain("contribution_value", old.value, new.value, _named(old))
            yield from _plain("contribution_valuation", old.valuation, new.valuation, _named(old))


def _members(before: Content, after: Content) -> Iterator[Change]:
    old = {one.person_key: one.role for one in before.holders if one.person_key != UNRESOLVED}
    new = {one.person_key: one.role for one in after.holders if one.person_key != UNRESOLVED}
    for key in sorted(old.keys() - new.keys()):
        yield Change("", "member", key, "")
    for key in sorted(new.keys() - old.keys()):
        yield Change("", "member", "", key)
    for key in sorted(old.keys() & new.keys()):
        yield from _plain("role", f"{key} {old[key]}", f"{key} {new[key]}")
    yield from _plain("unresolved_members", _unresolved(before), _unresolved(after))


def _unresolved(content: Content) -> int:
    return sum(one.person_key == UNRESOLVED for one in content.holders)
