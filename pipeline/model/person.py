"""One person: the random key analysts see, the code tablets see, and what is known with where it was said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .answers import Origin

Standing = Literal["registered", "provisional", "unregistered"]
"""``registered`` somebody registered them · ``provisional`` a person must say whether it is somebody known ·
``unregistered`` spoken of by later stages only."""


@dataclass(frozen=True, slots=True)
class Identity:
    """An id once given out: a recorded fact that every rebuild replays.

    Attributes:
        person_key: random; what pseudonymous tables know the person by.
        code: what lists, PDFs and exports show: of the card, or given by the office where there is none.
        handle: what it was given to: ``code:P…`` or ``mention:uuid:…#who``.
    """

    person_key: str
    code: str
    handle: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one field, and the question that gave it."""

    value: Any
    origin: Origin
    question: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is held true of a field, and every value that disagrees with it, each with where it was said."""

    held: Value
    others: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """One person, identified: stays in the ``registry`` schema.

    Attributes:
        person_key / code: of the oldest identity among the mentions.
        aliases: every other code that means this person, sorted.
        fields: by name (``surname given_names sex birth_date birth_precision phone commune village father_given
            mother_given arrival_batch country returned_on returned_to_commune_on external_id`` …).
        mentions: ids, sorted.
        doubts: mention ids about which somebody must decide; not empty for every provisional person.
    """

    person_key: str
    code: str
    standing: Standing
    aliases: tuple[str, ...] = ()
    fields: Mapping[str, Known] = field(default_factory=dict)
    mentions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
