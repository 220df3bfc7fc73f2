"""`content` becomes the XForm tablets get: pyxform's, with the three things KoBoToolbox injects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from pyxform.errors import PyXFormError
from pyxform.validators.odk_validate import ODKValidateError
from pyxform.xls2xform import convert

from .document import parse

_TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio", "video")
_MEDIA = {"image": "media::image", "audio": "media::audio", "video": "media::video"}


class FormRefusedError(Exception):
    """pyxform refuses the form; the message is pyxform's own."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What reading a submission needs to know of its form; paths below the root."""

    repeats: frozenset[str]
    points: tuple[str, ...]
    files: frozenset[str]
    encrypted: bool


def compile_form(
    content: Mapping[str, Any], uid: str, title: str, form_uuid: str = "", versions: tuple[str, str] = ("", "1")
) -> str:
    """The XForm of one version; without ``form_uuid`` only what pyxform makes of it.

    Args:
        versions: the version's uid, which submissions carry as ``__version__``, and its text
            ``N (YYYY-MM-DD HH:MM:SS)``, which tablets compare.

    Raises:
        FormRefusedError: pyxform does not compile it.
    """
    survey = [_flat(row, content) for row in content.get("survey", ())]
    if form_uuid:
        survey.append({"type": "calculate", "name": "__version__", "calculation": f"'{versions[0]}'"})
    kept = {k: v for k, v in content.get("settings", {}).items() if k not in {"id_string", "form_id", "name"}}
    settings = kept | {"form_title": title or uid, "id_string": uid, "version": versions[1]}
    sheets: dict[str, Any] = {"survey": survey, "settings": [settings]}
    if content.get("choices"):
        sheets["choices"] = [_flat(row, content) for row in content["choices"]]
    try:
        xform = convert(sheets, form_name=uid, validate=False, pretty_print=True).xform
    except (PyXFormError, ODKValidateError) as reason:
        raise FormRefusedError(str(reason)) from reason
    return _with_form_uuid(xform, uid, form_uuid) if form_uuid else xform


def _flat(row: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a workbook has it: labels back under ``label::language``, lists back in the type."""
    languages = content.get("translations", [None])
    made: dict[str, Any] = {}
    for key, value in row.items():
        if key in _TRANSLATED:
            column = _MEDIA.get(key, key)
            places = value if isinstance(value, list) else [value]
            for language, text in zip(languages, places, strict=False):
                if text is not None:
                    made[f"{column}::{language}" if language else column] = str(text)
        elif not key.startswith("$") and key not in {"select_from_list_name", "file", "_or_other"}:
            made[key] = value if isinstance(value, str) else {True: "true", False: "false"}.get(value, str(value))
    if "type" in row:
        made["type"] = _whole_type(row)
    return made


def _whole_type(row: Mapping[str, Any]) -> str:
    words = [
        row["type"],
        row.get("select_from_list_name") or row.get("file"),
        "or_other" if row.get("_or_other") else "",
    ]
    return " ".join(word for word in words if word)


def _with_form_uuid(xform: str, uid: str, form_uuid: str) -> str:
    """``formhub/uuid`` opens the primary instance; by it a submission finds its project."""
    opening = re.compile(rf"(<instance>\s*<{re.escape(uid)}\b[^>]*>)")
    bind = f'<bind nodeset="/{uid}/formhub/uuid" type="string" calculate="\'{escape(form_uuid)}\'"/>'
    opened = opening.sub(r"\1<formhub><uuid/></formhub>", xform, count=1)
    return opened.replace("</model>", f"  {bind}\n    </model>", 1)


@lru_cache(maxsize=64)
def shape_of(xform: str) -> Shape:
    """Repeats, geopoints, media questions and encryption of an XForm."""
    root = parse(xform.encode())
    binds = [(bind.attributes.get("nodeset", ""), bind.attributes.get("type", "")) for bind in root.all("bind")]
    return Shape(
        repeats=frozenset(_below_root(repeat.attributes.get("nodeset", "")) for repeat in root.all("repeat")),
        points=tuple(_below_root(path) for path, kind in binds if kind == "geopoint"),
        files=frozenset(_below_root(path) for path, kind in binds if kind == "binary"),
        encrypted=any("base64RsaPublicKey" in node.attributes for node in root.all("submission")),
    )


def _below_root(path: str) -> str:
    return path.strip("/").partition("/")[2]
