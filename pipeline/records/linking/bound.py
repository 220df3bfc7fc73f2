"""A quick upper bound of a pair's weight, from numbers alone: most candidates are nobody, and need no closer look."""

from math import log2

from .comparisons import COMPARISONS, FIRST_LETTERS_EXCHANGED, HARDLY_ALIKE, SILENT
from .model import Model
from .numbers import sql_number as n

SLACK = 1e-6
"""Bits; so that rounding never drops a pair that weighs just enough."""

_PLAIN = (
    "code_surname", "code_surname_as_given", "code_given", "code_given_words", "code_given_names", "code_name1",
    "code_name2", "year", "month", "day", "precision", "sex", "phone1", "phone2", "phone3", "commune", "code_village",
    "code_father_name", "code_mother_name", "batch", "country", "surname", "given", "surname_as_given",
)  # fmt: skip
_SHARES = ("tf_surname", "tf_given_names", "tf_name1", "tf_father_name", "tf_mother_name")


def quick_sql() -> str:
    """What the bound reads of each row of table ``record``; the logarithms are taken once."""
    shares = ", ".join(f"log2({name}) AS {name}" for name in _SHARES)
    several = "contains(surname_words, ' ') AS surname_several, word2 IS NOT NULL AS given_several"
    return f"SELECT row, {', '.join(_PLAIN)}, {shares}, {several} FROM record"  # noqa: S608


def may_weigh_sql(model: Model) -> str:
    """SQL over aliases ``l`` and ``r``: False only where Splink's weight is below ``model.floor``.

    Texts are looked at only where the numbers leave it open.
    """
    exact = [_exact(model, field) for field in ("birth", "sex", "phone", "batch", "country")]
    numbers = [n(model.prior + SLACK), _place(model), _parent(model, "father"), _parent(model, "mother"), *exact]
    quick, close = (" + ".join([*numbers, _names(model, closely)]) for closely in (False, True))
    floor = n(model.floor)
    return f"CASE WHEN {quick} < {floor} THEN false ELSE {close} >= {floor} END"


def _exact(model: Model, field: str) -> str:
    """The comparison as it is: its conditions read nothing but numbers."""
    cases = []
    for level, sql, _ in COMPARISONS[field]:
        weight = 0.0 if level == SILENT else model.comparisons[field][level].weight
        cases.append(f"ELSE {n(weight)}" if sql == "ELSE" else f"WHEN {_aliased(sql)} THEN {n(weight)}")
    return f"(CASE {' '.join(cases)} END)"


def _aliased(sql: str) -> str:
    """``year_l`` becomes ``l.year``."""
    words = []
    for word in sql.replace("(", " ( ").replace(")", " ) ").replace(",", " , ").split():
        words.append(f"{word[-1]}.{word[:-2]}" if word.endswith(("_l", "_r")) else word)
    return " ".join(words)


def _place(model: Model) -> str:
    levels = {name: level.weight for name, level in model.comparisons["place"].items()}
    same_commune = max(levels["village_close"], levels["commune_other_village"])
    same_village = "l.code_village = r.code_village AND coalesce(l.commune = r.commune, true)"
    return (
        f"(CASE WHEN {same_village} THEN {n(levels['village'])}"
        f" WHEN l.commune IS NULL OR r.commune IS NULL THEN 0 WHEN l.commune <> r.commune THEN {n(levels['moved'])}"
        f" WHEN l.code_village IS NULL OR r.code_village IS NULL THEN {n(levels['commune'])}"
        f" ELSE {n(same_commune)} END)"
    )


def _parent(model: Model, who: str) -> str:
    levels = model.comparisons[who]
    rarity = f"greatest(l.tf_{who}_name, r.tf_{who}_name)"
    other = max(levels["similar"].weight, levels["different"].weight)
    return (
        f"(CASE WHEN l.code_{who}_name IS NULL OR r.code_{who}_name IS NULL THEN 0"
        f" WHEN l.code_{who}_name = r.code_{who}_name THEN {n(log2(levels['same'].m))} - {rarity}"
        f" ELSE greatest({n(log2(levels['close'].m))} - {rarity}, {n(other)}) END)"
    )


_EXCHANGED = (
    "(l.surname_several OR r.surname_several"
    " OR l.code_surname_as_given IN (r.code_given, r.code_name1, r.code_name2)"
    " OR r.code_surname_as_given IN (l.code_given, l.code_name1, l.code_name2))"
)


def _names(model: Model, closely: bool) -> str:
    """Surname and given name together, because they are exchanged together; ``closely``: texts are looked at."""
    return f"{_surname(model, closely)} + {_given(model, closely)}"


def _surname(model: Model, closely: bool) -> str:
    rarity = "greatest(l.tf_surname, r.tf_surname)"
    same = log2(model.comparisons["surname"]["same"].m)
    swapped = log2(_most(model, "surname", ("swapped", "swapped_close")))
    other = _other(model, "surname", rarity)
    apart = f"{_aliased(HARDLY_ALIKE.format(column='surname'))} AND NOT {_aliased(FIRST_LETTERS_EXCHANGED)}"
    far = f" WHEN {apart} THEN {n(_least(model, 'surname'))}" if closely else ""
    return (
        f"(CASE WHEN l.code_surname = r.code_surname THEN {n(same)} - {rarity}"
        " WHEN l.code_surname IS NULL OR r.code_surname IS NULL THEN 0"
        f" WHEN {_EXCHANGED} THEN greatest({n(swapped)} - {rarity}, {other}){far} ELSE {other} END)"
    )


def _given(model: Model, closely: bool) -> str:
    whole = "greatest(l.tf_given_names, r.tf_given_names)"
    first = "greatest(l.tf_name1, r.tf_name1)"
    alike = log2(_most(model, "given", ("same", "same_as_parent", "variant")))
    shared = log2(_most(model, "given", ("swapped", "part", "shared", "swapped_close", "close")))
    other = _other(model, "given", first)
    apart = (
        f"NOT (l.given_several OR r.given_several) AND {_aliased(HARDLY_ALIKE.format(column='given'))}"
        f" AND NOT {_aliased(FIRST_LETTERS_EXCHANGED)}"
    )
    far = f" WHEN {apart} THEN {n(_least(model, 'given'))}" if closely else ""
    return (
        "(CASE WHEN l.code_given IS NULL OR r.code_given IS NULL THEN 0"
        " WHEN l.code_given_names = r.code_given_names OR l.code_given = r.code_given"
        f" OR l.code_given_words = r.code_given_words THEN {n(alike)} - {whole}"
        f" WHEN {_EXCHANGED} OR l.code_name1 IN (r.code_name1, r.code_name2) OR r.code_name1 = l.code_name2"
        f" OR l.code_name2 = r.code_name2 THEN greatest({n(shared)} - {first}, {other}){far} ELSE {other} END)"
    )


def _most(model: Model, field: str, levels: tuple[str, ...]) -> float:
    return max(model.comparisons[field][level].m for level in levels)


def _least(model: Model, field: str) -> float:
    """What names that are hardly alike are worth at most."""
    levels = model.comparisons[field]
    return max(levels["initial"].weight, levels["different"].weight)


def _other(model: Model, field: str, rarity: str) -> str:
    """The most that names which are not the same can be worth."""
    close = log2(_most(model, field, ("close", "swapped_close", "similar")))
    return f"greatest({n(close)} - {rarity}, {n(_least(model, field))})"
