"""How badly people are written down: the stated rates of each noise level."""

from dataclasses import dataclass, replace

THREE_MENTIONS = 0.0353
TWO_MENTIONS = 0.1059
"""Shares of people; together they make 15 % of all records second or third mentions."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Shares between 0 and 1.

    Of every record: ``birth_missing``, ``birth_year_only``, ``birth_month_only``, ``parents_missing`` (each of the two
    names), ``village_missing``, ``plain_letters`` (accents lost), ``capitals`` (the surname in capitals).
    Of second and third mentions, against the first: ``variant`` (a name heard otherwise), ``mistyped``, ``swapped``
    (surname and given names in each other's place), ``phone_lost`` (missing, or another number), ``moved`` (commune),
    ``flight_missing``, ``flight_other``, ``parent_variant`` (of each name given), ``village_variant``, ``sex_wrong``.
    Of those among them that give a date: ``birth_off`` (1 or 2 years).
    """

    variant: float = 0.0
    mistyped: float = 0.0
    swapped: float = 0.0
    birth_missing: float = 0.0
    birth_year_only: float = 0.0
    birth_month_only: float = 0.0
    birth_off: float = 0.0
    phone_lost: float = 0.0
    moved: float = 0.0
    parents_missing: float = 0.0
    parent_variant: float = 0.0
    village_missing: float = 0.0
    village_variant: float = 0.0
    flight_missing: float = 0.0
    flight_other: float = 0.0
    sex_wrong: float = 0.0
    plain_letters: float = 0.0
    capitals: float = 0.0


FIELD = Noise(
    variant=0.60,
    mistyped=0.20,
    swapped=0.10,
    birth_missing=0.15,
    birth_year_only=0.35,
    birth_month_only=0.03,
    birth_off=0.10,
    phone_lost=0.50,
    moved=0.15,
    parents_missing=0.40,
    parent_variant=0.30,
    village_missing=0.05,
    village_variant=0.15,
    flight_missing=0.15,
    flight_other=0.08,
    sex_wrong=0.005,
    plain_letters=0.30,
    capitals=0.20,
)
LIGHT = Noise(
    variant=0.30,
    mistyped=0.08,
    swapped=0.04,
    birth_missing=0.06,
    birth_year_only=0.20,
    birth_month_only=0.03,
    birth_off=0.04,
    phone_lost=0.25,
    moved=0.06,
    parents_missing=0.20,
    parent_variant=0.15,
    village_missing=0.02,
    village_variant=0.06,
    flight_missing=0.05,
    flight_other=0.03,
    sex_wrong=0.002,
    plain_letters=0.15,
    capitals=0.10,
)
HEAVY = replace(
    FIELD,
    variant=0.80,
    mistyped=0.35,
    swapped=0.18,
    birth_missing=0.25,
    birth_year_only=0.45,
    birth_off=0.20,
    phone_lost=0.70,
    moved=0.25,
    parents_missing=0.60,
    parent_variant=0.45,
    village_missing=0.12,
    village_variant=0.30,
    flight_missing=0.25,
    flight_other=0.15,
    sex_wrong=0.015,
)
LEVELS = {"none": Noise(), "light": LIGHT, "field": FIELD, "heavy": HEAVY}
