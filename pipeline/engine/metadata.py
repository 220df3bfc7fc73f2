"""What nobody types: start, end, today, the device, the instance's ids, and the ids of an edited instance."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .clock import Moment, java_date
from .jvm import java
from .plan import TEMPLATE
from .values import text_of

_DATA = "org.javarosa.core.model.data."
_GEOPOINT_ACTION = re.compile(r"<odk:setgeopoint\b[^>]*\sref=\"([^\"]+)\"")
GEOPOINT = 10
OURS = {"timestamp", "date", "property", "uid"}


@dataclass(frozen=True, slots=True)
class Preload:
    """A node outside repeats that the device fills: path below the root, handler (``timestamp``), its parameter."""

    path: str
    handler: str
    parameter: str
    data_type: int


def take_preloads(root: Any, xform: str) -> tuple[Preload, ...]:
    """The preloads of a pristine instance, taken out of JavaRosa's hands so that the caller sets time, device, ids."""
    located = tuple(Preload("/".join(p.split("/")[2:]), "location", "", GEOPOINT) for p in _places(xform))
    return (*_taken(root, ""), *located)


def preload(root: Any, preloads: tuple[Preload, ...], said: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """What a tablet fills in when a form is opened; ``said`` (texts by path) goes before the device's own.

    Args:
        values: by ``handler parameter``, as ``device_values`` gives them.
    """
    for each in preloads:
        answer = values.get(f"{each.handler} {each.parameter}")
        if each.path in said:
            text = text_of("geopoint" if each.data_type == GEOPOINT else "text", said[each.path])
            parse = java("org.javarosa.xform.util.XFormAnswerDataParser").getAnswerData
            answer = parse(text, each.data_type, None) if text else None
        if answer is not None:
            node_at(root, each.path).setAnswer(answer)


def device_values(moment: Moment, device: Mapping[str, str], instance_id: str | None) -> dict[str, Any]:
    """Answers of the device when a form is opened, by ``handler parameter``."""
    uid = instance_id or "uuid:" + str(java("java.util.UUID").randomUUID())
    midnight = moment.opened.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "timestamp start": java(_DATA + "DateTimeData")(java_date(moment.opened)),
        "date today": java(_DATA + "DateData")(java_date(midnight)),
        "uid ": java(_DATA + "StringData")(uid),
        **{f"property {name}": java(_DATA + "StringData")(value) for name, value in device.items() if value},
    }


def finalise(root: Any, preloads: tuple[Preload, ...], said: Mapping[str, Any], moment: Moment) -> None:
    """``end`` gets its instant, as when the enumerator taps the last button."""
    for each in preloads:
        if (each.handler, each.parameter) == ("timestamp", "end") and each.path not in said:
            node = node_at(root, each.path)
            if node is not None:
                node.setAnswer(java(_DATA + "DateTimeData")(java_date(moment.finalised)))


def instance_id_of(root: Any) -> str | None:
    """``uuid:…`` of meta/instanceID; None where the form has none."""
    node = node_at(root, "meta/instanceID")
    value = node.getValue() if node is not None else None
    return str(value.getDisplayText()) if value is not None else None


def deprecate(root: Any, new_id: str | None) -> str:
    """The instance becomes an edit of itself: the old id moves to meta/deprecatedID, a new one takes its place.

    Collect does the same when a finalised form is edited. The id it had is the way back to the first edition.
    """
    data = java(_DATA + "StringData")
    current, deprecated = node_at(root, "meta/instanceID"), node_at(root, "meta/deprecatedID")
    if deprecated is None:
        deprecated = java("org.javarosa.core.model.instance.TreeElement")("deprecatedID", 0)
        deprecated.setNamespace(current.getNamespace())
        current.getParent().addChild(deprecated)
    deprecated.setAnswer(current.getValue())
    fresh = new_id or "uuid:" + str(java("java.util.UUID").randomUUID())
    current.setAnswer(data(fresh))
    return fresh


def node_at(root: Any, path: str) -> Any:
    """A node outside repeats, whatever its namespace; None where the instance has none."""
    for name in path.split("/"):
        root = root.getChild(name, 0) if root is not None else None
    return root


def with_prefix(instance_id: str | None) -> str | None:
    """``uuid:`` before a bare id; an id that has it stays as it is."""
    return instance_id if instance_id is None or instance_id.startswith("uuid:") else f"uuid:{instance_id}"


def _taken(node: Any, path: str) -> Iterator[Preload]:
    handler = node.getPreloadHandler()
    if handler is not None and str(handler) in OURS:
        node.setPreloadHandler(None)
        yield Preload(path, str(handler), str(node.getPreloadParams() or ""), int(node.getDataType()))
    for i in range(node.getNumChildren()):
        child = node.getChildAt(i)
        if not child.isRepeatable() and child.getMult() != TEMPLATE:
            yield from _taken(child, f"{path}/{child.getName()}" if path else str(child.getName()))


def _places(xform: str) -> list[str]:
    return _GEOPOINT_ACTION.findall(xform)
