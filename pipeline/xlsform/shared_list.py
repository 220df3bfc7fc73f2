"""Choice lists that several forms share: one csv each, and how a workbook differs from them."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from pipeline.errors import SetupError

from .problem import Problem, blocking
from .sheets import Rows, Source, read_workbook
from .survey_rows import normal_heading, survey_rows

REBUILD = "Run 'retour forms build', or change the list in the csv."


@dataclass(frozen=True, slots=True)
class SharedList:
    """One list.

    Attributes:
        name: as the type column writes it (``select_one yes_no``); the csv's name without its ending.
        headings: ``name`` first, then labels and further columns, as normalised headings.
        choices: by choice name in the csv's order; each a text by heading, '' for an empty cell.
    """

    name: str
    headings: tuple[str, ...]
    choices: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ListChange:
    """What a workbook's list needs to be the shared one: names of choices added, removed, reworded; or only order."""

    list_name: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """``2 added, 1 changed``; ``another order`` where only that differs."""
        counts = (("added", self.added), ("removed", self.removed), ("changed", self.changed))
        return ", ".join(f"{len(names)} {word}" for word, names in counts if names) or "another order"


def read_shared_lists(folder: Path) -> dict[str, SharedList]:
    """Every list of ``config/lists``, by name; empty if the folder is not there.

    Raises:
        SetupError: a csv is not UTF-8, has no ``name`` column, or names a choice twice or not at all.
    """
    return {path.stem: _read_list(path) for path in sorted(folder.glob("*.csv"))}


def drift(source: Source, lists: Mapping[str, SharedList]) -> list[Problem]:
    """Lists of a workbook that are not what the shared ones say; empty if all agree.

    Args:
        source: the workbook, as for ``compile_workbook``.
        lists: as ``read_shared_lists`` gives them; only those the workbook has or asks for are compared.

    Raises:
        FormError: it is no workbook.
    """
    workbook = read_workbook(source)
    found = []
    for name in used_lists(workbook.sheets["survey"], workbook.sheets["choices"], lists):
        rows = rows_of(name, workbook.sheets["choices"])
        change = compare_list(lists[name], [row for _, row in rows])
        if change:
            what = f"The list '{name}' is not the shared one: {change.words}."
            found.append(blocking(what, REBUILD, "choices", rows[0][0] if rows else None, "list_name"))
    return found


def used_lists(survey: Rows, choices: Rows, lists: Mapping[str, SharedList]) -> list[str]:
    """Names of shared lists that the workbook has already or whose name a select asks for."""
    there = {_list_of(row) for row in choices}
    for row in survey_rows(survey):
        there.update(row.written_type.split()[1:2] if not row.is_group else ())
    return [name for name in lists if name in there]


def rows_of(name: str, choices: Rows) -> list[tuple[int, dict[str, str]]]:
    """Rows of one list with their numbers, by normalised heading."""
    normal = {heading: choice_heading(heading) for row in choices for heading in row}
    return [
        (number, {normal[heading]: str(value).strip() for heading, value in row.items()})
        for number, row in enumerate(choices, start=2)
        if _list_of(row) == name
    ]


def choice_heading(heading: str) -> str:
    """The heading of the choices sheet as pyxform understands it; ``list name`` is ``list_name``."""
    return normal_heading(heading)


def compare_list(shared: SharedList, rows: Sequence[Mapping[str, str]]) -> ListChange | None:
    """What a workbook's rows of one list need to be the shared list; None if they are."""
    there = {row.get("name", ""): row for row in rows}
    changed = tuple(
        name
        for name, wanted in shared.choices.items()
        if name in there and any(there[name].get(heading, "") != wanted[heading] for heading in shared.headings)
    )
    added = tuple(name for name in shared.choices if name not in there)
    removed = tuple(name for name in there if name not in shared.choices)
    is_same_order = [row.get("name", "") for row in rows] == list(shared.choices)
    if is_same_order and not changed:
        return None
    return ListChange(shared.name, added, removed, changed)


def _list_of(row: Mapping[str, str]) -> str:
    return next((str(row[key]).strip() for key in row if choice_heading(key) == "list_name"), "")


def _read_list(path: Path) -> SharedList:
    where = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(where, "it cannot be read as UTF-8 text.", "Save it as 'CSV UTF-8' in Excel.") from error
    # A French Excel writes semicolons.
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    table = [[cell.strip() for cell in line] for line in csv.reader(StringIO(text, newline=""), delimiter=delimiter)]
    table = [line for line in table if any(line)]
    headings = tuple(choice_heading(cell) for cell in table[0]) if table else ()
    if "name" not in headings or len(set(headings)) != len(headings):
        fix = "Begin it with: name,label::Français (fr),label::English (en)"
        raise SetupError(where, "its first line must have the heading 'name', and each heading once.", fix)
    return SharedList(path.stem, headings, _choices(where, headings, table[1:]))


def _choices(where: str, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for number, line in enumerate(lines, start=2):
        choice = {heading: line[at] if at < len(line) else "" for at, heading in enumerate(headings) if heading}
        name = choice["name"]
        if not name or name in found:
            what = f"the choice '{name}' stands twice." if name else "a choice has no name."
            raise SetupError(f"{where}, line {number}", what, "Give every choice its own short code.")
        found[name] = choice
    return found
