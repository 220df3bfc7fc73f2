"""The committee's pack as a PDF, made by Typst: a summary, a page for each plan, blank minutes."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("dossier.typ")


def pack_as_pdf(document: Mapping[str, object], made_at: datetime) -> bytes:
    """One PDF, black on white, that needs no network and no system font.

    Args:
        document: what ``dossier.document`` gives.
        made_at: with its time zone; stands in the file's properties.
    """
    made = _compiler(document).compile(format="pdf", pdf_standards="1.7", timestamp=made_at.replace(microsecond=0))
    return _pages(made)[0]


def pack_as_pictures(document: Mapping[str, object], dots_an_inch: float = 96) -> list[bytes]:
    """The same pages as PNG pictures, to look at."""
    return _pages(_compiler(document).compile(format="png", ppi=dots_an_inch))


def _compiler(document: Mapping[str, object]) -> typst.Compiler:
    return typst.Compiler(TEMPLATE, ignore_system_fonts=True, sys_inputs={"dossier": json.dumps(document)})


def _pages(compiled: bytes | list[bytes] | None) -> list[bytes]:
    """Typst gives one page alone, several in a list."""
    return [compiled] if isinstance(compiled, bytes) else list(compiled or [])
