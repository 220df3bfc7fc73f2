"""What things are called: the forms' choices, goods of the catalogue, places; in the programme's first language."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from ..errors import SetupError, did_you_mean
from ..programme import Settings
from ..reports.office_list import OfficeList
from ..warehouse.choices import labels_of_lists
from ..warehouse.labels import sort_key

Label = Callable[[str, str], str]
"""(list, choice) → label; the choice itself where nobody gave it one."""
LEVELS = ("commune", "province", "region")
LABELLED = {"catalogue": "config/catalogue.csv", "places": "config/places.csv"}


def read_labels(settings: Settings, connection: Connection) -> Label:
    """Labels of all lists; ``catalogue`` and ``places`` are the programme's own files.

    Raises:
        SetupError: one of the two files is missing or has no columns ``name`` and ``label``.
    """
    known = labels_of_lists(connection, settings.languages[0])
    for name, file in LABELLED.items():
        known |= {(name, row["name"]): row["label"] for row in read_list(settings.folder, file) if row["label"]}
    return lambda of, choice: known.get((of, choice), choice)


def read_list(folder: Path, file: str) -> list[dict[str, str]]:
    """The rows of a list of the programme; at least ``name`` and ``label``.

    Raises:
        SetupError: the file is missing or no such list.
    """
    listed = OfficeList(folder / file)
    listed.check(("name", "label"))
    rows = (cells for _, cells in listed.rows())
    return [{heading: str(cell if cell is not None else "").strip() for heading, cell in row.items()} for row in rows]


class Place(NamedTuple):
    """A place of the programme's list."""

    code: str
    level: str


def find_place(settings: Settings, written: str) -> Place:
    """The place that is meant, by its code or its name, with or without accents.

    Raises:
        SetupError: there is no such place, or several.
    """
    rows = [row for row in read_list(settings.folder, LABELLED["places"]) if row.get("level") in LEVELS]
    named = [row for row in rows if row["name"] == written]
    found = named or [row for row in rows if sort_key(row["label"]) == sort_key(written.strip())]
    if len(found) == 1:
        return Place(found[0]["name"], found[0]["level"])
    if found:
        codes = ", ".join(row["name"] for row in found)
        raise SetupError(f"'{written}'", "is the name of several places.", f"Write the code: {codes}.")
    near = did_you_mean(written, [row["label"] for row in rows])
    near = near if near.startswith("Did") else "Write its name or code as in config/places.csv."
    raise SetupError(f"'{written}'", "is no place of config/places.csv.", near)
