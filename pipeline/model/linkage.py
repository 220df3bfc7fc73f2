"""What tells people apart: the evidence of one record, the weight of a pair, and what a person decided about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple


class Evidence(NamedTuple):
    """What one record says about who somebody is; '' wherever it does not say.

    Attributes:
        record_id: unique; the order of ids breaks ties.
        surname: as written; where only a whole name is known it stands here and ``given_names`` is ''.
        sex: ``female`` or ``male``.
        birth_date: ISO, as far as known: ``1990-05-12``, ``1990-05``, ``1990``.
        birth_precision: ``day month year age estimated unknown``.
        phone: national numbers of 8 digits, separated by a space where there are several.
        commune: its code, or its name where the list lacks it.
        arrival_batch: the flight or convoy.
        country: of return.
    """

    record_id: str
    surname: str = ""
    given_names: str = ""
    sex: str = ""
    birth_date: str = ""
    birth_precision: str = ""
    phone: str = ""
    commune: str = ""
    village: str = ""
    father_given: str = ""
    mother_given: str = ""
    arrival_batch: str = ""
    country: str = ""


class Part(NamedTuple):
    """What one kind of evidence adds to a pair's weight.

    Attributes:
        field: ``name``, ``birth``, ``household`` … as the model names its comparisons.
        level: which level of agreement was met, as the model names it.
        weight: bits; positive speaks for the same person.
    """

    field: str
    level: str
    weight: float


class Pair(NamedTuple):
    """Two records compared; ``left`` < ``right``.

    Attributes:
        weight: bits of evidence that they are the same person, prior included: 0 is even odds.
        parts: what it is the sum of, the prior first.
    """

    left: str
    right: str
    weight: float
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """What a person decided about two records; kept for ever, replayed by every rebuild.

    Attributes:
        left / right: mention ids, or ``code:P…`` for whoever carries that card; left < right.
        left_code / right_code: the card that record carried when it was decided: where the record is deleted later,
            what was decided still holds for the card; '' without.
        why: in a few words, without a name.
        decided_by: who says that they decided it.
        undone_at: set once somebody took it back; the row stays.
    """

    left: str
    right: str
    verdict: Literal["same", "different"]
    why: str
    decided_by: str
    decided_at: datetime
    undone_at: datetime | None = None
    left_code: str = ""
    right_code: str = ""
