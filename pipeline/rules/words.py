"""How findings print days, money and counts, in French and in English."""

from datetime import date
from decimal import Decimal

MONTHS_FR = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SECTORS = {
    "livestock": "élevage",
    "agriculture": "agriculture",
    "trade": "commerce",
    "crafts": "artisanat",
    "food_processing": "transformation agroalimentaire",
    "catering": "restauration",
    "services": "services",
    "fishing": "pêche",
    "other": "autre",
}
CONTRIBUTIONS = {
    "land_or_premises": "terrain ou local",
    "labour": "main-d'œuvre",
    "animals": "animaux",
    "tools": "outillage",
    "raw_material": "matière première",
    "transport": "transport",
    "other": "autre",
}
MODULES = {
    "bookkeeping": "comptabilité simplifiée",
    "management": "gestion simplifiée",
    "spirit": "esprit d'entreprise",
    "market": "marché et clients",
    "business_plan": "montage du plan d'affaire",
    "formalities": "formalités",
    "savings_credit": "épargne et crédit",
    "technical": "apport d'un expert technique",
}
"""What the shipped lists call their choices in French; a choice a country added goes by its own name."""
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


def choice_en(choice: str) -> str:
    """``food processing``: a choice's name read aloud."""
    return choice.replace("_", " ")


def amount(quantity: Decimal) -> str:
    """``3``, ``2.5``: without zeros that say nothing."""
    return f"{quantity.normalize():f}"
