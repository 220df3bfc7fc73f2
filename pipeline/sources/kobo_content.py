"""A form as KoBoToolbox keeps it becomes the sheets of a workbook again."""

from collections.abc import Iterable, Mapping
from typing import Any

Cells = dict[str, Any]

_LIST = "select_from_list_name"
_OWN = (_LIST, "file", "_or_other", "_isRepeat", "_isGroup")


def sheets(content: Mapping[str, Any], form_id: str) -> dict[str, list[Cells]]:
    """``survey``, ``choices`` and ``settings`` as lists of rows, columns named as a workbook names them.

    Labels come as lists beside ``translations`` and go to ``label::Français (fr)``, or ``label`` where the language
    has no name. Unknown columns (``privacy``) stay; those that begin with ``$`` are KoBoToolbox's own and go.

    Args:
        content: of a version.
        form_id: the project's uid: the one in the workbook's settings is ignored by the server.
    """
    languages = [str(name) if name else "" for name in content.get("translations") or [None]]
    translated = frozenset(content.get("translated") or ())
    settings = {k: v for k, v in _mapping(content.get("settings")).items() if k not in ("id_string", "form_id")}
    found = {
        "survey": [_question(row, languages, translated) for row in _rows(content, "survey")],
        "choices": [_choice(row, languages, translated) for row in _rows(content, "choices")],
        "settings": [{"form_id": form_id} | {k: _cell(v) for k, v in settings.items()}],
    }
    return {name: rows for name, rows in found.items() if rows}


def _question(row: Mapping[str, Any], languages: list[str], translated: frozenset[str]) -> Cells:
    kind = str(row.get("type", ""))
    # "select_one" and its list are two cells here and one in a workbook; matrices, ranks and scores of
    # KoBoToolbox's own form builder (begin_kobomatrix, kobo--…) have no workbook form and stay as they are.
    parts = [kind, str(row.get(_LIST) or row.get("file") or ""), "or_other" if row.get("_or_other") else ""]
    if not kind.startswith(("select_", "rank", "score")):
        parts = [kind]
    cells = {"type": " ".join(part for part in parts if part)}
    name = row.get("name") or row.get("$autoname")
    if name:
        cells["name"] = str(name)
    kept = {k: v for k, v in row.items() if k not in ("type", "name", *(_OWN if len(parts) > 1 else ()))}
    return cells | _columns(kept, languages, translated)


def _choice(row: Mapping[str, Any], languages: list[str], translated: frozenset[str]) -> Cells:
    cells = {"list_name": row.get("list_name", ""), "name": row.get("name") or row.get("$autovalue") or ""}
    return cells | _columns({k: v for k, v in row.items() if k not in cells}, languages, translated)


def _columns(row: Mapping[str, Any], languages: list[str], translated: frozenset[str]) -> Cells:
    cells: Cells = {}
    for column, value in row.items():
        if column.startswith("$") or value is None:
            continue
        if isinstance(value, list) and (column in translated or len(value) == len(languages)):
            cells |= _by_language(column, value, languages)
        else:
            cells[column] = _cell(value)
    return cells


def _by_language(column: str, values: Iterable[Any], languages: list[str]) -> Cells:
    return {
        f"{column}::{language}" if language else column: _cell(value)
        for language, value in zip(languages, values, strict=False)
        if value is not None
    }


def _cell(value: Any) -> Any:
    """What a workbook would hold: truth as ``true``/``false``, lists joined with spaces, the rest as it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    return value


def _rows(content: Mapping[str, Any], sheet: str) -> list[Mapping[str, Any]]:
    return [row for row in content.get(sheet) or [] if isinstance(row, Mapping)]


def _mapping(value: Any) -> Mapping[str, Any]:
    """KoBoToolbox keeps settings as an object, older imports as a list with one."""
    if isinstance(value, list):
        value = value[0] if value else {}
    return value if isinstance(value, Mapping) else {}
