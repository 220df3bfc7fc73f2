"""A submission's XML becomes the flat row of the data list: full-path keys, all answers text, repeats as lists."""

import re
from datetime import UTC, datetime
from typing import Any

from .document import Node
from .names import bare_uuid
from .xform import Shape

Answers = dict[str, Any]


def instance_id(root: Node) -> str:
    """``uuid:…`` of this edition; '' where the document has none."""
    found = root.text_at("meta", "instanceID") or root.attributes.get("instanceID", "")
    return found if not found or found.startswith("uuid:") else f"uuid:{found}"


def deprecated_id(root: Node) -> str:
    """``uuid:…`` of the edition that this one replaces; '' for a first one."""
    return root.text_at("meta", "deprecatedID")


def root_uuid(root: Node) -> str:
    """The bare uuid of the first edition as the document itself says it; '' mostly."""
    return bare_uuid(root.text_at("meta", "rootUuid"))


def submission_date(root: Node) -> datetime | None:
    """The instant a client claims by the attribute ``submissionDate``; the real server believes it."""
    claimed = root.attributes.get("submissionDate")
    if not claimed:
        return None
    try:
        instant = datetime.fromisoformat(claimed)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def answers_of(root: Node, shape: Shape) -> Answers:
    """Answers by full path; unanswered questions and empty repeats are absent."""
    answers: Answers = {}
    _collect(root, "", answers, shape.repeats)
    return answers


def _collect(node: Node, prefix: str, into: Answers, repeats: frozenset[str]) -> None:
    for child in node.children:
        path = prefix + child.name
        if path in repeats:
            one: Answers = {}
            _collect(child, f"{path}/", one, repeats)
            if one:
                into.setdefault(path, []).append(one)
        elif child.children:
            _collect(child, f"{path}/", into, repeats)
        elif child.text.strip():
            into[path] = child.text


def file_questions(answers: Answers, shape: Shape) -> dict[str, str]:
    """Which question names which file: ``{"photo-é 2.jpg": "members[1]/photo"}``; '' for an encrypted envelope."""
    if "encryptedXmlFile" in answers:
        media = [item for item in _values(answers, "media/file")]
        return dict.fromkeys([answers["encryptedXmlFile"], *media], "")
    found: dict[str, str] = {}
    _find_files(answers, {}, shape.files, found)
    return found


def _values(answers: Answers, key: str) -> list[str]:
    value = answers.get(key, [])
    return [value] if isinstance(value, str) else [str(item.get(key, "")) for item in value]


def _find_files(answers: Answers, indexed: dict[str, str], files: frozenset[str], found: dict[str, str]) -> None:
    for path, value in answers.items():
        if isinstance(value, list):
            for position, one in enumerate(value, start=1):
                _find_files(one, indexed | {path: f"{_with_indexes(path, indexed)}[{position}]"}, files, found)
        elif path in files:
            found[value] = _with_indexes(path, indexed)


def _with_indexes(path: str, indexed: dict[str, str]) -> str:
    around = max((p for p in indexed if path.startswith(f"{p}/")), key=len, default="")
    return indexed[around] + path[len(around) :] if around else path


def geolocation(answers: Answers, shape: Shape) -> list[float | None]:
    """``[latitude, longitude]`` of the first answered geopoint outside repeats; two nulls where there is none."""
    for path in shape.points:
        numbers = re.findall(r"-?\d+(?:\.\d+)?", str(answers.get(path, "")))
        if len(numbers) >= 2:
            return [float(numbers[0]), float(numbers[1])]
    return [None, None]
