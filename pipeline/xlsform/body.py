"""What the screen shows: controls with their labels, choices and repeats."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from .expression import as_written
from .itext import Texts
from .xform_tree import XFormTree, children, first, local

SELECTS = {"select1": "select_one", "select": "select_multiple", "rank": "rank"}
CONTROLS = {*SELECTS, "input", "upload", "range", "trigger", "secret"}
_INSTANCE = re.compile(r"instance\(\s*'([^']*)'\s*\)/root/item")
_SEARCH = re.compile(r"\bsearch\(\s*['\"]([^'\"]+)['\"]")


@dataclass(frozen=True, slots=True)
class Control:
    """One control of the body.

    Attributes:
        kind: name of its element: ``input select1 select rank upload range trigger``.
        list_id: id of the instance its choices come from; None for choices written inside it, or none.
        value_key: which child of an item is its stored value.
        items: the choice elements written inside it.
        choice_filter: condition on the choices, as the workbook writes it.
        search_file: csv that Collect's own ``search()`` looks into.
    """

    kind: str
    labels: Mapping[str, str]
    hints: Mapping[str, str]
    appearance: str
    media_type: str
    list_id: str | None
    value_key: str
    items: tuple[ET.Element, ...]
    choice_filter: str | None
    search_file: str | None
    is_external: bool


@dataclass(slots=True)
class Body:
    """Controls and repeat labels by path, and the paths of groups, repeats included."""

    controls: dict[str, Control] = field(default_factory=dict)
    repeats: dict[str, Mapping[str, str]] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)


def read_body(tree: XFormTree, texts: Texts) -> Body:
    """Everything in the body that has a path, in document order."""
    found = Body()
    for element in tree.body.iter():
        kind = local(element)
        if kind in CONTROLS:
            path = tree.path(element.get("ref"))
            if path:
                found.controls.setdefault(path, _control(kind, element, tree, texts))
        elif kind == "group":
            _note_group(found, element, tree, texts)
        elif kind == "repeat":
            path = tree.path(element.get("nodeset"))
            found.groups.add(path)
            found.repeats.setdefault(path, {})
    return found


def _note_group(found: Body, element: ET.Element, tree: XFormTree, texts: Texts) -> None:
    found.groups.add(tree.path(element.get("ref")))
    for repeat in children(element, "repeat"):
        # A repeat's label stands on the group around it.
        found.repeats[tree.path(repeat.get("nodeset"))] = texts.of(first(element, "label"))


def _control(kind: str, element: ET.Element, tree: XFormTree, texts: Texts) -> Control:
    itemset = first(element, "itemset")
    # select_one_external is an input with a query over itemsets.csv.
    nodeset = (itemset.get("nodeset") or "") if itemset is not None else element.get("query") or ""
    instance = _INSTANCE.search(nodeset)
    value = first(itemset, "value") if itemset is not None else None
    appearance = element.get("appearance") or ""
    search = _SEARCH.search(appearance)
    return Control(
        kind=kind,
        labels=texts.of(first(element, "label")),
        hints=texts.of(first(element, "hint")),
        appearance=appearance,
        media_type=element.get("mediatype") or "",
        list_id=instance[1] if instance else None,
        value_key=(value.get("ref") if value is not None else None) or "name",
        items=tuple(children(element, "item")),
        choice_filter=as_written(_condition(nodeset), local(tree.root)),
        search_file=_with_ending(search[1]) if search else None,
        is_external=kind == "input" and element.get("query") is not None,
    )


def _condition(nodeset: str) -> str | None:
    start, end = nodeset.find("["), nodeset.rfind("]")
    return nodeset[start + 1 : end] if 0 <= start < end else None


def _with_ending(name: str) -> str:
    return name if name.lower().endswith(".csv") else f"{name}.csv"
