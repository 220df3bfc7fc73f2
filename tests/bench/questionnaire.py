"""The form of the benchmark: about 60 questions, one repeat, one select_multiple, two photos."""

from pathlib import Path
from typing import Any

import openpyxl

STAGE = "survey"
LANGUAGES = ("Français (fr)", "English (en)")
GROUPS = ("household", "activity", "market", "equipment", "support")
# Eleven questions in each group, in the proportions of the field forms.
IN_GROUP = (
    "text",
    "select_one",
    "integer",
    "select_one",
    "integer",
    "decimal",
    "select_one",
    "integer",
    "date",
    "text",
    "select_one",
)
SALE = (("select_one", "article"), ("integer", "quantity"), ("integer", "price"), ("date", "sold_on"))
LISTS = {
    "answer_list": ("yes", "no", "not_yet", "unknown", "refused"),
    "reason_list": ("season", "price", "distance", "health", "credit", "road", "stock", "family", "theft", "rain"),
}

Row = tuple[str, str]
"""Type and path of one question."""


def questions() -> list[Row]:
    """Every question outside the repeat, in the order of the form."""
    found = [("start", "start"), ("end", "end"), ("today", "today"), ("geopoint", "place")]
    for group in GROUPS:
        found += [(kind, f"{group}/{kind}_{number}") for number, kind in enumerate(IN_GROUP, 1)]
    return [*found, ("select_multiple", "reasons"), ("image", "front_photo"), ("image", "stock_photo")]


def sale_questions() -> list[Row]:
    """The questions of one row of the repeat ``sales``."""
    return [(kind, f"sales/{name}") for kind, name in SALE]


def content() -> dict[str, Any]:
    """The form as KoBoToolbox keeps it in a version."""
    return {
        "survey": [_kobo_row(row) for row in _survey()],
        "choices": [
            {"list_name": name, "name": choice, "label": [choice.title(), f"{choice} (en)"]}
            for name, choices in LISTS.items()
            for choice in choices
        ],
        "settings": {"default_language": LANGUAGES[0]},
        "translated": ["label"],
        "translations": list(LANGUAGES),
    }


def write_workbook(path: Path) -> None:
    """The same form as the workbook of a programme, every question open to analysts."""
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(["type", "name", *(f"label::{language}" for language in LANGUAGES), "privacy"])
    for kind, name in _survey():
        labels = ["", ""] if kind.startswith("end_") else [f"{name} ?", f"{name} (en)?"]
        survey.append([kind, name, *labels, "" if "_group" in kind or "_repeat" in kind else "open"])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", *(f"label::{language}" for language in LANGUAGES)])
    for name, members in LISTS.items():
        for choice in members:
            choices.append([name, choice, choice.title(), f"{choice} (en)"])
    settings = book.create_sheet("settings")
    settings.append(["form_id", "version"])
    settings.append([STAGE, "1"])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _survey() -> list[Row]:
    """The rows of the survey sheet, groups opened and closed."""
    rows: list[Row] = []
    inside = ""
    for kind, path in [*questions(), *sale_questions()]:
        group, _, name = path.rpartition("/")
        if group != inside:
            rows += [_bracket("end", inside)] if inside else []
            rows += [_bracket("begin", group)] if group else []
            inside = group
        rows.append((kind + _list_of(kind), name))
    return [*rows, _bracket("end", inside)]


def _bracket(side: str, group: str) -> Row:
    return f"{side}_{'repeat' if group == 'sales' else 'group'}", group if side == "begin" else ""


def _list_of(kind: str) -> str:
    return {"select_one": " answer_list", "select_multiple": " reason_list"}.get(kind, "")


def _kobo_row(row: Row) -> dict[str, Any]:
    kind, _, members = row[0].partition(" ")
    found: dict[str, Any] = {"type": kind}
    if row[1]:
        found |= {"name": row[1], "label": [f"{row[1]} ?", f"{row[1]} (en)?"]}
    return found | ({"select_from_list_name": members} if members else {})
