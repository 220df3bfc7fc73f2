"""An XLSForm workbook becomes KoBoToolbox's `content`: rows, parallel label arrays, keys of the data list."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from pyxform.errors import PyXFormError
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json_backends import DefinitionData, get_xlsform

from .names import new_kuid

Row = dict[str, Any]

_SELECTS = ("select_one", "select_multiple", "rank")
_SELECTS_FROM_FILE = ("select_one_from_file", "select_multiple_from_file")
_STRUCTURE = {"begin_group", "end_group", "begin_repeat", "end_repeat"}
_OTHER_TYPES = {"calculate", "note", "range", "audit", "xml-external", "csv-external", "background-audio", "osm"}
_NODE_NAME = re.compile(r"^[A-Za-z_][\w.-]*$")
_TRANSLATED = re.compile(
    r"^(label|hint|guidance_hint|constraint_message|required_message|(?:media::)?(?:image|audio|video))(?:::?(.+))?$"
)


class ImportRefusedError(Exception):
    """The workbook is refused while importing; ``kind`` is the exception's name on the real server."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def read_workbook(body: bytes) -> dict[str, list[Row]]:
    """Sheets ``survey``, ``choices`` and ``settings`` as lists of rows, values as text.

    Raises:
        ImportRefusedError: it is no workbook that pyxform reads.
    """
    try:
        sheets: DefinitionData = get_xlsform(body, file_type=".xlsx" if body[:2] == b"PK" else None)
    except (PyXFormError, KeyError, ValueError, OSError) as reason:
        raise ImportRefusedError("XlsFormatException", "Unsupported format, or corrupt file") from reason
    return {
        "survey": [dict(row) for row in sheets.survey or ()],
        "choices": [dict(row) for row in sheets.choices or ()],
        "settings": [dict(row) for row in sheets.settings or ()],
    }


def content_of_sheets(sheets: Mapping[str, list[Row]]) -> dict[str, Any]:
    """The `content` of a workbook's sheets.

    Raises:
        ImportRefusedError: a name that no XML element may have, one name twice in one group, or an unknown type.
    """
    settings = dict(sheets["settings"][0]) if sheets["settings"] else {}
    languages, columns = _languages([*sheets["survey"], *sheets["choices"]], settings.get("default_language"))
    survey = [_gathered(row, languages) for row in sheets["survey"]]
    content: dict[str, Any] = {"schema": "1", "survey": [_split_type(row) for row in survey]}
    if sheets["choices"]:
        content["choices"] = [_gathered(row, languages) for row in sheets["choices"]]
    if "form_id" in settings:
        settings["id_string"] = settings.pop("form_id")
    content["settings"] = settings
    if columns:
        content |= {"translated": columns, "translations": languages}
    check_names(content["survey"])
    return content


def completed(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same content with what the server adds: ``$kuid``, ``$autoname``, ``$xpath`` of every row."""
    made = dict(content) | {"survey": [dict(row) for row in content.get("survey", ())]}
    made.setdefault("settings", {})
    path: list[str] = []
    for row in made["survey"]:
        row.setdefault("$kuid", new_kuid())
        if row["type"].startswith("end_"):
            path = path[:-1]
        elif "name" in row:
            row["$autoname"] = row["name"]
            row["$xpath"] = "/".join([*path, row["name"]])
        if row["type"].startswith("begin_"):
            path = [*path, row.get("name", "")]
    if "choices" in made:
        made["choices"] = [{"$kuid": new_kuid(), "$autovalue": r.get("name")} | dict(r) for r in made["choices"]]
    if any("label" in row for row in made["survey"]):
        made.setdefault("translated", ["label"])
        made.setdefault("translations", [None])
    made.setdefault("schema", "1")
    return made


def content_hash(content: Mapping[str, Any]) -> str:
    """40 hex digits that change when the content does."""
    return hashlib.sha1(msgspec.json.encode(content), usedforsecurity=False).hexdigest()


def check_names(survey: Iterable[Row]) -> None:
    """Names and types are usable.

    Raises:
        ImportRefusedError: with the sentence of the real server.
    """
    seen: list[set[str]] = [set()]
    for row in survey:
        name = row.get("name")
        if row["type"].startswith("end_"):
            seen = seen[:-1] or [set()]
            continue
        if name is not None and not _NODE_NAME.match(name):
            raise ImportRefusedError("ValueError", f"Invalid node name: {name}")
        if name is not None and name in seen[-1]:
            raise ImportRefusedError("DuplicateNameException", f"Duplicate node name: {name}")
        seen[-1].add(name or "")
        if row["type"].startswith("begin_"):
            seen.append(set())
    unknown = [row["type"] for row in survey if not _is_known(row["type"])]
    if unknown:
        raise ImportRefusedError("ValueError", f"unknown type {unknown}")


def _is_known(kind: str) -> bool:
    return kind in {*_STRUCTURE, *_SELECTS, *_SELECTS_FROM_FILE, *_OTHER_TYPES} or kind in QUESTION_TYPE_DICT


def _split_type(row: Row) -> Row:
    """``select_one list`` becomes the type and the list; begin and end get their underscore."""
    words = str(row.get("type", "")).split()
    kind = " ".join(words)
    joined = "_".join(words[:2])
    if joined in _STRUCTURE or kind in _STRUCTURE:
        kind = joined
    first = {"select1": "select_one"}.get(words[0], words[0]) if words else ""
    if first in _SELECTS and len(words) > 1:
        row = row | {"select_from_list_name": words[1]}
        if words[2:] == ["or_other"]:
            row = row | {"_or_other": True}
        kind = first
    if first in _SELECTS_FROM_FILE and len(words) > 1:
        row, kind = row | {"file": words[1]}, first
    if "required" in row:
        row = row | {"required": _truth(row["required"])}
    return row | {"type": kind}


def _truth(value: Any) -> Any:
    return {"true": True, "yes": True, "true()": True, "false": False, "no": False}.get(str(value).lower(), value)


def _languages(rows: Iterable[Row], default: str | None) -> tuple[list[str | None], list[str]]:
    """Languages in the workbook's order, default first, and the translated columns."""
    languages: dict[str | None, None] = {}
    columns: dict[str, None] = {}
    for row in rows:
        for key in row:
            found = _TRANSLATED.match(key)
            if found:
                columns[found[1].replace("media::", "")] = None
                languages[found[2]] = None
    ordered = sorted(languages, key=lambda language: language != default)
    return ordered, list(columns)


def _gathered(row: Row, languages: list[str | None]) -> Row:
    """A row whose labels stand in parallel arrays, one place per language."""
    made: Row = {}
    for key, value in row.items():
        found = _TRANSLATED.match(key)
        if found is None:
            made[{"list name": "list_name"}.get(key, key)] = value
            continue
        places = made.setdefault(found[1].replace("media::", ""), [None] * len(languages))
        places[languages.index(found[2])] = value
    return made
