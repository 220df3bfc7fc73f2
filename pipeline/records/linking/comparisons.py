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


HARDLY_ALIKE = "jaro_winkler_similarity({column}_l, {column}_r) < 0.75"
"""True of no two names that any level takes for close or similar."""


def _close(column: str) -> str:
    """About one letter apart, or only in the vowels, which a clerk writes as he hears them."""
    long = f"length({column}_l) >= 5 AND length({column}_r) >= 5 AND abs(length({column}_l) - length({column}_r)) <= 1"
    vowels = f"{column}_bones_l = {column}_bones_r AND (length({column}_bones_l) > 2 OR {_near(column, 0.82)})"
    # The first condition is true of all the others; it spares most pairs the rest.
    return (
        f"({_near(column, 0.75)} AND"
        f" ({_near(column, 0.92)} OR ({long} AND levenshtein({column}_l, {column}_r) <= 1) OR ({vowels})))"
    )


_AS_GIVEN = "code_surname_as_given{x} IN (code_given{y}, code_name1{y}, code_name2{y})"
_SWAPPED_WORD = f"({_AS_GIVEN.format(x='_l', y='_r')} AND {_AS_GIVEN.format(x='_r', y='_l')})"
_SWAPPED = f"({_SWAPPED_WORD} OR (surname_words_l = given_words_r AND surname_words_r = given_words_l))"
_SWAPPED_ONE_CLOSE = _both(f"({_AS_GIVEN} AND jaro_winkler_similarity(given{{x}}, surname_as_given{{y}}) >= 0.8)")
FIRST_LETTERS_EXCHANGED = (
    "coalesce(substr(surname_as_given_l, 1, 1) = substr(given_r, 1, 1)"
    " AND substr(surname_as_given_r, 1, 1) = substr(given_l, 1, 1), false)"
)
"""Looked at first because that is quick, and few exchanged names have both first letters wrong."""
_SWAPPED_BOTH_CLOSE = (
    f"({FIRST_LETTERS_EXCHANGED} AND {_near('surname_as_given', 0.88, 'given')}"
    f" AND {_near('given', 0.88, 'surname_as_given')})"
)
_SWAPPED_CLOSE = f"({_SWAPPED_ONE_CLOSE} OR {_SWAPPED_BOTH_CLOSE})"
_SHARED_NAME = (
    "(code_name1_l IN (code_name1_r, code_name2_r) OR code_name1_r = code_name2_l OR code_name2_l = code_name2_r)"
)
# A child may bear a parent's name; only their birth years tell them apart, so it matters where one is not known.
_PARENTS = "code_father_name_l, code_father_name_r, code_mother_name_l, code_mother_name_r"
_NAMESAKE = (
    f"((year_l IS NULL OR year_r IS NULL) AND code_given_names_l = code_given_names_r"
    f" AND code_given_names_l IN ({_PARENTS}))"
)


_SEVERAL = "(word2_l IS NOT NULL OR word2_r IS NOT NULL)"


def _initial(column: str) -> str:
    side = "(length({c}{x}) = 1 AND {c}{x} = substr({c}{y}, 1, 1))"
    return _both(side.replace("{c}", column))


SURNAME = (
    Condition(SILENT, "surname_l IS NULL OR surname_r IS NULL"),
    Condition("same", "code_surname_l = code_surname_r", "surname"),
    Condition("swapped", _SWAPPED, "surname"),
    Condition("close", _close("surname"), "surname"),
    Condition("swapped_close", _SWAPPED_CLOSE, "surname"),
    Condition("similar", _near("surname", 0.85), "surname"),
    Condition("initial", _initial("surname")),
    Condition("different", "ELSE"),
)

GIVEN = (
    Condition(SILENT, "given_l IS NULL OR given_r IS NULL"),
    Condition("same_as_parent", _NAMESAKE, "given_names"),
    Condition("same", "code_given_words_l = code_given_words_r OR code_given_l = code_given_r", "given_names"),
    Condition("variant", "code_given_names_l = code_given_names_r", "given_names"),
    Condition("swapped", f"code_surname_l <> code_surname_r AND {_SWAPPED}", "name1"),
    Condition("part", f"(name2_l IS NULL OR name2_r IS NULL) AND {_SHARED_NAME}", "name1"),
    Condition("shared", _SHARED_NAME, "name1"),
    Condition("close", f"{_close('given')} OR {_SEVERAL} AND {_near('word1', 0.92)}", "name1"),
    Condition("swapped_close", f"code_surname_l <> code_surname_r AND {_SWAPPED_CLOSE}", "name1"),
    Condition("similar", f"{_near('given', 0.85)} OR {_SEVERAL} AND {_near('word1', 0.85)}", "name1"),
    Condition("initial", _initial("given")),
    Condition("different", "ELSE"),
)

_ROUGH = "(precision_l = 1 OR precision_r = 1)"
_BOTH_DAYS = "(day_l IS NOT NULL AND day_r IS NOT NULL)"
_TURNED = "(day_l % 100 = day_r // 100 AND day_l // 100 = day_r % 100)"
_HALF = "(month_l = month_r OR day_l % 100 = day_r % 100)"
BIRTH = (
    Condition(SILENT, "year_l IS NULL OR year_r IS NULL"),
    Condition("date_same", "day_l = day_r AND year_l = year_r"),
    Condition("date_day_month_swapped", f"year_l = year_r AND {_TURNED}"),
    Condition("date_year_near", "day_l = day_r AND abs(year_l - year_r) <= 2"),
    Condition("date_year_mistyped", "day_l = day_r AND (abs(year_l - year_r) <= 10 OR abs(year_l - year_r) % 10 = 0)"),
    Condition("date_day_or_month", f"year_l = year_r AND {_BOTH_DAYS} AND {_HALF}"),
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


_PHONES_R = "(phone1_r, phone2_r, phone3_r)"
_APART = "greatest(abs(phone1_l - phone1_r), 1)"
PHONE = (
    Condition(SILENT, "phone1_l IS NULL OR phone1_r IS NULL"),
    Condition("same", " OR ".join(f"phone{number}_l IN {_PHONES_R}" for number in (1, 2, 3))),
    # One digit mistyped: the numbers are 1 to 9 units, tens, hundreds … apart.
    Condition(
        "one_digit",
        f"({_APART} < 10 OR {_APART} % 10 = 0) AND {_APART} % CAST(power(10, floor(log10({_APART}))) AS BIGINT) = 0",
    ),
    Condition("different", "ELSE"),
)

PLACE = (
    Condition("village", "code_village_l = code_village_r AND coalesce(commune_l = commune_r, true)"),
    Condition("commune", "commune_l = commune_r AND (village_l IS NULL OR village_r IS NULL)"),
    Condition("village_close", f"commune_l = commune_r AND {_near('village', 0.88)}"),
    Condition("commune_other_village", "commune_l = commune_r"),
    Condition(SILENT, "commune_l IS NULL OR commune_r IS NULL"),
    Condition("moved", "ELSE"),
)


def _parent(who: str) -> tuple[Condition, ...]:
    return (
        Condition(SILENT, f"{who}_l IS NULL OR {who}_r IS NULL"),
        Condition("same", f"code_{who}_name_l = code_{who}_name_r", f"{who}_name"),
        Condition("close", _close(who), f"{who}_name"),
        Condition("similar", _near(who, 0.85)),
        Condition("different", "ELSE"),
    )


def _plain(column: str) -> tuple[Condition, ...]:
    return (
        Condition(SILENT, f"{column}_l IS NULL OR {column}_r IS NULL"),
        Condition("same", f"{column}_l = {column}_r"),
        Condition("different", "ELSE"),
    )


BATCH = (
    Condition(SILENT, "batch_l IS NULL OR batch_r IS NULL"),
    # People of one village travel together, so together the two say less than each alone.
    Condition("same_and_village", "batch_l = batch_r AND code_village_l = code_village_r AND commune_l = commune_r"),
    Condition("same", "batch_l = batch_r"),
    Condition("different", "ELSE"),
)

COMPARISONS: dict[str, tuple[Condition, ...]] = {
    "surname": SURNAME,
    "given": GIVEN,
    "birth": BIRTH,
    "sex": _plain("sex"),
    "phone": PHONE,
    "place": PLACE,
    "father": _parent("father"),
    "mother": _parent("mother"),
    "batch": BATCH,
    "country": _plain("country"),
}
"""By field, in the order in which a pair's parts are told."""
