"""An answer as Python holds it becomes an answer as JavaRosa holds it, or is refused for its shape."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from .jvm import java
from .plan import Ask, Kind

Value = str | int | float | Decimal | bool | date | time | datetime | Path | Sequence[Any] | None
"""What may be answered: None or '' leaves blank; several choices as a list (or separated by blanks); a geopoint as
(latitude, longitude[, altitude m[, accuracy m]]); a trace as a list of them; a picture as its file name; naive
datetimes are UTC."""

_GEO = {"geopoint", "geotrace", "geoshape"}
_TEXT, _INTEGER = 1, 2
_TABLET_LARGEST = 2**31
_SEVERAL = {"select_multiple", "rank"}


class NotTaken(Exception):  # noqa: N818 - no error: an answer that the tablet would not let anybody type
    """``kind``: the answer has not the type of the question."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def answer_of(ask: Ask, value: Value) -> Any:
    """The answer for JavaRosa; None for a blank one.

    Raises:
        NotTaken: a text for a number, a date that does not exist, and the like.
    """
    if type(value) is int and ask.data_type == _INTEGER and abs(value) < _TABLET_LARGEST:
        return java("org.javarosa.core.model.data.IntegerData")(value)
    text = text_of(ask.kind, value)
    if not text:
        return None
    if ask.kind == "select_one":
        return java("org.javarosa.core.model.data.SelectOneData")(_selection(text))
    if ask.kind in _SEVERAL:
        return _several(text.split())
    if ask.data_type <= _TEXT:
        return java("org.javarosa.core.model.data.StringData")(text)
    return _parsed(text, ask.data_type)


def text_of(kind: Kind, value: Value) -> str:
    """The answer as an instance document writes it; '' for a blank one."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("OK" if value else "") if kind == "acknowledge" else str(int(value))
    if isinstance(value, Sequence):
        return _geo(value) if kind in _GEO else " ".join(str(item) for item in value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Path):
        return value.name
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def names_of(text_or_names: Value) -> list[str]:
    """The choices an answer names."""
    return text_of("select_multiple", text_or_names).split()


def _geo(value: Sequence[Any]) -> str:
    if value and isinstance(value[0], Sequence) and not isinstance(value[0], str):
        return ";".join(_geo(point) for point in value)
    return " ".join(str(number) for number in [*value, 0, 0][:4]) if value else ""


def _parsed(text: str, data_type: int) -> Any:
    import jpype

    try:
        answer = java("org.javarosa.xform.util.XFormAnswerDataParser").getAnswerData(text, data_type, None)
    except jpype.JException:
        raise NotTaken("type") from None
    if answer is None:
        raise NotTaken("type")
    return answer


def _selection(name: str) -> Any:
    return java("org.javarosa.core.model.data.helper.Selection")(name)


def _several(names: list[str]) -> Any:
    selections = java("java.util.ArrayList")()
    for name in dict.fromkeys(names):
        selections.add(_selection(name))
    return java("org.javarosa.core.model.data.MultipleItemsData")(selections)
