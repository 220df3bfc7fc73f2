"""The operators of `query=` that KoBoToolbox lets through; any other is escaped, so that it matches nothing."""

import re
from collections.abc import Callable, Iterator
from typing import Any

Row = dict[str, Any]
Test = Callable[[Row], bool]
_ABSENT = object()


class QueryError(Exception):
    """The real server answers 500 to this query."""


def compile_query(query: Any) -> Test:
    """Whether a row of the data list matches; an empty query matches all.

    Raises:
        QueryError: the query is no object, or an operator has an argument of a wrong shape.
    """
    if not isinstance(query, dict):
        raise QueryError("a query is an object")
    tests = [_top(key, value) for key, value in query.items()]
    return lambda row: all(test(row) for test in tests)


def _top(key: str, value: Any) -> Test:
    if key in {"$and", "$or"}:
        if not isinstance(value, list):
            raise QueryError(f"{key} takes a list")
        parts = [compile_query(part) for part in value]
        joined = all if key == "$and" else any
        return lambda row: joined(part(row) for part in parts)
    if key.startswith("$"):
        return lambda row: False
    return _field(key, value)


def _field(key: str, value: Any) -> Test:
    condition = _condition(value)
    return lambda row: condition(list(_found(row, key)))


def _condition(value: Any) -> Callable[[list[Any]], bool]:
    """A test of the values found under one key; none found is the empty list."""
    if not isinstance(value, dict) or not any(str(key).startswith("$") for key in value):
        return lambda found: any(_equal(one, value) for one in found) or (value is None and not found)
    tests = [_operator(name, argument, value) for name, argument in value.items() if name != "$options"]
    return lambda found: all(test(found) for test in tests)


def _operator(name: str, argument: Any, around: dict[str, Any]) -> Callable[[list[Any]], bool]:
    if name in _COMPARE:
        compare = _COMPARE[name]
        return lambda found: any(_comparable(one, argument) and compare(one, argument) for one in found)
    if name == "$regex":
        pattern = re.compile(str(argument), re.IGNORECASE if "i" in str(around.get("$options", "")) else 0)
        return lambda found: any(isinstance(one, str) and bool(pattern.search(one)) for one in found)
    if name in {"$not", "$elemMatch"}:
        inner = _condition(argument) if name == "$not" else None
        if inner is not None:
            return lambda found: not inner(found)
        nested = compile_query(argument)
        return lambda found: any(isinstance(one, dict) and nested(one) for one in found)
    return _membership(name, argument)


def _membership(name: str, argument: Any) -> Callable[[list[Any]], bool]:
    if name in {"$in", "$nin", "$all"}:
        if not isinstance(argument, list):
            # The real server lets this reach its database, which refuses it; recorded as an empty answer.
            return lambda found: False
        if name == "$all":
            return lambda found: all(any(_equal(one, wanted) for one in found) for wanted in argument)
        wanted = {_key(one) for one in argument}
        is_in = name == "$in"
        return lambda found: any(_key(one) in wanted for one in found) == is_in
    if name == "$exists":
        return lambda found: bool(found) == bool(argument)
    if name == "$ne":
        return lambda found: not any(_equal(one, argument) for one in found)
    return lambda found: False


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "$gt": lambda one, other: one > other,
    "$gte": lambda one, other: one >= other,
    "$lt": lambda one, other: one < other,
    "$lte": lambda one, other: one <= other,
}


def _comparable(one: Any, other: Any) -> bool:
    """Only like types compare: all answers are text, so ``{"age": {"$gt": 5}}`` finds nothing."""
    both_numbers = isinstance(one, int | float) and isinstance(other, int | float)
    return both_numbers or (isinstance(one, str) and isinstance(other, str))


def _equal(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other) if isinstance(one, bool) else bool(one == other)


def _key(value: Any) -> str:
    return f"{type(value).__name__}:{value}"


def _found(row: Any, key: str) -> Iterator[Any]:
    """Values under a key: as it is, or through lists and objects at each dot."""
    if isinstance(row, list):
        for one in row:
            yield from _found(one, key)
        return
    if not isinstance(row, dict):
        return
    value = row.get(key, _ABSENT)
    if value is not _ABSENT:
        yield value
        if isinstance(value, list):
            yield from value
        return
    head, dot, rest = key.partition(".")
    if dot and head in row:
        yield from _found(row[head], rest)


def narrowing(query: Any) -> dict[str, Any]:
    """The conjuncts on ``_id``, ``_uuid`` and ``meta/rootUuid``: the database reads fewer rows by them."""
    if not isinstance(query, dict):
        return {}
    return {key: query[key] for key in ("_id", "_uuid", "meta/rootUuid") if key in query}
