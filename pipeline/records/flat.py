"""KoBoToolbox's flat JSON object, read into answers by path."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from .refused import Refused

Answers = dict[str, Any]
"""One submission, or one row of a repeat: full path → text, or the list of rows of a repeat."""

BODY_TIMES = 64
"""A body longer than this many times the longest answer allowed is not even parsed."""

BESIDE = frozenset({"_attachments", "_geolocation", "_notes", "_supplementalDetails", "_tags", "_validation_status"})
"""What the server keeps beside the answers in lists and objects; read by others than the decoder."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
# Numbers with a point keep their digits: other exporters write 12.50 without quotes.
_DECODER = msgspec.json.Decoder(float_hook=str)


def read_flat(body: bytes, answer_bytes: int) -> Answers:
    """The object in ``body``, every single answer checked for its length and for characters no keyboard has.

    Args:
        body: UTF-8 JSON, with or without a byte order mark.
        answer_bytes: longest single answer, in bytes.

    Raises:
        Refused: not_readable, too_large, too_deep or encrypted.
    """
    if len(body) > BODY_TIMES * answer_bytes:
        raise Refused("too_large", f"the whole submission has {len(body)} bytes")
    try:
        answers = _DECODER.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError:
        raise Refused("too_deep", "the JSON is nested too deep to be a submission") from None
    except (msgspec.DecodeError, ValueError):
        raise Refused("not_readable", "the body is not valid UTF-8 JSON") from None
    if type(answers) is not dict:
        raise Refused("not_readable", "the body is JSON, but no object with answers")
    if "base64EncryptedKey" in answers or "encryptedXmlFile" in answers:
        raise Refused("encrypted", "the answers are encrypted and were not opened")
    # JSON writes control characters with a backslash and an answer is never longer than its body:
    # without either, no answer needs a look.
    if b"\\" in body or len(body) > answer_bytes:
        check_answers(answers, answer_bytes)
    return answers


def check_answers(answers: Answers, answer_bytes: int) -> None:
    """Nothing, or Refused for the first text that is too long or has control characters."""
    for path, text in _texts(answers):
        if len(text) * 4 > answer_bytes and len(text.encode("utf-8", "surrogatepass")) > answer_bytes:
            raise Refused("too_large", f"the answer is longer than {answer_bytes} bytes", path)
        if not text.isprintable() and _CONTROL.search(text):
            raise Refused("not_readable", "the answer has control characters", path)


def _texts(answers: Answers) -> Iterator[tuple[str, str]]:
    """Every text with its path, at any depth, but for what the server keeps beside the answers."""
    waiting: list[tuple[str, Any]] = [(path, value) for path, value in answers.items() if path not in BESIDE]
    for path, value in waiting:
        if type(value) is str:
            yield path, value
        elif type(value) is list:
            waiting.extend((path, inner) for inner in value)
        elif type(value) is dict:
            waiting.extend(value.items())
