"""What is compared, in SQL: each comparison's levels, the first that holds wins; the same with both sides exchanged."""

from typing import NamedTuple


class Condition(NamedTuple):
    """When a level holds.

    Attributes:
        sql: over ``<column>_l`` and ``<column>_r`` of ``prepare.COLUMNS``, understood by DuckDB and Spark; ``ELSE`` is
            whatever no earlier level holds for.
        rarity: the column whose frequency takes the place of the level's ``u``; '' for none.
    """

    level: str
    sql: str
    rarity: str = ""


SILENT = "silent"
"""The level of pairs where a side says nothing: no weight either way."""


def _both(sql: str) -> str:
    """What holds as written or with the sides exchanged; ``{x}`` and ``{y}`` stand for them."""
    return f"({sql.format(x='_l', y='_r')} OR {sql.format(x='_r', y='_l')})"


def _near(column: str, share: float, other: str = "") -> str:
    return f"jaro_winkler_similarity({column}_l, {other or column}_r) >= {share}"


_SWAPPED = _both(
    "(surname{x} IN (given{y}, word1{y}, word2{y})"
    " AND (surname{y} = given{x} OR surname_as_given{y} IN (name1{x}, name2{x})))"
)
_SWAPPED_NEAR = f"({_near('surname', 0.9, 'word1')} AND {_near('word1', 0.9, 'surname')})"
_SHARED_NAME = (
    "(name1_l IN (name1_r, name2_r) OR name1_r IN (name1_l, name2_l) OR name2_l = name2_r"
    " OR given_l = word1_r OR given_r = word1_l)"
)
_INITIAL = _both("(length(given{x}) = 1 AND given{x} = substr(given{y}, 1, 1))")

SURNAME = (
    Condition(SILENT, "surname_l IS NULL OR surname_r IS NULL"),
    Condition("same", "surname_l = surname_r", "surname"),
    Condition("swapped", _SWAPPED, "surname"),
    Condition("close", _near("surname", 0.92), "surname"),
    Condition("swapped_close", _SWAPPED_NEAR, "surname"),
    Condition("similar", _near("surname", 0.85), "surname"),
    Condition("different", "ELSE"),
)

GIVEN = (
    Condition(SILENT, "given_l IS NULL OR given_r IS NULL"),
    Condition("same", "given_words_l = given_words_r OR given_l = given_r", "given_names"),
    Condition("variant", "given_names_l = given_names_r", "given_names"),
    Condition("swapped", f"surname_l <> surname_r AND {_SWAPPED}", "name1"),
    Condition("part", f"(name2_l IS NULL OR name2_r IS NULL) AND {_SHARED_NAME}", "name1"),
    Condition("shared", _SHARED_NAME, "name1"),
    Condition("close", f"{_near('given', 0.92)} OR {_near('word1', 0.92)}", "name1"),
    Condition("swapped_close", f"surname_l <> surname_r AND {_SWAPPED_NEAR}", "name1"),
    Condition("similar", f"{_near('given', 0.85)} OR {_near('word1', 0.85)}", "name1"),
    Condition("initial", _INITIAL),
    Condition("different", "ELSE"),
)

_ROUGH = "(precision_l = 1 OR precision_r = 1)"
_BOTH_DAYS = "(day_l IS NOT NULL AND day_r IS NOT NULL)"
BIRTH = (
    Condition(SILENT, "year_l IS NULL OR year_r IS NULL"),
    Condition("date_same", "day_l = day_r AND year_l = year_r"),
    Condition("date_day_month_swapped", "day_l = day_turned_r AND year_l = year_r"),
    Condition("date_year_near", "day_l = day_r AND abs(year_l - year_r) <= 2"),
    Condition("date_year_mistyped", "day_l = day_r AND (abs(year_l - year_r) = 10 OR year_l % 10 = year_r % 10)"),
    Condition(
        "date_day_or_month",
        f"year_l = year_r AND {_BOTH_DAYS} AND (month_l = month_r OR substr(day_l, 4) = substr(day_r, 4))",
    ),
    Condition("date_other_day", f"year_l = year_r AND {_BOTH_DAYS}"),
    Condition("date_near", f"{_BOTH_DAYS} AND abs(year_l - year_r) <= 2"),
    Condition("date_far", _BOTH_DAYS),
    Condition("rough_same", f"{_ROUGH} AND year_l = year_r"),
    Condition("rough_near", f"{_ROUGH} AND abs(year_l - year_r) <= 2"),
    Condition("rough_five", f"{_ROUGH} AND abs(year_l - year_r) <= 5"),
    Condition("rough_far", _ROUGH),
    Condition("month_same", "year_l = year_r AND month_l = month_r"),
    Condition("month_other", "year_l = year_r AND month_l <> month_r"),
    Condition("year_same", "year_l = year_r"),
    Condition("year_one_off", "abs(year_l - year_r) = 1"),
    Condition("year_two_off", "abs(year_l - year_r) = 2"),
    Condition("year_near", "abs(year_l - year_r) <= 5"),
    Condition("year_far", "ELSE"),
)

SEX = (
    Condition(SILENT, "sex_l IS NULL OR sex_r IS NULL"),
    Condition("same", "sex_l = sex_r"),
    Condition("different", "ELSE"),
)

_PHONE = (
    "(phone1_l IN (phone1_r, phone2_r, phone3_r) OR phone2_l IN (phone1_r, phone2_r, phone3_r)"
    " OR phone3_l IN (phone1_r, phone2_r, phone3_r))"
)
_NO_PHONE = "(phone1_l IS NULL OR phone1_r IS NULL)"
_VILLAGE = "(village_l = village_r AND coalesce(commune_l = commune_r, true))"
_COMMUNE = "(commune_l = commune_r)"
_NO_PLACE = "(commune_l IS NULL OR commune_r IS NULL)"
HOUSEHOLD = (
    Condition(SILENT, f"{_NO_PHONE} AND {_NO_PLACE} AND coalesce(NOT {_VILLAGE}, true)"),
    Condition("phone_village", f"{_PHONE} AND {_VILLAGE}"),
    Condition("phone_commune", f"{_PHONE} AND {_COMMUNE}"),
    Condition("phone", f"{_PHONE} AND {_NO_PLACE}"),
    Condition("phone_moved", _PHONE),
    Condition("village", f"{_NO_PHONE} AND {_VILLAGE}"),
    Condition("commune", f"{_NO_PHONE} AND {_COMMUNE} AND (village_l IS NULL OR village_r IS NULL)"),
    Condition("commune_other_village", f"{_NO_PHONE} AND {_COMMUNE}"),
    Condition("moved", _NO_PHONE),
    Condition("other_phone_village", _VILLAGE),
    Condition("other_phone_commune", f"{_COMMUNE} AND (village_l IS NULL OR village_r IS NULL)"),
    Condition("other_phone_other_village", _COMMUNE),
    Condition("other_phone", _NO_PLACE),
    Condition("other_phone_moved", "ELSE"),
)


def _parent(who: str) -> tuple[Condition, ...]:
    return (
        Condition(SILENT, f"{who}_l IS NULL OR {who}_r IS NULL"),
        Condition("same", f"{who}_l = {who}_r OR {who}_name_l = {who}_name_r", f"{who}_name"),
        Condition("close", _near(who, 0.92), f"{who}_name"),
        Condition("similar", _near(who, 0.85)),
        Condition("different", "ELSE"),
    )


def _plain(column: str) -> tuple[Condition, ...]:
    return (
        Condition(SILENT, f"{column}_l IS NULL OR {column}_r IS NULL"),
        Condition("same", f"{column}_l = {column}_r"),
        Condition("different", "ELSE"),
    )


COMPARISONS: dict[str, tuple[Condition, ...]] = {
    "surname": SURNAME,
    "given": GIVEN,
    "birth": BIRTH,
    "sex": SEX,
    "household": HOUSEHOLD,
    "father": _parent("father"),
    "mother": _parent("mother"),
    "batch": _plain("batch"),
    "country": _plain("country"),
}
"""By field, in the order in which a pair's parts are told."""

FAMILY_FIELDS = ("given", "birth", "sex")
"""What tells members of one household apart; everything else they share."""
