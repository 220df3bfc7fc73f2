"""How values leave the decoder: as Python's own, or as the text that COPY reads."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from pipeline.model.decoded import ABSENT

Converter = Callable[[str], Any]

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
# In a fixed column this may be the value itself, as a device wrote it.
_ESCAPES_ABSENT = {**_ESCAPES, ord(ABSENT): "\\x01"}
_NUL, _MARK = "\0", "\ufffd"


class Plain:
    """``int``, ``bool``, ``str``, and None for no value."""

    absent: str | None = None

    def written(self, convert: Converter) -> Converter:
        """The same converter."""
        return convert


class ForCopy(Plain):
    """Text that is not escaped yet, ``ABSENT`` for no value."""

    absent: str | None = ABSENT

    def written(self, convert: Converter) -> Converter:
        """The converter, whose value or values are written as text."""

        def write(answer: str) -> Any:
            value = convert(answer)
            if type(value) is str:
                return value
            return tuple(map(copy_text, value)) if type(value) is tuple else copy_text(value)

        return write


PLAIN, FOR_COPY = Plain(), ForCopy()


def copy_text(value: object) -> str:
    """One value as COPY reads it, but for escapes."""
    if value is None:
        return ABSENT
    if value is True or value is False:
        return "t" if value else "f"
    return str(value)


def copy_lines(fixed: Sequence[Sequence[Any]], values: Sequence[Sequence[str]], *, is_clean: bool) -> bytes:
    """Rows in COPY's text format; what PostgreSQL cannot store is replaced by U+FFFD.

    Columns are looked at as a whole: nearly none has anything to escape.

    Args:
        fixed: columns of any values, None among them.
        values: columns as ``ForCopy`` wrote them.
        is_clean: no answer holds a backslash, a tab or the end of a line.
    """
    columns = [_any(column) for column in fixed]
    columns += values if is_clean else map(_escaped, values)
    text = "".join(["\t".join(row) + "\n" for row in zip(*columns, strict=True)])
    if _NUL in text:
        text = text.replace(_NUL, _MARK)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _any(column: Sequence[Any]) -> Sequence[str]:
    types = set(map(type, column))
    if types == {int}:
        return list(map(str, column))
    if types == {str} and not _has_any("\\\t\n\r" + ABSENT, column):
        return column
    if types <= {datetime, type(None)}:
        return [ABSENT if value is None else str(value) for value in column]
    return [ABSENT if value is None else copy_text(value).translate(_ESCAPES_ABSENT) for value in column]


def _escaped(column: Sequence[str]) -> Sequence[str]:
    return [text.translate(_ESCAPES) for text in column] if _has_any("\\\t\n\r", column) else column


def _has_any(signs: str, column: Sequence[str]) -> bool:
    together = "".join(column)
    return any(sign in together for sign in signs)
