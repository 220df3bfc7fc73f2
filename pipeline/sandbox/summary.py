"""What the server says about a form in short: rows, languages, first labels."""

from collections.abc import Mapping
from typing import Any

_NOT_ASKED = {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "start-geopoint"}
_NOT_ASKED |= {"begin_group", "end_group", "begin_repeat", "end_repeat", "calculate", "hidden", "note"}


def summary_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The `summary` of an asset; a form without rows has only its languages."""
    survey = content.get("survey", [])
    if not survey:
        return {"languages": []}
    asked = [row for row in survey if row["type"] not in _NOT_ASKED or row["type"] == "note"]
    languages = [language for language in content.get("translations", []) if language]
    labels = [row["label"][0] for row in asked if row.get("label")]
    columns: dict[str, None] = {}
    for row in survey:
        columns |= dict.fromkeys(key for key in row if not key.startswith("$"))
    return {
        "geo": any(row["type"].startswith("geo") for row in survey),
        "labels": labels[:5],
        "columns": list(columns),
        "lock_all": False,
        "lock_any": False,
        "languages": languages,
        "row_count": len(asked),
        "name_quality": {"ok": 0, "bad": 0, "good": len(asked), "total": len(asked), "firsts": {}},
        "default_translation": languages[0] if languages else None,
    }


def report_styles_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Names of all rows with their ``$kuid``; rows without a name stand under it."""
    names = {row.get("name") or row["$kuid"]: row["$kuid"] for row in content.get("survey", ())}
    return {"default": {}, "specified": {name: {} for name in names}, "kuid_names": names}
