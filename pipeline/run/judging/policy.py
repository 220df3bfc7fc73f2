"""The programme's policy: thresholds, catalogue and places out of ``config/``, and a mark that tells policies apart."""

import csv
import hashlib
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ... import rules
from ...errors import SetupError
from ...rules.policy import Item, Policy
from ...rules.practice import RULES
from ...rules.thresholds import FILE, read_thresholds

CATALOGUE, PLACES = "config/catalogue.csv", "config/places.csv"
COUNTRY = ZoneInfo("Africa/Ouagadougou")
NAMES = frozenset(name for rule in RULES for name in rule.thresholds)


class Ruling(NamedTuple):
    """The policy in force; ``mark`` differs as soon as a rule, a threshold, a price or a place does."""

    policy: Policy
    mark: str


def country_day(at: datetime) -> date:
    """The day in Burkina Faso at that instant."""
    return at.astimezone(COUNTRY).date()


def read_ruling(folder: Path, at: datetime) -> Ruling:
    """What the programme in ``folder`` judges by on the day of that instant.

    Raises:
        SetupError: a file of it is missing or wrong; it says which and how to mend it.
    """
    today = country_day(at)
    written, catalogue, places = (_read(folder, file) for file in (FILE, CATALOGUE, PLACES))
    policy = Policy(
        today,
        read_thresholds(_parsed(written), NAMES),
        {item.code: item for item in _items(catalogue)},
        dict(_parents(places)),
    )
    # A version that begins or ends today changes what rules say although no file did.
    in_force = " ".join(f"{name}={t.version}" for name in sorted(NAMES) if (t := policy.at(name)))
    seen = "\0".join((written, catalogue, places, in_force, *_rules_as_written()))
    return Ruling(policy, hashlib.blake2b(seen.encode(), digest_size=8).hexdigest())


def _read(folder: Path, file: str) -> str:
    try:
        return (folder / file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SetupError(
            str(folder / file),
            "is missing: the programme was laid before there were rules, or somebody removed it.",
            f"Lay a fresh programme elsewhere (retour init FOLDER) and copy its {file} here.",
        ) from None
    except (OSError, UnicodeDecodeError):
        raise SetupError(file, "cannot be read as UTF-8 text.", "Save it as UTF-8.") from None


def _parsed(written: str) -> dict[str, object]:
    try:
        return tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise SetupError(FILE, f"is no valid TOML: {error}.", "Mend that line.") from None


def _items(catalogue: str) -> Iterator[Item]:
    for line, row in _rows(CATALOGUE, catalogue, ("name", "unit", "reference_price_xof")):
        price = row["reference_price_xof"].replace(" ", "")
        try:
            yield Item(row["name"], row["unit"], Decimal(price) if price else None)
        except InvalidOperation:
            raise SetupError(
                f"{CATALOGUE}, line {line}", f"'{price}' is no price.", "Write whole francs, or leave it empty."
            ) from None


def _parents(places: str) -> Iterator[tuple[str, str]]:
    return ((row["name"], row["parent"]) for _, row in _rows(PLACES, places, ("name", "parent")) if row["parent"])


def _rows(file: str, content: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(content.removeprefix("\ufeff").splitlines())
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise SetupError(file, f"has no column '{missing[0]}'.", f"Its first line must name {', '.join(columns)}.")
    for line, row in enumerate(reader, start=2):
        yield line, {column: (row[column] or "").strip() for column in columns}


def _rules_as_written() -> Iterator[str]:
    """A newer program may judge otherwise by the same thresholds."""
    folder = Path(rules.__path__[0])
    return (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
