"""One table of a TOML file that is read key by key and names file, table and key in every error."""

from collections.abc import Mapping, Sequence
from typing import Any

from .errors import SetupError, did_you_mean


class TomlTable:
    """Reads typed values, remembers which keys were asked for, and refuses the others at the end."""

    def __init__(self, file: str, name: str, values: Mapping[str, Any]) -> None:
        """``name`` as the file writes it (``server.kobo``); '' for the whole document."""
        self._file, self._name, self._values = file, name, values
        self._asked: set[str] = set()

    def error(self, key: str, what: str, fix: str) -> SetupError:
        """A SetupError that says where: file, table, key."""
        place = f"[{self._name}] {key}" if self._name else key
        return SetupError(f"{self._file}, {place}", what, fix)

    def names(self) -> tuple[str, ...]:
        """The keys that are there, in the file's order."""
        return tuple(self._values)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; SetupError where it is missing and ``default`` is None, or no text."""
        return str(self._take(key, str, default, "a text in double quotes"))

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of at least one text; ``default`` where the key is not there."""
        values = self._take(key, list, list(default) if default is not None else None, 'a list of texts: ["…", "…"]')
        if default is not None and values == list(default):
            return default
        if not values or not all(isinstance(v, str) for v in values):
            raise self.error(key, "is not a list of texts.", 'Write it as ["…", "…"].')
        return tuple(values)

    def boolean(self, key: str, default: bool) -> bool:
        """True or false."""
        return bool(self._take(key, bool, default, "true or false"))

    def number(self, key: str, default: float, low: float = 0, high: float = float("inf")) -> float:
        """A number between ``low`` and ``high``."""
        value = self._take(key, (int, float), default, "a number")
        if isinstance(value, bool) or not low <= value <= high:
            raise self.error(key, f"{value!r} is not between {low} and {high}.", f"The usual value is {default}.")
        return float(value)

    def choice(self, key: str, valid: Sequence[str]) -> str:
        """One of ``valid``."""
        value = self.text(key)
        if value not in valid:
            raise self.error(key, f"'{value}' is not known.", did_you_mean(value, valid))
        return value

    def table(self, key: str) -> "TomlTable":
        """The table under ``key``; an empty one if it is not there."""
        values = self._take(key, dict, {}, "a table")
        return TomlTable(self._file, f"{self._name}.{key}" if self._name else key, values)

    def tables(self, key: str) -> list["TomlTable"]:
        """The tables of ``[[key]]``; their name tells which one by its own name or zone."""
        rows = self._take(key, list, [], f"a list of tables: [[{key}]]")
        path = f"{self._name}.{key}" if self._name else key
        if not all(isinstance(row, dict) for row in rows):
            raise self.error(key, "is not a list of tables.", f"Write each one under its own [[{path}]].")
        return [
            TomlTable(self._file, f"{path} '{row.get('name') or row.get('zone') or number}'", row)
            for number, row in enumerate(rows, 1)
        ]

    def refuse_unknown(self) -> None:
        """SetupError for a key that nobody asked for: usually a misspelt one."""
        for key in self._values:
            if key not in self._asked:
                raise self.error(key, "is no setting.", did_you_mean(key, self._asked))

    def _take(self, key: str, kind: Any, default: Any, wanted: str) -> Any:
        self._asked.add(key)
        if key not in self._values:
            if default is None:
                near = [k for k in self._values if did_you_mean(key, [k]).startswith("Did")]
                fix = f"'{near[0]}' is there: did you mean that?" if near else f"Add it: {wanted}."
                raise self.error(key, "is missing.", fix)
            return default
        value = self._values[key]
        if not isinstance(value, kind):
            raise self.error(key, f"is {value!r}, not {wanted}.", f"Write {wanted}.")
        return value
