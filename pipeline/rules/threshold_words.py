"""A threshold in words: its value, the days it holds, why and where it stands."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pipeline.model.finding_words import Language

from .policy import Threshold
from .words import day_en, day_fr, money

WORDS = {
    "fr": {None: "aucun", True: "oui", False: "non"},
    "en": {None: "none", True: "yes", False: "no"},
}


def value_words(name: str, value: Any, language: Language = "fr", call: Callable[[str], str] = str) -> str:
    """``4``, ``0,10``, ``250 000 F CFA``, ``3, 6, 12``, ``oui``, ``aucun``; ``call`` says what a choice is called."""
    if value is None or isinstance(value, bool):
        return WORDS[language][value]
    if isinstance(value, tuple):
        return ", ".join(value_words("", one, language, call) for one in value)
    if name.endswith("_xof"):
        return money(value)
    if isinstance(value, Decimal):
        return str(value).replace(".", "," if language == "fr" else ".")
    return call(value) if isinstance(value, str) else str(value)


def days_words(threshold: Threshold, language: Language = "fr") -> str:
    """``depuis le 1er sept. 2018``, ``jusqu'au 31 août 2018``, ``toujours``."""
    begun, ended = threshold.valid_from, threshold.valid_to
    if language == "fr":
        start = f"depuis le {day_fr(begun)}" if begun else ""
        end = f"jusqu'au {day_fr(ended)}" if ended else ""
        return " ".join(filter(None, (start, end))) or "toujours"
    start = f"since {day_en(begun)}" if begun else ""
    end = f"until {day_en(ended)}" if ended else ""
    return " ".join(filter(None, (start, end))) or "always"


def sentence(threshold: Threshold, language: Language = "fr", call: Callable[[str], str] = str) -> str:
    """``committee.local_minimum = 4, depuis le 1er sept. 2018 : des réunions locales … (fiche #3, ligne 39)``."""
    said = f"{threshold.name} = {value_words(threshold.name, threshold.value, language, call)}"
    source = f" ({threshold.source})" if threshold.source else ""
    colon = " : " if language == "fr" else ": "
    return f"{said}, {days_words(threshold, language)}{colon}{threshold.because}{source}"
