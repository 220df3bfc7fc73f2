"""What budget lines cost: always computed from quantity and unit price, whatever a tablet computed."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from ...model.plan import Contribution, Line


def whole(amount: Decimal) -> Decimal:
    """XOF without centimes, which the franc does not have: half a franc away from zero."""
    return amount.to_integral_value(ROUND_HALF_UP)


def amount(line: Line) -> Decimal | None:
    """Quantity × unit price, XOF, rounded once for the line.

    None where either is missing: such a line counts nothing, rules ask about it, and a guess would hide it.
    """
    if line.quantity is None or line.unit_price is None:
        return None
    return whole(line.quantity * line.unit_price)


def contributed(contributions: Iterable[Contribution]) -> Decimal:
    """The sum of what the holders bring, XOF; one without a value counts nothing."""
    return sum((Decimal(one.value or 0) for one in contributions), Decimal(0))
