"""The model's JSON document becomes a Model, or a message that says which entry is wrong and how to mend it."""

from collections.abc import Mapping
from typing import Any

from ...errors import SetupError, did_you_mean
from .aliases import read_aliases
from .comparisons import COMPARISONS, SILENT
from .model import FILE, Frequencies, Level, Model

SPREADS = ("batch", "commune", "village")


def read_model(document: Mapping[str, Any], aliases_csv: str) -> Model:
    """The model of a document like config/linkage.json, with the given names of config/given_name_aliases.csv.

    Raises:
        SetupError: an entry is missing, unknown, or no number in its range.
    """
    entry = _Entry(document)
    aliases = read_aliases(aliases_csv)
    model = Model(
        version=entry.text("version"),
        records=int(entry.number("records", 1)),
        mentions=entry.number("mentions", 0.001),
        relatives=entry.number("relatives", 0.001),
        comparisons=_comparisons(entry.child("comparisons")),
        upper=entry.number("upper", -100),
        lower=entry.number("lower", -100),
        floor=entry.number("floor", -100),
        block_pairs=entry.number("block_pairs", 1),
        spread={name: entry.child("spread").number(name, 0, 1) for name in SPREADS},
        frequencies=_frequencies(entry.child("frequencies"), aliases, entry.number("rare", 1e-9, 1)),
        aliases=aliases,
    )
    if not model.floor <= model.lower <= model.upper:
        raise SetupError(FILE, "floor, lower and upper do not ascend.", "Write floor <= lower <= upper.")
    return model


def _comparisons(entry: "_Entry") -> dict[str, dict[str, Level]]:
    entry.refuse_unknown(COMPARISONS)
    return {field: _levels(field, entry.child(field)) for field in COMPARISONS}


def _levels(field: str, entry: "_Entry") -> dict[str, Level]:
    names = [condition.level for condition in COMPARISONS[field] if condition.level != SILENT]
    entry.refuse_unknown(names)
    levels = {}
    for name in names:
        level = entry.child(name)
        levels[name] = Level(level.number("m", 1e-9), level.number("u", 1e-9), level.number("family", -50, 50))
    return levels


def _frequencies(entry: "_Entry", aliases: Mapping[str, str], rare: float) -> Frequencies:
    given: dict[str, float] = {}
    for key in entry.child("given").names():
        name = aliases.get(key, key)
        given[name] = given.get(name, 0.0) + entry.child("given").number(key, 0, 1)
    surname = entry.child("surname")
    return Frequencies({key: surname.number(key, 0, 1) for key in surname.names()}, given, rare)


class _Entry:
    """A table of the document that knows its place, for messages."""

    def __init__(self, table: Mapping[str, Any], place: str = "") -> None:
        self.table, self.place = table, place

    def names(self) -> list[str]:
        return list(self.table)

    def child(self, name: str) -> "_Entry":
        value = self._value(name)
        if not isinstance(value, Mapping):
            raise self._error(name, "is no table.", "Write it in braces, as the shipped file has it.")
        return _Entry(value, f"{self.place}{name}.")

    def text(self, name: str) -> str:
        value = self._value(name)
        if not isinstance(value, str) or not value:
            raise self._error(name, "is no text.", "Write it in double quotes.")
        return value

    def number(self, name: str, low: float, high: float = float("inf")) -> float:
        value = self._value(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self._error(name, f"is {value!r}.", f"Write a number from {low} to {high}.")
        return float(value)

    def refuse_unknown(self, known: Any) -> None:
        for name in self.table:
            if name not in known:
                raise self._error(name, "is not known.", did_you_mean(name, known))

    def _value(self, name: str) -> Any:
        if name not in self.table:
            raise self._error(name, "is missing.", "Put it back as the shipped file has it.")
        return self.table[name]

    def _error(self, name: str, what: str, fix: str) -> SetupError:
        return SetupError(f"{FILE}, {self.place}{name}", what, fix)
