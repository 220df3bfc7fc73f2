"""One place in one submission where somebody is spoken of, by code, by list or by name."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from .answers import Origin
from .linkage import Evidence

Role = Literal[
    "registered",
    "followed_up",
    "counselled",
    "oriented",
    "trained",
    "holder",
    "received",
    "visited",
    "asked_satisfaction",
    "asked_sustainability",
    "imported",
]
"""What the submission says the person did; ``registered`` and ``imported`` may found a person."""

State = Literal["linked", "in_review", "parked", "unidentifiable"]
"""``linked`` to a registered person · ``in_review`` stands as a provisional person until somebody decides ·
``parked`` nobody was registered under that code or name yet · ``unidentifiable`` neither code nor name."""


class Told(NamedTuple):
    """One thing a mention says of the person, as the office keeps it, and the question that asked.

    Attributes:
        field: as ``Person.fields`` names it: ``surname``, ``phone``, ``returned_on`` …; ``phone`` once per number.
        question: its path in the form; '' where nothing asked (an imported row).
    """

    field: str
    value: Any
    question: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody, spoken of once.

    Attributes:
        mention_id: the submission's root uuid, '#', and the place in it: ``uuid:…#who``, ``uuid:…#members/2``;
            its evidence has the same id.
        code: of the card, as scanned or typed, or as chosen from the tablet's list; '' without.
        code_from: which of the two; a pre-printed card is believed before a list.
        external_id: another system's number of the person.
        evidence: what it says about who it is; None where there is a code and nothing else.
        on: the day the submission speaks of.
        told: all it says of the person, with the questions; ``evidence`` is the part that tells people apart.
    """

    mention_id: str
    origin: Origin
    role: Role
    code: str = ""
    code_from: Literal["card", "list", ""] = ""
    external_id: str = ""
    evidence: Evidence | None = None
    on: date | None = None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """Where a mention went.

    Attributes:
        person_key: '' for ``unidentifiable``.
        how: ``card``, ``list``, ``external``, ``score``, ``decision``, ``founded``; '' where it is not linked.
        weight: of the score that decided, in bits; None where none did.
    """

    mention_id: str
    state: State
    person_key: str = ""
    how: str = ""
    weight: float | None = None
