"""The server's search language, `action:x AND (name:"y" OR …)`, as a tree."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .replies import ApiError

_TOKEN = re.compile(
    r"""\s*(?:(?P<paren>[()])|(?P<word>AND|OR|NOT)\b
    |(?P<field>[A-Za-z_][\w-]*):(?P<value>"[^"]*"|'[^']*'|[^\s()]+)|(?P<bare>"[^"]*"|'[^']*'|[^\s()]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """``field:value``; ``field`` is '' for a bare word."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Terms joined by one operator; ``not`` has one part."""

    operator: Literal["and", "or", "not"]
    parts: tuple["Tree", ...]


Tree = Term | Joined


def parse_search(text: str) -> Tree:
    """The tree of a search.

    Raises:
        ApiError: 400, a parenthesis or an operator stands alone.
    """
    tokens = _tokens(text)
    tree = _either(tokens)
    if tokens:
        raise ApiError(400, {"detail": "Your query is not valid"})
    return tree


def evaluate(tree: Tree, test: Callable[[Term], bool]) -> bool:
    """Whether the tree holds where ``test`` decides each term."""
    if isinstance(tree, Term):
        return test(tree)
    if tree.operator == "not":
        return not evaluate(tree.parts[0], test)
    joined = all if tree.operator == "and" else any
    return joined(evaluate(part, test) for part in tree.parts)


def _tokens(text: str) -> list[Term | str]:
    found: list[Term | str] = []
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            raise ApiError(400, {"detail": "Your query is not valid"})
        position = match.end()
        if match["paren"] or match["word"]:
            found.append(match["paren"] or match["word"])
        else:
            found.append(Term(match["field"] or "", _unquoted(match["value"] or match["bare"])))
    return found


def _unquoted(value: str) -> str:
    return value[1:-1] if value[:1] in {'"', "'"} and value[-1:] == value[:1] else value


def _either(tokens: list[Term | str]) -> Tree:
    parts = [_both(tokens)]
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        parts.append(_both(tokens))
    return parts[0] if len(parts) == 1 else Joined("or", tuple(parts))


def _both(tokens: list[Term | str]) -> Tree:
    parts = [_one(tokens)]
    while tokens and tokens[0] not in {"OR", ")"}:
        if tokens[0] == "AND":
            tokens.pop(0)
        parts.append(_one(tokens))
    return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))


def _one(tokens: list[Term | str]) -> Tree:
    first = tokens.pop(0) if tokens else ")"
    if isinstance(first, Term):
        return first
    if first == "NOT":
        return Joined("not", (_one(tokens),))
    if first == "(":
        inner = _either(tokens)
        if tokens and tokens.pop(0) == ")":
            return inner
    raise ApiError(400, {"detail": "Your query is not valid"})
