"""Tells an edit from a new envelope: a person changed an answer, or the server what it writes around them."""

from collections.abc import Mapping, Set
from typing import Any
from xml.etree import ElementTree

import msgspec

# What KoBoToolbox is known to write beside the answers (kobo-api.md 4, and names of older servers).
ENVELOPE = frozenset(
    {
        "_attachments",
        "_bamboo_dataset_id",
        "_date_modified",
        "_edited",
        "_geolocation",
        "_id",
        "_notes",
        "_status",
        "_submission_time",
        "_submitted_by",
        "_tags",
        "_uuid",
        "_validation_status",
        "_version",
        "_xform_id_string",
        "formhub/uuid",
    }
)
# Transcripts and codes that people made from a recording: not an envelope, though the key looks like one.
CONTENT = frozenset({"_supplementalDetails", "__version__"})

UNREADABLE = (msgspec.DecodeError, ElementTree.ParseError, ValueError, RecursionError)


def same_answers(one: bytes, other: bytes, body_format: str, questions: Set[str] | None) -> bool:
    """Both bodies carry the same answers, whatever the server wrote around them.

    Args:
        questions: names of top-level questions that begin with ``_``; None if the form is not known, and then an
            unknown ``_key`` counts as an answer: an edition too many harms nobody, a lost answer does.
    """
    try:
        if body_format == "json":
            return bool(_answers(one, questions) == _answers(other, questions))
        return _tree(_parsed(one), root=True) == _tree(_parsed(other), root=True)
    except UNREADABLE:
        return False  # What cannot be read is kept, not judged.


def replaced_instance(body: bytes, body_format: str) -> str:
    """The instance id that this edition says it replaces; '' for a first edition or a body that cannot be read."""
    try:
        if body_format == "json":
            parsed = msgspec.json.decode(body)
            return str(parsed.get("meta/deprecatedID") or "") if isinstance(parsed, dict) else ""
        for element in _parsed(body).iter():
            if element.tag.rpartition("}")[2] == "deprecatedID":
                return (element.text or "").strip()
    except UNREADABLE:
        return ""
    return ""


def _answers(body: bytes, questions: Set[str] | None) -> Any:
    parsed = msgspec.json.decode(body)
    if not isinstance(parsed, dict):
        return parsed
    return {key: value for key, value in parsed.items() if not _is_envelope(key, value, questions)}


def _is_envelope(key: str, value: Any, questions: Set[str] | None) -> bool:
    if questions is not None and key in questions:
        return False
    if key in CONTENT:
        # Servers send the key empty as soon as the feature exists; empty says nothing.
        return key == "_supplementalDetails" and not value
    if key in ENVELOPE:
        return True
    return questions is not None and key.startswith("_") and "/" not in key


def _parsed(body: bytes) -> ElementTree.Element:
    # No instance has a document type; without one there are no entities that could swell.
    if b"<!DOCTYPE" in body:
        raise ValueError("a document type")
    return ElementTree.fromstring(body)  # noqa: S314 see above


def _tree(element: ElementTree.Element, root: bool = False) -> tuple[Any, ...]:
    # The root's attributes are the server's (submissionDate, instanceID …), but for these two.
    kept: Mapping[str, str] = element.attrib
    if root:
        kept = {name: value for name, value in element.attrib.items() if name in ("id", "version")}
    children = tuple(_tree(child) for child in element)
    # White space between elements is layout; inside a leaf it is the answer.
    return element.tag, tuple(sorted(kept.items())), "" if children else element.text or "", children
