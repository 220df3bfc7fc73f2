"""The list of certificates to call back: what each one says, and what the caller asks and writes down."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from pipeline.errors import SetupError
from pipeline.model.installation import Given

from .printed import day, quantity
from .sample import Certificate

Label = Callable[[str, str], str]
SAID = ("n°", "certificat", "plan", "commune", "remis le", "remise", "code de qui a reçu")
IDENTITY = ("nom", "téléphone")
GOODS = "biens selon le certificat"
ASKED = (
    "appelé le",
    "appelé par",
    "Avez-vous reçu des biens du programme ? (oui, non)",
    "Quels biens, et combien ?",
    "Quel jour ?",
    "Étaient-ils en bon état ? (oui, non)",
    "Les avez-vous encore ? (oui, non)",
    "Vous a-t-on demandé de l'argent ou une part ? (oui, non)",
    "remarques, sans nom",
)
WIDTHS = {GOODS: 44, "nom": 26, "remarques, sans nom": 40}


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is called: the code alone, or name and phone with it where the programme's settings allow them."""

    code: str
    name: str = ""
    phone: str = ""


def headings(*, with_names: bool) -> tuple[str, ...]:
    """One for each column of ``rows_of``, then the questions."""
    return (*SAID, *(IDENTITY if with_names else ()), GOODS, *ASKED)


def rows_of(
    drawn: Iterable[Certificate], who: Mapping[str, Receiver], label: Label, *, with_names: bool
) -> Iterator[tuple[str, ...]]:
    """One row per receiver of each certificate, in the order drawn; one without a code where nobody is identified."""
    for number, one in enumerate(drawn, 1):
        state = label("hand_over_states", one.state).partition(":")[0].strip()
        said = str(number), one.number, one.plan_code, label("places", one.commune), day(one.handed_on), state
        goods = "; ".join(_good(item, label) for item in one.items)
        for key in one.receivers or ("",):
            receiver = who.get(key, Receiver(""))
            named = (receiver.name, receiver.phone) if with_names else ()
            yield *said, receiver.code or "non identifié", *named, goods


def write_rows(file: Path, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A new file, ``.csv`` or ``.xlsx``, with room for the answers.

    Raises:
        SetupError: another kind of file, one that is there already, or it cannot be written.
    """
    if file.suffix.lower() not in {".csv", ".xlsx"}:
        raise SetupError(str(file), "is neither .csv nor .xlsx.", "Name the file certificats.xlsx or certificats.csv.")
    if file.exists():
        raise SetupError(str(file), "is there already; nothing was overwritten.", "Name another file with --out.")
    full = [(*row, *[""] * (len(titles) - len(row))) for row in rows]
    try:
        if file.suffix.lower() == ".csv":
            _write_csv(file, titles, full)
        else:
            _write_workbook(file, titles, full)
    except OSError as error:
        raise SetupError(
            str(file), f"cannot be written ({error.strerror}).", "Choose a folder that is yours."
        ) from None


def _write_csv(file: Path, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """With the mark by which Excel knows UTF-8; what looks like a formula is made text."""
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(titles)
        writer.writerows(
            [f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell for cell in row] for row in rows
        )


def _write_workbook(file: Path, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 a new workbook has a sheet
    sheet.title = "à rappeler"
    for number, row in enumerate((titles, *rows), 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column, title in enumerate(titles, 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(title, 16)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    book.save(file)


def _good(item: Given, label: Label) -> str:
    name = label("catalogue", item.item) if item.item not in {"", "other"} else item.item_other
    return " ".join(filter(None, (quantity(item.quantity), label("units", item.unit), name or "—")))
