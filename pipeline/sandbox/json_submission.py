"""A JSON submission `{"id", "submission": {…}}` becomes the XML document it stands for."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .document import DocumentError


def document_of_json(body: Any) -> bytes:
    """The instance document; keys in alphabetical order, lists joined by blanks, as the real server writes them.

    Raises:
        DocumentError: no id, no submission, or a key that is no element name.
    """
    if not isinstance(body, dict) or not isinstance(body.get("submission"), dict) or "id" not in body:
        raise DocumentError("no id or no submission")
    uid = str(body["id"])
    inner = "".join(_element(key, value) for key, value in sorted(body["submission"].items()))
    return f"<{_name(uid)} id={quoteattr(uid)}>{inner}</{_name(uid)}>".encode()


def _element(key: str, value: Any) -> str:
    name = _name(key)
    if isinstance(value, dict):
        inner = "".join(_element(part, one) for part, one in sorted(value.items()))
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return "".join(_element(key, one) for one in value)
    elif isinstance(value, list):
        inner = escape(" ".join(str(one) for one in value))
    else:
        inner = "" if value is None else escape(str(value))
    return f"<{name}>{inner}</{name}>"


def _name(key: str) -> str:
    if not key or any(sign in key for sign in "<>&\"' /="):
        raise DocumentError("a key is no element name")
    return key
