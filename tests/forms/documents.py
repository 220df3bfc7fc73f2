"""Writes docs/domain-mapping.md and docs/forms.md anew: python -m tests.forms.documents."""

import csv
from collections.abc import Iterable
from pathlib import Path

from pipeline.xlsform.sheets import read_workbook
from pipeline.xlsform.survey_rows import survey_rows

from .forms import ROOT, STAGES, form_of, workbook
from .reach import path_lengths

MAPPING = ROOT / "docs/domain-mapping.csv"
SILENT = {"start", "end", "today", "deviceid", "username", "audit", "calculate", "note"}
RECORDINGS = """
## Recordings for people who do not read

Every workbook has an empty column `media::audio::Français (fr)`. Put a recording into `forms/media/`, write its file
name beside the question, and run `retour forms check`: a file that is named and not there is an error, because tablets
would play nothing. For another language, copy `label::Français (fr)` to `label::Mooré (mos)` and name the recording in
`media::audio::Mooré (mos)`; the enumerator then changes the language on the tablet.

## Calculations that give numbers

Without a type a calculation becomes a text column, and analysts must cast it. Write `int` into its column `bind::type`
for counts, years and versions, `decimal` for quantities and for every product or sum of money: tablets write 2147483647
for any `int` beyond it. Put `number()` around what is looked up in a list, so that a price written `12 500 F` is no
price, instead of a submission that nobody can read. Codes, even of digits only, stay without a type.

## Lists that the forms read

| file | columns | made by |
|---|---|---|
| `places.csv` | `name, label, level, parent` | hand; `level` is region, province, commune or village |
| `catalogue.csv` | `name, label, sector, unit, reference_price_xof` | hand, with prices of the procurement service |
| `partners.csv` | `name, label, category, expert_type, sector, commune` | hand, or from the partner form |
| `persons.csv` | `name` (code), `label` (given name and initial, year of birth, village), `birth_year, village, commune` | records |
| `plans.csv` | `name` (code), `label` (sector, one holder, village), `version, commune, sector, state` | records |
| `sessions.csv` | `name` (number), `label, kind, commune, starts_on` | records |
| `groups.csv` | `name, label, commune, sector` | records |

The last four are headers only in `config/`: no personal data belongs there. `retour publish` makes them from the records,
for each project its own, with only the columns that its form reads and only the cases that wait for it; never with a phone,
an amount, a vulnerability, a country or a whole surname. The project of `immediate_follow_up` gets a `persons.csv` with
the people who are due, and nothing that says why. A new column of a list is a word in `CASE_COLUMNS`
(`pipeline/publish/files.py`).
"""


def mapping() -> list[dict[str, str]]:
    """Rows of docs/domain-mapping.csv: row, stage, rule, form, paths (separated by blanks), note."""
    with MAPPING.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mapping_table() -> str:
    """The mapping as a page; a row of the practice that several forms answer has several lines."""
    lines = [
        "# Which question answers which row of the practice",
        "",
        "Made from `domain-mapping.csv` by `python -m tests.forms.documents`; change the csv, not this page.",
        "F0 arrival · F1 counselling · F2 orientation · F3 training · F4 business plan · F5 procurement review ·"
        " F6 committee · F7 installation · F8 follow-up · F9 satisfaction · F10 sustainability · R registries ·"
        " W warehouse · E evaluation.",
        "",
        _counts(),
        "",
        "| row | stage | what the practice asks | form | questions | note |",
        "|---|---|---|---|---|---|",
    ]
    for each in mapping():
        paths = "<br>".join(f"`{path}`" for path in each["paths"].split())
        form = f"`{each['form']}`" if each["form"] else "—"
        cells = (each["row"], each["stage"], each["rule"], form, paths or "—", each["note"])
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _counts() -> str:
    answered = {each["row"] for each in mapping() if each["form"]}
    paths = {(each["form"], path) for each in mapping() for path in each["paths"].split()}
    rows = {each["row"] for each in mapping()}
    return (
        f"{len(rows)} rows: {len(answered)} answered by {len(paths)} questions and calculations, "
        f"{len(rows - answered)} by the warehouse, reports or settings."
    )


def forms_table() -> str:
    """What each form asks and how long its longest path was in seeded fills."""
    lines = [
        "# The forms",
        "",
        "Made by `python -m tests.forms.documents`. *Questions* counts what an enumerator may be asked; *usual* and"
        " *longest path* count different questions and notes on the screens of ten seeded fills (a row of a repeat is"
        " not counted twice); *longest page* counts the questions of one screen before any is hidden.",
        "",
        "| form | title | questions | usual path | longest path | longest page | lists |",
        "|---|---|---|---|---|---|---|",
    ]
    for stage in sorted(STAGES, key=lambda stage: int(form_of(stage).title.partition(".")[0])):
        form, (usual, longest) = form_of(stage), path_lengths(stage)
        # A calculation typed as a number is an integer or decimal, yet nobody is asked it.
        asked = sum(question.type not in SILENT and not question.calculation for question in form.questions)
        lists = ", ".join(name.removesuffix(".csv") for name in form.media) or "—"
        numbers = f"{asked} | {usual} | {longest} | {longest_page(stage)}"
        lines.append(f"| `{stage}` | {form.title} | {numbers} | {lists} |")
    return "\n".join(lines) + "\n" + RECORDINGS


def longest_page(stage: str) -> int:
    """Most questions that one field-list holds."""
    pages: dict[str, int] = {}
    for row in survey_rows(read_workbook(workbook(stage)).sheets["survey"]):
        if row.type == "begin_group" and "field-list" in row.cells.get("appearance", ""):
            pages[row.path] = 0
        page = row.path.rpartition("/")[0]
        if page in pages and row.type not in SILENT:
            pages[page] += 1
    return max(pages.values())


def documents() -> Iterable[tuple[Path, str]]:
    """Every generated page with its text."""
    yield ROOT / "docs/domain-mapping.md", mapping_table()
    yield ROOT / "docs/forms.md", forms_table()


if __name__ == "__main__":
    for path, text in documents():
        path.write_text(text, encoding="utf-8", newline="\n")
