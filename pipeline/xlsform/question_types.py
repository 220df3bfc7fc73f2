"""The XLSForm type of a question, from its bind, its control and what happens to it."""

from collections.abc import Mapping

from .binds import AUDIT, Actions, Node, attribute
from .body import SELECTS, Control

STORED: Mapping[str, str] = {
    "int": "integer",
    "integer": "integer",
    "long": "integer",
    "decimal": "decimal",
    "double": "decimal",
    "float": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
    "geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
    "barcode": "barcode",
    "binary": "file",
}
MEDIA = {"image": "image", "audio": "audio", "video": "video"}
# The row of headings that pyxform writes above a grid of questions; it looks like a question and is never answered.
GRID_HEADINGS = "reserved_name_for_field_list_labels_"


def question_type(node: Node, control: Control | None, actions: Actions) -> str:
    """What the type column says, as far as the XForm still knows.

    pyxform binds select_one and select_multiple both as ``string``: only the body's select1/select tells them
    apart. A calculation with a ``bind::type`` of its own has that type; one without is ``calculate``.
    """
    if node.path.rpartition("/")[2].startswith(GRID_HEADINGS):
        return "note"
    return _preloaded(node) or (_shown(node, control) if control else _unseen(node, actions))


def _preloaded(node: Node) -> str | None:
    kind = attribute(node.bind, "preload")
    value = (attribute(node.bind, "preloadParams") or "").removeprefix("uri:")
    if kind in {"timestamp", "date", "property"} and value:
        return value
    return None


def _shown(node: Node, control: Control) -> str:
    if control.is_external:
        return "select_one"
    if control.kind == "upload":
        return MEDIA.get(control.media_type.partition("/")[0], "file")
    named = SELECTS.get(control.kind) or {"range": "range", "trigger": "acknowledge"}.get(control.kind)
    return named or _typed(node)


def _typed(node: Node) -> str:
    stored = STORED.get(node.bind.get("type", "string"), "text")
    is_fixed = node.bind.get("readonly") == "true()" and "calculate" not in node.bind
    return "note" if stored == "text" and is_fixed else stored


def _unseen(node: Node, actions: Actions) -> str:
    if node.path == AUDIT:
        return "audit"
    if node.path in actions.recorded:
        return "background-audio"
    if node.path in actions.located:
        return "start-geopoint"
    stored = STORED.get(node.bind.get("type", "string"))
    if stored and stored != "file":
        return stored
    return "calculate" if "calculate" in node.bind or node.path in actions.triggered else "hidden"
