"""config/rules.toml becomes Thresholds; a wrong or misspelt one gets an error that names file, threshold and key."""

import itertools
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.errors import SetupError, did_you_mean

from .policy import Threshold

FILE = "config/rules.toml"
KEYS = ("value", "valid_from", "valid_to", "because", "source")


def read_thresholds(document: Mapping[str, Any], names: Collection[str]) -> dict[str, tuple[Threshold, ...]]:
    """Versions by name, oldest first; ``names`` are those the rules read.

    Args:
        document: the parsed TOML: ``[[topic.name]]`` tables.

    Raises:
        SetupError: a name no rule reads, a key that is none, a day that is none, two versions in force on one day.
    """
    found: dict[str, tuple[Threshold, ...]] = {}
    for topic, table in document.items():
        if not isinstance(table, Mapping):
            raise SetupError(f"{FILE}, {topic}", "is no threshold.", "Write each one under its own [[topic.name]].")
        for key, rows in table.items():
            name = f"{topic}.{key}"
            if name not in names:
                raise SetupError(f"{FILE}, [[{name}]]", "no rule reads this threshold.", did_you_mean(name, names))
            found[name] = _versions(name, rows)
    for name in sorted(set(names) - found.keys()):
        raise SetupError(f"{FILE}, [[{name}]]", "is missing.", "Take it over from the file 'retour init' lays out.")
    return found


def changed(
    thresholds: Mapping[str, tuple[Threshold, ...]], name: str, value: Any, since: date | None
) -> dict[str, tuple[Threshold, ...]]:
    """The same thresholds with one more version; what a trial judges by.

    It holds from that day on, for every later day, also where the file has later versions: the question a trial answers
    is "what if this had been the rule since then". Earlier days keep what the file says. Without a day it holds always.

    Raises:
        SetupError: no rule reads a threshold of that name.
    """
    known_name(name, thresholds)
    trial = Threshold(name, value, since, None, "essai", "--set")
    return {**thresholds, name: (*thresholds[name], trial)}


def known_name(name: str, thresholds: Collection[str]) -> None:
    """Nothing, if a rule reads a threshold of that name.

    Raises:
        SetupError: none does; with the nearest name.
    """
    if name not in thresholds:
        raise SetupError(f"--set {name}", "no rule reads this threshold.", did_you_mean(name, thresholds))


def _versions(name: str, rows: Any) -> tuple[Threshold, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise SetupError(f"{FILE}, {name}", "is not a list of versions.", f"Write it under [[{name}]], twice [ and ].")
    versions = sorted((_threshold(name, row) for row in rows), key=lambda t: t.valid_from or date.min)
    for earlier, later in itertools.pairwise(versions):
        if later.valid_from is None or earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise SetupError(
                f"{FILE}, [[{name}]]",
                "two versions are in force on the same day.",
                "End the earlier one with valid_to, the day before the later one's valid_from.",
            )
    return tuple(versions)


def _threshold(name: str, row: Mapping[str, Any]) -> Threshold:
    where = f"{FILE}, [[{name}]]"
    for key in row:
        if key not in KEYS:
            raise SetupError(f"{where} {key}", "is no key of a threshold.", did_you_mean(key, KEYS))
    for key in ("valid_from", "valid_to"):
        if key in row and (not isinstance(row[key], date) or hasattr(row[key], "hour")):
            raise SetupError(f"{where} {key}", f"is {row[key]!r}, not a day.", "Write it without quotes: 2018-09-01.")
    if "value" not in row:
        raise SetupError(f"{where} value", "is missing.", 'Add it: value = 4, or value = "none" where nothing holds.')
    if not row.get("because"):
        raise SetupError(f"{where} because", "is missing.", "Say in a few words why the threshold is what it is.")
    return Threshold(
        name, _value(row["value"]), row.get("valid_from"), row.get("valid_to"), row["because"], row.get("source", "")
    )


def _value(value: Any) -> Any:
    if value == "none":
        return None
    if isinstance(value, float):
        return Decimal(str(value))
    return tuple(value) if isinstance(value, list) else value
