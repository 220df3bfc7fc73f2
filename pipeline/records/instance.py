"""An instance document (XML), read into the same answers by path as the flat JSON."""

from typing import Any
from xml.parsers import expat

from .flat import BODY_TIMES, Answers, check_answers
from .refused import Refused

MAX_ELEMENTS_DEEP = 100


def read_instance(body: bytes, repeats: frozenset[str], answer_bytes: int) -> Answers:
    """The answers of one instance document, keyed as KoBoToolbox's JSON keys them.

    Blank questions and repeat instances without any answer are absent, as they are in that JSON.
    Namespace prefixes fall off; document types and entities are refused, as no tablet writes them.

    Args:
        body: the document, in any encoding it declares.
        repeats: paths of the form's repeats; only the form tells a repeat with one row from a group.
        answer_bytes: longest single answer, in bytes.

    Raises:
        Refused: not_readable, too_large, too_deep, encrypted, or wrong_type for a question answered twice.
    """
    if len(body) > BODY_TIMES * answer_bytes:
        raise Refused("too_large", f"the whole submission has {len(body)} bytes")
    reader = _Reader(repeats)
    try:
        reader.parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Refused("not_readable", "the body is not well-formed XML") from None
    if "base64EncryptedKey" in reader.answers or "encryptedXmlFile" in reader.answers:
        raise Refused("encrypted", "the answers are encrypted and were not opened")
    check_answers(reader.answers, answer_bytes)
    return reader.answers


class _Reader:
    """Follows the parser: ``open`` holds the path of each open element, ``rows`` the answers each one writes to."""

    def __init__(self, repeats: frozenset[str]) -> None:
        self.answers: Answers = {}
        self._repeats = repeats
        self._open: list[str] = []
        self._rows: list[Answers] = []
        self._texts: list[list[str]] = []
        self._template_depth = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse_document_type

    def _refuse_document_type(self, *_: object) -> None:
        raise Refused("not_readable", "the body declares a document type, which no tablet writes")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MAX_ELEMENTS_DEEP:
            raise Refused("too_deep", f"elements are nested more than {MAX_ELEMENTS_DEEP} deep")
        name = tag.rpartition(":")[2]
        depth = len(self._open)
        path = "" if not depth else f"{self._open[-1]}/{name}" if depth > 1 else name
        rows = self._rows[-1] if depth else self.answers
        if not self._template_depth and _is_template(attributes):
            self._template_depth = depth + 1
        if path in self._repeats and not self._template_depth:
            row: Answers = {}
            rows.setdefault(path, []).append(row)
            rows = row
        self._open.append(path)
        self._rows.append(rows)
        self._texts.append([])

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)

    def _end(self, _tag: str) -> None:
        path, row = self._open.pop(), self._rows.pop()
        text = "".join(self._texts.pop())
        if self._template_depth:
            if len(self._open) < self._template_depth:
                self._template_depth = 0
            return
        if path and text and not text.isspace():
            self._keep(row, path, text)
        elif path in self._repeats and not row:
            self._drop_row(path)

    def _drop_row(self, path: str) -> None:
        around: dict[str, Any] = self._rows[-1]
        around[path].pop()
        if not around[path]:
            del around[path]

    def _keep(self, row: Answers, path: str, text: str) -> None:
        if path in row or path in self._repeats:
            raise Refused("wrong_type", "the document answers in one place twice, or beside the rows of a repeat", path)
        row[path] = text


def _is_template(attributes: dict[str, str]) -> bool:
    """The pattern of a repeat's rows, which some clients leave in the document; no row of anybody."""
    return any(name.rpartition(":")[2] == "template" for name in attributes)
