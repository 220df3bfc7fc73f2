"""``pulldata()`` is Collect's own function, so it is lent to JavaRosa: a look-up in a CSV beside the form."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any

from .jvm import java
from .media import Media


class PullData:
    """Answers ``pulldata(file, column, key column, key)``; '' where the file, the columns or the key are not there."""

    def __init__(self, media: Media) -> None:
        """Files are read when they are first asked for."""
        self._media = media
        self._rows: dict[tuple[str, str], dict[str, dict[str, str]]] = {}

    def look_up(self, file: str, column: str, key_column: str, key: str) -> str:
        """The first row with that key, as Collect finds it."""
        if (file, key_column) not in self._rows:
            rows: dict[str, dict[str, str]] = {}
            for row in csv.DictReader(StringIO(self._text(file), newline="")):
                rows.setdefault(row.get(key_column) or "", row)
            self._rows[file, key_column] = rows
        return self._rows[file, key_column].get(key, {}).get(column) or "" if key else ""

    def _text(self, file: str) -> str:
        content = self._media.get(file) or self._media.get(f"{file}.csv") or b""
        return (content.read_bytes() if isinstance(content, Path) else content).decode("utf-8-sig")


def lend_pulldata(form: Any, media: Media) -> None:
    """From here on the parsed form can call ``pulldata``."""
    import jpype

    table = PullData(media)
    function = java("org.javarosa.xpath.expr.XPathFuncExpr")

    def evaluate(arguments: Any, _context: Any) -> Any:
        said = [str(function.toString(function.unpack(argument))) for argument in arguments]
        return jpype.JString(table.look_up(*said) if len(said) == 4 else "")

    methods = {
        "getName": lambda: "pulldata",
        "getPrototypes": java("java.util.ArrayList"),
        "rawArgs": lambda: True,
        "realTime": lambda: False,
        "eval": evaluate,
    }
    form.addFunctionHandler(jpype.JProxy("org.javarosa.core.model.condition.IFunctionHandler", dict=methods))
