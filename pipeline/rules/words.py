"""How findings print days, money and counts, in French and in English."""

from datetime import date
from decimal import Decimal

MONTHS_FR = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NARROW = "\u202f"
NO_BREAK = "\u00a0"


def day_fr(day: date) -> str:
    """``3 mars 2019``; the first of a month is ``1er``."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS_FR[day.month - 1]} {day.year}"


def day_en(day: date) -> str:
    """``3 Mar 2019``."""
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"


def money(amount: Decimal | int) -> str:
    """``165 000 F CFA``, whole francs, with narrow no-break spaces in both languages."""
    return f"{int(amount):,}".replace(",", NARROW) + f"{NO_BREAK}F{NO_BREAK}CFA"


def percent(share: Decimal) -> str:
    """``+12 %`` of a share of 0.12, rounded to whole points, its sign always shown."""
    return f"{round(share * 100):+d}{NO_BREAK}%"


def days_fr(count: int) -> str:
    """``1 jour``, ``30 jours``."""
    return f"{count} jour{'s' if abs(count) > 1 else ''}"


def days_en(count: int) -> str:
    """``1 day``, ``30 days``."""
    return f"{count} day{'' if abs(count) == 1 else 's'}"
