"""Which records are compared at all: those that share a key, and a key says more where the names in it are common."""

from collections.abc import Iterator
from typing import NamedTuple

from .codes import code_of
from .model import Model

YEAR_SHARE = 0.045
"""Share of all records born in a given year; people who return are mostly between 18 and 45."""

_YEAR = "year::BIGINT * 1000003"
_VILLAGE = "commune", "code_village"
"""Villages of one name lie in many communes."""
_DATE = "(year::BIGINT * 1300 + day) * 1000003"


class Rule(NamedTuple):
    """Records whose parts add up to the same number are compared.

    Attributes:
        name: keeps equal sums of different rules apart; rules of one name share their keys.
        parts: SQL over ``prepare.COLUMNS``, numbers below 2**60; no key where one of them is NULL.
        share: SQL: which share of all records is expected to have these parts.
        only_if: SQL: where it does not hold the key is left out, because a shorter one of the same parts is there.
    """

    name: str
    parts: tuple[str, ...]
    share: str
    only_if: str = ""


def rules(model: Model) -> Iterator[Rule]:
    """All rules of the model; the union of what they gather is compared."""
    yield from _whole_name(model, "name1")
    yield from _whole_name(model, "name2")
    for code, share in (
        ("code_surname_as_given", "tf_surname"),
        ("code_name1", "tf_name1"),
        ("code_name2", "tf_name2"),
    ):
        yield from _one_name(model, code, share)
    yield from _consonants(model)
    yield from _no_name(model)


def _whole_name(model: Model, second: str) -> Iterator[Rule]:
    """Surname and a given name, alone where rare; a sum does not tell which is which, so exchanged names meet."""
    pair, share = ("code_surname_as_given", f"code_{second}"), f"tf_surname * tf_{second}"
    common = f"{model.records} * {share} > {model.block_pairs}"
    yield Rule("names", pair, share)
    for shift in range(3):  # of the three windows of three years, any two years less than three apart share one
        window = f"((year::BIGINT + {shift}) // 3 * 3 + {shift}) * 1000003"
        yield Rule("names, three years", (*pair, window), f"{share} * {3 * YEAR_SHARE}", common)
    yield Rule("names, year", (*pair, _YEAR), f"{share} * {YEAR_SHARE}", common)
    yield Rule("names, commune", (*pair, "commune"), f"{share} * {model.spread['commune']}", common)
    yield Rule("names, batch", (*pair, "batch"), f"{share} * {model.spread['batch']}", common)
    yield Rule("names, father", (*pair, "code_father_name"), f"{share} * tf_father_name", common)
    yield Rule("names, mother", (*pair, "code_mother_name"), f"{share} * tf_mother_name", common)
    yield Rule(
        "names, year, commune", (*pair, _YEAR, "commune"), f"{share} * {YEAR_SHARE * model.spread['commune']}", common
    )


def _consonants(model: Model) -> Iterator[Rule]:
    """Both names by their consonants, for clerks who write each vowel as they hear it; several names share them."""
    pair, share = ("code_surname_bones", "code_given_bones"), "4 * tf_surname * tf_name1"
    yield Rule("consonants, year", (*pair, _YEAR), f"{share} * {YEAR_SHARE}")
    yield Rule("consonants, commune", (*pair, "commune"), f"{share} * {model.spread['commune']}")


def _one_name(model: Model, code: str, share: str) -> Iterator[Rule]:
    village = model.spread["village"]
    yield Rule("name, phone", (code, "phone1"), f"{share} * 0.00001")
    yield Rule("name, phone", (code, "phone2"), f"{share} * 0.00001")
    yield Rule("name, batch", (code, "batch"), f"{share} * {model.spread['batch']}")
    yield Rule("name, date", (code, _DATE), f"{share} * {YEAR_SHARE / 300}")
    yield Rule("name, village", (code, *_VILLAGE), f"{share} * {village}")
    common = f"{model.records} * {share} * {village} > {model.block_pairs}"
    yield Rule("name, year, village", (code, _YEAR, *_VILLAGE), f"{share} * {YEAR_SHARE * village}", common)
    yield Rule(
        "name, parents", (code, "code_father_name", "code_mother_name"), f"{share} * tf_father_name * tf_mother_name"
    )


def _no_name(model: Model) -> Iterator[Rule]:
    commune, village, batch = (model.spread[name] for name in ("commune", "village", "batch"))
    parents, shares = ("code_father_name", "code_mother_name"), "tf_father_name * tf_mother_name"
    yield Rule("date, commune", (_DATE, "commune"), str(YEAR_SHARE / 300 * commune))
    yield Rule("date, batch", (_DATE, "batch"), str(YEAR_SHARE / 300 * batch))
    yield Rule("phone, sex", ("phone1", "sex"), "0.00001")
    yield Rule("parents, year", (*parents, _YEAR), f"{shares} * {YEAR_SHARE}")
    yield Rule("parents, village", (*parents, *_VILLAGE), f"{shares} * {village}")
    yield Rule("batch, sex, year", ("batch", "sex", _YEAR), str(batch * 0.5 * YEAR_SHARE))


def keys_sql(model: Model) -> str:
    """An SQL expression: the keys of one prepared row as a list, NULL among them; signed and at most 64 bits."""
    return f"[{', '.join(_key_sql(model, rule) for rule in rules(model))}]"


def _key_sql(model: Model, rule: Rule) -> str:
    holds = f"{model.records} * {rule.share} <= {model.block_pairs}"
    if rule.only_if:
        holds += f" AND {rule.only_if}"
    return f"CASE WHEN {holds} THEN {' + '.join([str(code_of(rule.name)), *rule.parts])} END"
