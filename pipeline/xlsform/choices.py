"""Choice lists of a form with the labels of every choice, and the files other lists come from."""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from xml.etree import ElementTree as ET

from pipeline.model.form import Choice

from .body import Body
from .itext import Texts
from .xform_tree import XFormTree, children, first, local

_MEDIA = re.compile(r"jr://(?:images|audio|video|file|file-csv)/([^\"<>]+)")
_PULLED = re.compile(r"\bpulldata\(\s*(?:'|&apos;)([^'&]+)(?:'|&apos;)")
EXTERNAL_ITEMS = "itemsets.csv"


def read_lists(tree: XFormTree, body: Body, texts: Texts) -> dict[str, tuple[Choice, ...]]:
    """Lists by name in document order; one written inside its question is named by the question's path."""
    keys = {control.list_id: control.value_key for control in body.controls.values()}
    lists = {}
    for instance in children(tree.model, "instance"):
        name = instance.get("id")
        items = list(children(instance[0], "item")) if len(instance) else []
        if name and items and not instance.get("src"):
            lists[name] = _once(_stored(item, keys.get(name, "name"), texts) for item in items)
    for path, control in body.controls.items():
        if control.items and not control.search_file:
            lists[path] = _once(_written(item, texts) for item in control.items)
    return lists


def read_files(tree: XFormTree) -> dict[str, str]:
    """File by instance id: ``{"places": "places.csv"}``."""
    sources = ((instance.get("id") or "", instance.get("src") or "") for instance in children(tree.model, "instance"))
    return {name: source.rpartition("/")[2] for name, source in sources if "jr://file" in source}


def read_media(xform: str, body: Body) -> tuple[str, ...]:
    """Every file the form needs beside it, sorted: pictures, sounds, lists, and what ``search()`` looks into."""
    found = {unescape(name).strip() for name in _MEDIA.findall(xform)}
    found |= {name if name.endswith(".csv") else f"{name}.csv" for name in _PULLED.findall(xform)}
    found |= {control.search_file for control in body.controls.values() if control.search_file}
    if any(control.is_external for control in body.controls.values()):
        found.add(EXTERNAL_ITEMS)
    return tuple(sorted(found))


def _stored(item: ET.Element, key: str, texts: Texts) -> Choice:
    """A choice of a secondary instance: its value under ``key``, its text by id or as it stands."""
    parts = {local(part): (part.text or "").strip() for part in item}
    labels: Mapping[str, str] = texts.by_id.get(parts.get("itextId", ""), {})
    if not labels and parts.get("label"):
        labels = {"": parts["label"]}
    return Choice(parts.get(key, parts.get("name", "")), dict(labels))


def _written(item: ET.Element, texts: Texts) -> Choice:
    value = first(item, "value")
    return Choice((value.text or "").strip() if value is not None else "", texts.of(first(item, "label")))


def _once(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The first choice of each name: with ``allow_choice_duplicates`` a name may stand under several filters."""
    by_name: dict[str, Choice] = {}
    for choice in choices:
        by_name.setdefault(choice.name, choice)
    return tuple(by_name.values())
