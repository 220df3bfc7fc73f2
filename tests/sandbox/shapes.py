"""What two answers have in common once values are left out: status, media type, keys, kinds of values."""

import re
from collections.abc import Iterator
from typing import Any

KEYED_BY_NAME = {"specified", "kuid_names", "daily_submission_counts", "report_styles"}
"""Objects whose keys are data."""


def kind_of(value: Any) -> str:
    """The JSON kind of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str) else "list" if isinstance(value, list) else "object"


def differences(recorded: Any, ours: Any, place: str = "") -> Iterator[str]:
    """Each place where keys or kinds differ, as one short line without any value."""
    if kind_of(recorded) != kind_of(ours):
        yield f"{place or '.'}: {kind_of(recorded)} there, {kind_of(ours)} here"
    elif isinstance(recorded, dict):
        yield from _objects(recorded, ours, place)
    elif isinstance(recorded, list):
        yield from _lists(recorded, ours, place)
    elif place.endswith((".count", ".total_submission_count")) and "history" not in place and recorded != ours:
        yield f"{place}: {recorded} there, {ours} here"


def _objects(recorded: dict, ours: dict, place: str) -> Iterator[str]:
    if place.rpartition(".")[2] in KEYED_BY_NAME and len(recorded) == len(ours):
        return
    for key in sorted(recorded.keys() ^ ours.keys()):
        yield f"{place}.{key}: only {'there' if key in recorded else 'here'}"
    for key in recorded.keys() & ours.keys():
        yield from differences(recorded[key], ours[key], f"{place}.{key}")


def _lists(recorded: list, ours: list, place: str) -> Iterator[str]:
    if len(recorded) == len(ours):
        for left, right in zip(recorded, ours, strict=True):
            yield from differences(left, right, f"{place}[]")
    elif place.startswith("history"):
        # How many events a client's own polling left behind is not the sandbox's doing; their shape is.
        if bool(recorded) != bool(ours):
            yield f"{place}: {len(recorded)} items there, {len(ours)} here"
        for right in (one for one in ours if _action(one) in {_action(left) for left in recorded}):
            if not any(next(differences(left, right, "history"), None) is None for left in recorded):
                yield f"{place}[]: no such item there"
    else:
        yield f"{place}: {len(recorded)} items there, {len(ours)} here"


def _action(event: Any) -> str:
    return event["action"] if isinstance(event, dict) else ""


def xml_tags(text: str) -> set[str]:
    """Names of all elements of a document."""
    return set(re.findall(r"<([A-Za-z_][\w:.-]*)", text))
