"""Which records are compared at all: those that share a key, and a key says more where the names in it are common."""

from collections.abc import Iterator
from typing import NamedTuple

from .model import Model

YEAR_SHARE = 0.045
"""Share of all records born in a given year; people who return are mostly between 18 and 45."""


class Rule(NamedTuple):
    """Records with the same parts are compared.

    Attributes:
        name: keeps equal texts of different rules apart.
        parts: SQL over ``prepare.COLUMNS``; no key where one of them is NULL.
        share: SQL: which share of all records is expected to have these parts.
        unless: SQL: where it holds the key is left out, because a shorter one of the same parts is there.
    """

    name: str
    parts: tuple[str, ...]
    share: str
    unless: str = ""


def _pair(second: str) -> str:
    """Two names in either order, so that exchanged names meet."""
    return f"least(surname_as_given, {second}) || '+' || greatest(surname_as_given, {second})"


def _years(width: int) -> list[str]:
    """Windows such that any two years less than ``width`` apart share one."""
    return [f"'{width}.{shift}.' || ((year + {shift}) // {width})" for shift in range(width)]


def rules(model: Model) -> Iterator[Rule]:
    """All rules of the model; the union of what they gather is compared."""
    yield from _whole_name(model, "name1", "tf_name1")
    yield from _whole_name(model, "name2", "tf_name2")
    for name, share in (("surname_as_given", "tf_surname"), ("name1", "tf_name1"), ("name2", "tf_name2")):
        yield from _one_name(model, name, share)
    yield from _no_name(model)


def _whole_name(model: Model, second: str, tf: str) -> Iterator[Rule]:
    pair, share = _pair(second), f"tf_surname * {tf}"
    rare = f"{model.records} * {share} <= {model.block_pairs}"
    yield Rule("n", (pair,), share)
    for window in _years(3):
        yield Rule("ny", (pair, window), f"{share} * {3 * YEAR_SHARE}", rare)
    yield Rule("nY", (pair, "year"), f"{share} * {YEAR_SHARE}", rare)
    yield Rule("nYc", (pair, "year", "commune"), f"{share} * {YEAR_SHARE * model.spread['commune']}", rare)
    yield Rule("nc", (pair, "commune"), f"{share} * {model.spread['commune']}", rare)
    yield Rule("nv", (pair, "village"), f"{share} * {model.spread['village']}", rare)
    yield Rule("nb", (pair, "batch"), f"{share} * {model.spread['batch']}", rare)
    yield Rule("nf", (pair, "father_name"), f"{share} * tf_father_name", rare)
    yield Rule("nm", (pair, "mother_name"), f"{share} * tf_mother_name", rare)


def _one_name(model: Model, name: str, tf: str) -> Iterator[Rule]:
    for number in ("phone1", "phone2", "phone3"):
        yield Rule("tp", (name, number), tf + " * 0.00001")
    yield Rule("tb", (name, "batch"), f"{tf} * {model.spread['batch']}")
    yield Rule("tfm", (name, "father_name", "mother_name"), f"{tf} * tf_father_name * tf_mother_name")
    yield Rule("td", (name, "year", "day"), f"{tf} * {YEAR_SHARE / 300}")
    for window in _years(2):
        yield Rule("tfy", (name, "father_name", window), f"{tf} * tf_father_name * {2 * YEAR_SHARE}")
        yield Rule("tmy", (name, "mother_name", window), f"{tf} * tf_mother_name * {2 * YEAR_SHARE}")
        yield Rule("tvy", (name, "village", window), f"{tf} * {model.spread['village'] * 2 * YEAR_SHARE}")


def _no_name(model: Model) -> Iterator[Rule]:
    yield Rule("dc", ("year", "day", "commune"), str(YEAR_SHARE / 300 * model.spread["commune"]))
    yield Rule("db", ("year", "day", "batch"), str(YEAR_SHARE / 300 * model.spread["batch"]))
    yield Rule("ps", ("phone1", "sex"), "0.00001")
    yield Rule("fmy", ("father_name", "mother_name", "year"), f"tf_father_name * tf_mother_name * {YEAR_SHARE}")
    yield Rule(
        "fmv", ("father_name", "mother_name", "village"), f"tf_father_name * tf_mother_name * {model.spread['village']}"
    )
    yield Rule("bsy", ("batch", "sex", "year"), str(model.spread["batch"] * 0.5 * YEAR_SHARE))


def keys_sql(model: Model) -> str:
    """An SQL expression: the distinct keys of one prepared row, as a list of signed 64-bit numbers."""
    return f"list_distinct(list_filter([{', '.join(_key_sql(model, rule) for rule in rules(model))}], lambda key: key IS NOT NULL))"


def _key_sql(model: Model, rule: Rule) -> str:
    text = f"'{rule.name}|' || " + " || '|' || ".join(f"({part})" for part in rule.parts)
    holds = f"{model.records} * {rule.share} <= {model.block_pairs}"
    if rule.unless:
        holds += f" AND NOT ({rule.unless})"
    return f"CASE WHEN {holds} THEN (md5_number_lower({text}) >> 1)::BIGINT END"
