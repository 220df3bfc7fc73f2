"""Somebody a form speaks of: by card, by list, or by name, as its group ``who`` or a row of a roster says."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from ...model.answers import Answers, Origin
from ...model.code import PERSON, is_code
from ...model.linkage import Evidence
from ...model.mention import Mention, Role, Told
from .asked import Asked

WHO = "who/: person_card person_typed person_on_list person_name person_birth_year person_phone"
"""Questions of the group that every form about one person begins with."""

Code = tuple[str, Literal["card", "list", ""]]
"""A code and where it is from."""

_COUNTRY = "226"


def phones_of(written: Sequence[str]) -> str:
    """National numbers of 8 digits, each once, with a space between; what is no such number is left out."""
    numbers: dict[str, None] = {}
    for one in written:
        digits = re.sub(r"\D", "", one).removeprefix("00")
        national = digits.removeprefix(_COUNTRY) if len(digits) > 8 else digits
        if len(national) == 8:
            numbers[national] = None
    return " ".join(numbers)


def code_of(asked: Asked, card: str, typed: str, listed: str) -> Code:
    """The code and where it is from; a card is believed before a list, and no code whose check sign does not fit.

    Tablets refuse such a code, but older forms and other apps do not; it could be anybody's.
    """
    for name in (card, typed):
        if is_code(code := tidy(asked.text(name)), PERSON):
            return code, "card"
    chosen = tidy(asked.text(listed))
    return (chosen, "list") if is_code(chosen, PERSON) else ("", "")


def says_somebody(asked: Asked, *names: str) -> bool:
    """Whether one of these was answered at all: somebody was there, whoever it was."""
    return any(asked.text(name) for name in names)


def tidy(code: str) -> str:
    """In capitals, without spaces."""
    return "".join(code.split()).upper()


def person_met(answers: Answers, role: Role, on: date | None) -> Mention | None:
    """The person the group ``who`` speaks of; None where it was never filled in."""
    asked = Asked(answers.values)
    code, code_from = code_of(asked, "person_card", "person_typed", "person_on_list")
    name, phone = asked.text("person_name"), phones_of([asked.text("person_phone")])
    if not says_somebody(asked, "person_card", "person_typed", "person_on_list", "person_name", "person_phone"):
        return None
    year = asked.whole("person_birth_year")
    mention_id = f"{answers.root_uuid}#who"
    evidence = named(mention_id, name, year, phone)
    told = [
        Told("surname", name, asked.path("person_name")) if name else None,
        Told("birth_date", str(year), asked.path("person_birth_year")) if year else None,
        Told("birth_precision", "year", asked.path("person_birth_year")) if year else None,
        *(Told("phone", one, asked.path("person_phone")) for one in phone.split()),
    ]
    return Mention(
        mention_id,
        answers.origin,
        role,
        code,
        code_from,
        "",
        evidence,
        on,
        tuple(one for one in told if one),
    )


def person_on_row(
    origin: Origin, place: str, role: Role, code: Code, on: date | None, name: str = "", question: str = ""
) -> Mention:
    """Somebody on a roster: ``place`` is the row, ``members/2``."""
    written, code_from = code
    mention_id = f"{origin.root_uuid}#{place}"
    told = (Told("surname", name, question),) if name else ()
    return Mention(
        mention_id,
        origin._replace(row=place),
        role,
        written,
        code_from,
        "",
        named(mention_id, name, None, ""),
        on,
        told,
    )


def named(mention_id: str, name: str, year: int | None, phone: str) -> Evidence | None:
    """Evidence of a whole name; None where not even a name is said."""
    if not name:
        return None
    said = Evidence(mention_id, surname=name, phone=phone)
    return said._replace(birth_date=str(year), birth_precision="year") if year else said
