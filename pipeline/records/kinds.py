"""Question type to the kinds of its columns: what a question becomes in a table."""

import re
from collections.abc import Mapping

from pipeline.model.form import Question
from pipeline.model.table import Kind

Part = tuple[str, Kind]
"""Ending of a column's path and name (``latitude``; '' for the question itself) and the column's kind."""

WITHOUT_ANSWER = frozenset({"note", "audit"})
SEVERAL = frozenset({"select_multiple", "rank"})
"""Types whose answers also become rows of their own."""

_INSTANT: tuple[Part, ...] = (("", "instant"), ("offset_minutes", "integer"))
_POINT: tuple[Part, ...] = (("latitude", "real"), ("longitude", "real"), ("altitude_m", "real"), ("accuracy_m", "real"))
_PARTS: Mapping[str, tuple[Part, ...]] = {
    "integer": (("", "integer"),),
    "decimal": (("", "decimal"),),
    "range": (("", "decimal"),),
    "date": (("", "date"),),
    "today": (("", "date"),),
    "time": (("", "time"), ("offset", "text")),
    "datetime": _INSTANT,
    "start": _INSTANT,
    "end": _INSTANT,
    "now": _INSTANT,
    "geopoint": _POINT,
    "start-geopoint": _POINT,
    "geotrace": (("", "json"),),
    "geoshape": (("", "json"),),
    "acknowledge": (("", "boolean"),),
}
_SERVER_PATHS = ("meta/", "formhub/", "__version__")
_BIND = re.compile(r"<bind\b[^>]*>")
_NODESET = re.compile(r"""\bnodeset=["']/[^/"']+/([^"']+)["']""")
_WHOLE = re.compile(r"""\btype=["'](?:int|integer|xsd:int)["']""")


def has_column(question: Question) -> bool:
    """False for what only shows or logs (note, audit) and for what the server put into the form itself."""
    return question.type not in WITHOUT_ANSWER and not question.path.startswith(_SERVER_PATHS)


def parts_of(question: Question, whole_ranges: frozenset[str] = frozenset()) -> tuple[Part, ...]:
    """The columns a question becomes, as (ending, kind).

    An ``integer`` that identifies somebody (privacy identity) or is typed as digits (appearance ``numbers``) is text:
    card and phone numbers have leading zeros. A type we don't know is text, so that no answer is lost.

    Args:
        question: any question that has a column.
        whole_ranges: paths of ``range`` questions that only give whole numbers; other ranges are decimal.
    """
    if question.type == "integer" and (question.privacy == "identity" or "numbers" in question.appearance.split()):
        return (("", "text"),)
    if question.path in whole_ranges:
        return (("", "integer"),)
    return _PARTS.get(question.type, (("", "text"),))


def whole_ranges(xform: str) -> frozenset[str]:
    """Paths that the XForm binds to whole numbers: the workbook's ``range`` says it only in its parameters."""
    whole = set()
    for bind in _BIND.findall(xform):
        nodeset = _NODESET.search(bind)
        if nodeset and _WHOLE.search(bind):
            whole.add(nodeset.group(1))
    return frozenset(whole)
