"""What is printed: seen as a scanner and a printer see it."""

import re
from datetime import UTC, datetime
from random import Random

import numpy as np
import pytest

from pipeline.cards.sheet import Sheet, pages_needed, sheets_as_pdf, sheets_as_pictures
from pipeline.model.code import is_code, make_code

from .print_reading import DOTS_AN_INCH, START, dot, pixels, scanned

AT = datetime(2026, 3, 2, 9, 30, 15, 123, tzinfo=UTC)
SHEET = Sheet("person", "Accompagnement à l'entrepreneuriat", "Une question ? Appelez le bureau.", "lot 1a2b3c4d · été")


def codes_of(count, prefix="P", seed=1):
    dice = Random(seed)
    return [make_code(prefix, dice.choice) for _ in range(count)]


@pytest.mark.parametrize("prefix", ["P", "B"])
def test_a_scanner_reads_exactly_the_code_off_each_card(prefix):
    """A QR that says more or less than eight signs is refused by every form; a swapped one makes two people one."""
    codes = codes_of(12, prefix)
    pages = sheets_as_pictures(SHEET, codes, DOTS_AN_INCH)
    read = [text for page in pages for text in scanned(page)]
    assert read == codes
    assert all(is_code(text, prefix) for text in read)


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (10, 1), (11, 2), (60, 6)])
def test_ten_cards_fit_on_a_page(count, pages):
    """An empty last page, or a page more than announced, would be paid for at every print shop."""
    pdf = sheets_as_pdf(SHEET, codes_of(count), AT)
    assert pdf.startswith(b"%PDF-1.4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == pages == pages_needed(count)
    sides = {tuple(round(float(side)) for side in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^]]*)\]", pdf)}
    assert sides == {(0, 0, 595, 842)}


def test_the_same_cards_give_the_same_file():
    """No clock and no chance in the print itself."""
    assert sheets_as_pdf(SHEET, codes_of(3), AT) == sheets_as_pdf(SHEET, codes_of(3), AT)


def test_fonts_come_from_the_wheel_and_are_in_the_file():
    """A fresh machine has no fonts, and a print shop has others: accents would turn into boxes."""
    pdf = sheets_as_pdf(SHEET, codes_of(1), AT)
    names = {name.split(b"+")[-1] for name in re.findall(rb"/FontName\s*/(\S+?)[\s/>]", pdf)}
    assert names == {b"LibertinusSerif-Regular", b"LibertinusSerif-Bold", b"DejaVuSansMono-Bold"}
    assert len(re.findall(rb"/FontFile\d?\s", pdf)) == 3


def test_it_is_black_on_white():
    """Field offices print on what there is: colours would come out as pale grey."""
    picture = pixels(sheets_as_pictures(SHEET, codes_of(10), DOTS_AN_INCH)[0])
    assert (picture[:, :, 3] == 255).all()
    assert (np.ptp(picture[:, :, :3].astype(int), axis=2) == 0).all()


def test_no_word_leaves_its_card():
    """A name of a programme or a contact that is far too long shrinks, and is cut off at last."""
    long = Sheet("plan", "Un très long nom de programme " * 20, "Un très long contact " * 40, "lot", synthetic=False)
    dark = pixels(sheets_as_pictures(long, codes_of(1, "B"), DOTS_AN_INCH)[0])[:, :, 0] < 128
    right, below = START[0] + 85.6, START[1] + 54
    assert not dark[dot(START[1] + 3) : dot(below - 3), dot(right - 2) :].any()
    assert not dark[dot(below + 3) : dot(280), :].any()


@pytest.mark.parametrize("synthetic", [True, False])
def test_cards_of_an_exercise_say_so(synthetic):
    """A card of a training day must not pass for a real one."""
    sheet = Sheet("person", "Essai", "", "lot", synthetic=synthetic)
    plain = Sheet("person", "Essai", "", "lot")
    differs = sheets_as_pictures(sheet, codes_of(1), DOTS_AN_INCH) != sheets_as_pictures(
        plain, codes_of(1), DOTS_AN_INCH
    )
    assert differs == synthetic


def test_what_stands_in_the_settings_is_never_read_as_markup():
    """A name with a # or a [ in it would stop the print, or run as a program."""
    strange = Sheet("person", '#panic() [x] *"\\', "$x$ @a <b> // c", "#let x = 1")
    assert scanned(sheets_as_pictures(strange, codes_of(1), DOTS_AN_INCH)[0]) == codes_of(1)
