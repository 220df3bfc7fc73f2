"""Which columns of a list a form reads: no other one is sent."""

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

ALWAYS = ("name", "label")
"""A list to choose from needs both."""


def columns_read(xform: str, list_name: str, known: Sequence[str]) -> tuple[str, ...]:
    """The known columns that the form uses, in their order, ``name`` and ``label`` first.

    A column counts as used if its name stands in an expression that looks into the list: in doubt it is sent, because
    a form that misses a column does not open.

    Args:
        xform: the XForm document.
        list_name: of the file, without ``.csv``.
        known: columns that the list can have.
    """
    looks = re.compile(rf"(?:instance|pulldata)\(\s*['\"]{re.escape(list_name)}(?:\.csv)?['\"]")
    expressions = [text for text in _expressions(xform) if looks.search(text)]
    used = [c for c in known if c not in ALWAYS and any(_mentions(text, c) for text in expressions)]
    return (*ALWAYS, *used)


def _expressions(xform: str) -> Iterator[str]:
    for element in ElementTree.fromstring(xform).iter():  # noqa: S314 - our own compiler wrote it
        yield from element.attrib.values()


def _mentions(expression: str, column: str) -> bool:
    """As a word of its own; after a slash only right behind the list's rows, for other paths are the form's own."""
    return re.search(rf"(?:(?<=\]/)|(?<=\] /)|(?<![\w/.-])){re.escape(column)}(?![\w-])", expression) is not None
