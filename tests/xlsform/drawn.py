"""XLSForms drawn as text: a question per line, so that a test shows the form it speaks of."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from pipeline.xlsform.compile import compile_workbook

RECORDED = Path(__file__).parent.parent / "recorded" / "xlsform"
YES_NO = [
    {"list_name": "yes_no", "name": "yes", "label": "Oui"},
    {"list_name": "yes_no", "name": "no", "label": "Non"},
]


def row(type_name, name="", label="", **cells) -> dict[str, Any]:
    """One survey row; a label is made up where the type shows one and none is given."""
    hidden = type_name.split("_")[0] in {"end", "calculate", "start", "today", "deviceid", "audit", "hidden"}
    shown = label or ("" if hidden else f"Question {name}")
    return {"type": type_name, "name": name, "label": shown} | cells


def sheets(*survey, choices=YES_NO, **settings):
    """Sheets as rows by heading."""
    return {
        "survey": list(survey),
        "choices": list(choices),
        "settings": [{"form_id": "drawn", "form_title": "Drawn", "version": "1"} | settings],
    }


def form(*survey, **options):
    """The compiled form of these rows."""
    return compile_workbook(sheets(*survey, **options)).form


def question(of_form, path):
    """The question of that path; a KeyError names the ones there are."""
    return {q.path: q for q in of_form.questions}[path]


def save(path, content):
    """An .xlsx of these sheets."""
    book = Workbook()
    del book["Sheet"]
    for name, rows in content.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(heading for r in rows for heading in r))
        sheet.append(headings)
        for r in rows:
            sheet.append([r.get(heading) for heading in headings])
    book.save(path)
    return path
