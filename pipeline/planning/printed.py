"""How a printed page writes days, amounts, quantities and apostrophes."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ENDLESS, PIECE, BREAK = re.compile(r"\S{25,}"), re.compile(r".{1,12}"), "\u200b"
"""No French word is as long; a serial number or a finger that fell asleep on a key is."""
DASH, NARROW, NO_BREAK = "—", "\u202f", "\u00a0"


def money(amount: Decimal | int | None) -> str:
    """``165 000``, whole francs, half a franc away from zero; a dash for none."""
    if amount is None:
        return DASH
    return f"{int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP)):,}".replace(",", NARROW)


def quantity(count: Decimal | None) -> str:
    """``2,5``, without needless zeros; a dash for none."""
    return DASH if count is None else f"{count.normalize():f}".replace(".", ",")


def percent(price: Decimal | int | None, known: Decimal | int | None) -> str:
    """``+20 %`` of a price against a known one, ``0 %`` for the same; '' where they cannot be compared."""
    if price is None or not known:
        return ""
    points = round((Decimal(price) - known) / known * 100)
    return f"{points:+d}{NO_BREAK}%" if points else f"0{NO_BREAK}%"


def day(on: date | None) -> str:
    """``05/03/2019``; a dash for none."""
    return on.strftime("%d/%m/%Y") if on else DASH


def typographic(value: Any) -> Any:
    """The same texts, lists and tables with the apostrophe of print; what no line could hold may be broken."""
    match value:
        case str():
            return ENDLESS.sub(lambda run: BREAK.join(PIECE.findall(run[0])), value.replace("'", "’"))
        case dict():
            return {key: typographic(one) for key, one in value.items()}
        case list() | tuple():
            return [typographic(one) for one in value]
    return value
