"""A version's content after procurement's prices, or after the committee's amendment."""

from dataclasses import replace
from decimal import Decimal

from ...model.meeting import AmendedLine, Decision
from ...model.plan import Line
from ...model.review import Review, ReviewedLine
from .amounts import amount, whole
from .content import Content
from .matching import OTHER, item_key, matched

THOUSAND = Decimal(1000)


def with_reviewed_prices(content: Content, review: Review) -> Content:
    """Each line that procurement priced has that unit price; a reviewed line that the plan lacks changes nothing."""
    pairs = matched(content.lines, review.lines, _key, _reviewed_key, _asked_alike)
    lines, amounts = list(content.lines), list(content.amounts)
    for place, reviewed in pairs:
        if place is None or reviewed is None or (price := review.lines[reviewed].reviewed_price) is None:
            continue
        lines[place] = lines[place]._replace(unit_price=price)
        amounts[place] = amount(lines[place]) or Decimal(0)
    return _made(content, lines, amounts, review.reviewed_total)


def with_amendment(content: Content, decision: Decision) -> Content:
    """Each line the committee changed has the amount it set; its quantity or unit price follows from that.

    A line that is added has its amount and neither quantity nor price: the committee's form asks for none. Where no
    line is told, the lines stay and only the total is the committee's.
    """
    lines, amounts = list(content.lines), list(content.amounts)
    for change in decision.amended_lines:
        _amend(lines, amounts, change)
    told = Decimal(decision.amended_total) if decision.amended_total is not None else None
    made = _made(content, lines, amounts, told)
    return made if decision.amended_lines or told is None else replace(made, total=told)


def _made(content: Content, lines: list[Line], amounts: list[Decimal], told: Decimal | None) -> Content:
    """No tablet computed these lines: the total of each is what it counts."""
    settled = tuple(
        line._replace(total=worth if worth or amount(line) is not None else line.total)
        for line, worth in zip(lines, amounts, strict=True)
    )
    total = sum(amounts, Decimal(0))
    return replace(content, lines=settled, amounts=tuple(amounts), total=total, told_total=told)


def _key(line: Line) -> str:
    return item_key(line.item, line.item_other)


def _reviewed_key(line: ReviewedLine) -> str:
    return item_key(line.item, line.item_other)


def _asked_alike(line: Line, reviewed: ReviewedLine) -> bool:
    return line.quantity == reviewed.quantity and line.unit_price == reviewed.asked_price


def _amend(lines: list[Line], amounts: list[Decimal], change: AmendedLine) -> None:
    if change.kind == "added":
        after = Decimal(change.after or 0)
        lines.append(Line(change.item, "", change.specification, None, "", None, after))
        amounts.append(after)
    elif (place := _place(lines, amounts, change)) is None:
        return
    elif change.kind == "removed":
        del lines[place], amounts[place]
    else:
        lines[place] = _changed(lines[place], change)
        if change.after is not None:
            amounts[place] = Decimal(change.after)


def _place(lines: list[Line], amounts: list[Decimal], change: AmendedLine) -> int | None:
    """The line that is meant: of that item, of that amount before; another item is known by its amount alone."""
    same = [place for place, line in enumerate(lines) if line.item == change.item]
    exact = [place for place in same if change.before is not None and amounts[place] == change.before]
    if exact:
        return exact[0]
    return same[0] if same and (change.item != OTHER or len(same) == 1) else None


def _changed(line: Line, change: AmendedLine) -> Line:
    """The unit price or quantity that makes the amount, to the franc or to a thousandth."""
    if change.specification:
        line = line._replace(specification=change.specification)
    if change.after is None:
        return line
    if change.kind == "quantity":
        quantity = _quotient(change.after, line.unit_price)
        return line if quantity is None else line._replace(quantity=whole(quantity * THOUSAND) / THOUSAND)
    price = _quotient(change.after, line.quantity)
    return line if price is None else line._replace(unit_price=int(whole(price)))


def _quotient(amount_set: int, by: Decimal | int | None) -> Decimal | None:
    return Decimal(amount_set) / Decimal(by) if by else None
