"""ODK Validate, run inside this process: the same jar, the same words, no new Java for each form."""

import re
from dataclasses import dataclass
from typing import Any

from .jvm import JAVA_LOCK, java, start_java, words_of
from .media import Media, media_at_hand

NONE: Media = {}

_TRACE = re.compile(r"\.\.\. \d+ more$")
_CLASS = re.compile(r"^(?:Caused by: )?(?:[a-z]\w*\.)+[A-Z]\w*(?:: |$)")


@dataclass(frozen=True, slots=True)
class Validation:
    """What ODK Validate says of one form, cleaned as pyxform cleans it, a line each; no errors means it may be used."""

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def validate_xform(xml: str, media: Media = NONE) -> Validation:
    """Run one compiled form through ODK Validate, which parses it and steps through every question.

    Args:
        xml: the XForm document.
        media: lists the form reads (CSV, GeoJSON, XML); one that is missing counts as empty, as in ODK Validate.

    Raises:
        SetupError: Java can't start.
    """
    start_java()
    with JAVA_LOCK, media_at_hand(media):
        failed, said = _run(xml)
    lines = _cleaned(said) if failed else tuple(line.rstrip() for line in said.splitlines() if line.strip())
    if failed:
        return Validation(errors=lines or ("The form is not valid, and ODK Validate does not say why.",))
    return Validation(warnings=lines)


def _run(xml: str) -> tuple[bool, str]:
    """Did it fail, and all it wrote on Java's stderr; pyxform reads the same stream of its own Java."""
    import jpype

    system, references = java("java.lang.System"), java("org.javarosa.core.reference.ReferenceManager").instance()
    caught = java("java.io.ByteArrayOutputStream")()
    before, validator = system.err, java("org.opendatakit.validate.FormValidator")()
    system.setErr(java("java.io.PrintStream")(caught, True, "UTF-8"))
    try:
        validator.validate(jpype.JArray(jpype.JByte)(xml.encode("utf-8")))
        failed, more = _is_in_error(validator), ""
    except jpype.JException as error:
        failed, more = True, words_of(error)
    finally:
        system.setErr(before)
        # Each validation leaves a factory that answers for every file with none: no other form may meet it.
        references.reset()
    return failed, f"{caught.toString('UTF-8')}\n{more}"


def _is_in_error(validator: Any) -> bool:
    """ODK Validate keeps its verdict in a private field, because it ends its process with it."""
    flag = validator.getClass().getDeclaredField("inError")
    flag.setAccessible(True)
    return bool(flag.getBoolean(validator))


def _cleaned(said: str) -> tuple[str, ...]:
    from pyxform.validators.error_cleaner import ErrorCleaner

    kept: list[str] = []
    for line in str(ErrorCleaner.odk_validate(said)).splitlines():
        line = _CLASS.sub("", line.strip()).strip(": ")
        # A cause repeats the words of the error it caused.
        if line and not _TRACE.match(line) and not any(line in before for before in kept):
            kept.append(line)
    return tuple(kept)
