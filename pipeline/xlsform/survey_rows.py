"""Rows of the survey sheet, each with the path its question has in the form."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast, get_args

from pipeline.model.form import Privacy

from .sheets import Rows

BEGIN = re.compile(r"^begin[\s_](l?group|repeat|loop|looped group)\b")
END = re.compile(r"^end[\s_](l?group|repeat|loop|looped group)$")
YES = {"yes", "true", "true()"}
NAMED = {"command": "type", "value": "name", "tag": "name", "caption": "label", "relevance": "relevant"}
CHOSEN: tuple[str, ...] = tuple(p for p in get_args(Privacy) if p != "closed")


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One row that is a question, a group or a repeat.

    Attributes:
        number: as Excel shows it.
        path: group path below the root; '' for a row without a name.
        type: first word of the type column: ``select_one``, ``begin_group``; spaces become underscores.
        written_type: the type column as it stands.
        privacy: what the privacy column says, in small letters; '' where it says nothing.
        cells: by normalised heading: small letters, underscores; what follows ``::`` untouched.
    """

    number: int
    path: str
    type: str
    written_type: str
    privacy: str
    cells: Mapping[str, str]

    @property
    def is_group(self) -> bool:
        """It opens a group or a repeat."""
        return self.type.startswith("begin")


def survey_rows(rows: Rows) -> Iterator[SurveyRow]:
    """Every question, group and repeat in the sheet's order; disabled rows and ends of groups left out."""
    groups: list[str] = []
    normal = {heading: normal_heading(heading) for heading in {heading for row in rows for heading in row}}
    for number, row in enumerate(rows, start=2):
        cells = {normal[heading]: str(value).strip() for heading, value in row.items()}
        written = " ".join(cells.get("type", "").split())
        if not written or cells.get("disabled", "").lower() in YES:
            continue
        if END.match(written.lower()):
            del groups[-1:]
            continue
        name = cells.get("name", "") or _given_name(written, number)
        path = "/".join([*groups, name]) if name else ""
        if written == "audit":
            path = "meta/audit"
        begins = BEGIN.match(written.lower())
        kind = f"begin_{begins[1]}" if begins else _kind(written)
        yield SurveyRow(number, path, kind, written, cells.get("privacy", "").lower(), cells)
        if begins:
            groups.append(name)


def known_privacy(written: str) -> Privacy:
    """The privacy a cell says; ``closed`` where it is empty or misspelt."""
    return cast(Privacy, written) if written in CHOSEN else "closed"


def normal_heading(heading: str) -> str:
    """The heading as pyxform understands it: case and spaces do not matter, old names are translated."""
    first, colons, language = heading.partition("::")
    normal = "_".join(first.split()).lower()
    return NAMED.get(normal, normal) + colons + language.strip()


def _given_name(written: str, number: int) -> str:
    # pyxform 4.5 names a nameless note after its row (xls2json.py, "generated_note_name_").
    return f"generated_note_name_{number}" if written == "note" else ""


def _kind(written: str) -> str:
    for spaced in ("select one from file", "select multiple from file", "select one", "select multiple"):
        if written.startswith(spaced + " "):
            return spaced.replace(" ", "_")
    return written.split(" ")[0]
