"""Cards on A4 sheets as a PDF: QR, the code in large letters, and a line that says to keep the card."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import segno
import typst

from .batches import Kind

TEMPLATE = Path(__file__).with_name("sheet.typ")
CARDS_A_PAGE = 10
SYNTHETIC = "DONNÉES FICTIVES"
HINT = "8 signes, sans espace"
WORDS: dict[Kind, tuple[str, str]] = {
    "person": ("Carte personnelle", "Gardez cette carte. Elle ne porte pas votre nom."),
    "plan": ("Plan d’affaires", "Gardez cette carte avec le plan. Elle ne porte aucun nom."),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on every card and sheet of a print.

    Attributes:
        programme: name of the programme.
        contact: one line: whom to call, or where to go; '' for none.
        batch: printed in the margin that is cut off: which batch it is and for whom.
        synthetic: the programme is an exercise, and every card says so.
    """

    kind: Kind
    programme: str
    contact: str
    batch: str
    synthetic: bool = False


def sheets_as_pdf(sheet: Sheet, codes: Sequence[str], printed_at: datetime) -> bytes:
    """A PDF with ten cards a page, in the order of the codes, black on white; needs no network and no system font.

    Args:
        codes: 1 or more.
        printed_at: with its time zone; stands in the file's properties.
    """
    # PDF 1.4 opens in every reader and print shop; tags for screen readers would double the file of a thing of paper.
    compiled = _compiler(sheet, codes).compile(
        format="pdf", pdf_standards="1.4", timestamp=printed_at.replace(microsecond=0), pdf_tags=False
    )
    return _pages(compiled)[0]


def sheets_as_pictures(sheet: Sheet, codes: Sequence[str], dots_an_inch: float = 144) -> list[bytes]:
    """The same pages as PNG pictures, to look at."""
    return _pages(_compiler(sheet, codes).compile(format="png", ppi=dots_an_inch))


def pages_needed(count: int) -> int:
    """Sheets of paper for so many cards."""
    return -(-count // CARDS_A_PAGE)


def _compiler(sheet: Sheet, codes: Sequence[str]) -> typst.Compiler:
    kind, keep = WORDS[sheet.kind]
    words = {name: text.replace("'", "’") for name, text in asdict(sheet).items() if isinstance(text, str)} | {
        "title": f"Cartes · {sheet.batch}",
        "kind": kind,
        "keep": keep,
        "hint": HINT,
        "warning": SYNTHETIC if sheet.synthetic else "",
        "cards": [{"code": code, "qr": _qr(code)} for code in codes],
    }
    return typst.Compiler(TEMPLATE, ignore_system_fonts=True, sys_inputs={"sheet": json.dumps(words)})


def _qr(code: str) -> str:
    """The code alone, as an SVG picture: a scanner puts exactly these eight signs into the form.

    Level H still reads with 30 % of it dirty or torn; eight letters and digits need no larger symbol for that.
    """
    drawn = io.BytesIO()
    symbol = segno.make(code, error="h", mode="alphanumeric", micro=False, boost_error=False)
    symbol.save(drawn, kind="svg", border=4, xmldecl=False, nl=False)
    return drawn.getvalue().decode()


def _pages(compiled: bytes | list[bytes] | None) -> list[bytes]:
    """Typst gives one page alone, several in a list."""
    return [compiled] if isinstance(compiled, bytes) else list(compiled or [])
