"""Whatever somebody sends as a workbook, the answer is a list of problems, never a traceback."""

import string
import tempfile
import zipfile
from contextlib import suppress
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill

from pipeline.xlsform.check import check_workbook
from pipeline.xlsform.problem import FormError, Problem
from pipeline.xlsform.read import read_xform

from .drawn import RECORDED, YES_NO, row, save, sheets

FUZZ = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
KINDS = ["text", "integer", "select_one yes_no", "select_multiple yes_no", "begin_group", "end_group", "begin_repeat",
         "end_repeat", "calculate", "note", "audit", "range", "rank yes_no", "select_one_from_file a.csv",
         "select_one ${a}", "select_one yes_no or_other", "begin loop over yes_no", "osm x", "xml-external", ""]  # fmt: skip
WORDS = ["a", "b", "meta", "data", "${a}", "${", "a b", "1", "é", "#REF!", "=1+1", "../a", "yes", "true", "x\x00", "\ud800",
         "'", "list-nolabel", "table-list", "search('a')", "start=1 end=0 step=0", "2024-01-01", "<b>&", " ", "a::b", ""]  # fmt: skip
HEADINGS = ["type", "name", "label", "label::fr", "hint", "relevant", "constraint", "calculation", "appearance",
            "parameters", "choice_filter", "repeat_count", "trigger", "default", "required", "readonly", "privacy",
            "bind::type", "control::x", "media::image", "instance::a", "save_to", "disabled", "body", "bind", " ", "::"]  # fmt: skip
TEXTS = st.one_of(st.sampled_from(WORDS), st.text(max_size=6))


def answer(source):
    """The problems, each whole; a clean form has none."""
    found = check_workbook(source)
    assert all(isinstance(p, Problem) and p.what and p.fix and p.severity in {"error", "warning"} for p in found)
    assert not any("Traceback" in p.what or "pyxform/" in p.what for p in found)
    return found


def a_good_file(tmp_path):
    rows = [row("text", "a", privacy="text"), row("select_one yes_no", "b", privacy="open")]
    return save(tmp_path / "good.xlsx", sheets(*rows))


@cache
def good_bytes():
    """One file for all examples: a workbook saved twice differs in its times."""
    with tempfile.TemporaryDirectory() as folder:
        return a_good_file(Path(folder)).read_bytes()


def edited(tmp_path, edit):
    """The good workbook after somebody worked on it."""
    path = a_good_file(tmp_path)
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


def with_bytes(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def archive_of(**members):
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return raw.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FILES = {
    "empty": ("a.xlsx", b"", "empty"),
    "not a zip": ("a.xlsx", b"hello, this is a letter", "not a workbook"),
    "cut zip": ("a.xlsx", b"PK\x03\x04" + b"\x00" * 40, "cut short"),
    "another zip": ("a.xlsx", archive_of(readme__txt="hi"), "not a workbook"),
    "password": ("a.xlsx", OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
    "broken xls": ("a.xls", OLE + b"\x00" * 2000, "not a workbook"),
    "ods": ("a.ods", archive_of(mimetype="application/vnd.oasis", content__xml="<x/>"), "OpenDocument"),
    "ods named xlsx": ("a.xlsx", archive_of(mimetype="application/vnd.oasis", content__xml="<x/>"), "OpenDocument"),
    "bomb": ("a.xlsx", archive_of(big=b"\x00" * 310_000_000), "unpacks to"),
    "latin-1 csv": ("a.csv", "survey\n,type,name,label\n,text,a,é\n".encode("latin-1"), "UTF-8"),
    "no ending": ("form", b"\x00\xff\xfe", ""),
    "a picture": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ""),
    "json": ("a.json", b'{"survey": []}', ""),
    "empty md": ("a.md", b"| survey |\n", ""),
    "md without rows": ("a.md", b"| survey |\n| | type | name | label |\n", "asks nothing"),
}


@pytest.mark.parametrize(("name", "content", "words"), FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_form_has_one_clear_problem(tmp_path, name, content, words):
    """The sentence says what the file is and how to make a workbook of it."""
    found = answer(with_bytes(tmp_path, name, content))
    assert [p.severity for p in found] == ["error"]
    assert words in found[0].what


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    """Paths are typed by hand."""
    assert "cannot be read" in answer(tmp_path / "nowhere.xlsx")[0].what
    assert "cannot be read" in answer(tmp_path)[0].what


def _errors(book):
    book["survey"]["A2"] = "#REF!"


def _dates(book):

    book["survey"]["B2"] = datetime(2024, 5, 1)


def _formula(book):
    book["survey"]["B2"] = '=CONCAT("a","b")'


def _merged(book):
    book["survey"].merge_cells("A2:A3")


def _number_names(book):
    book["survey"]["B2"] = 17


def _two_headings(book):
    book["survey"]["F1"] = "type"


def _no_headings(book):
    book["survey"].delete_rows(1)


def _other_names(book):
    book["survey"].title = "Feuil1"


def _empty_sheets(book):
    for sheet in book.worksheets:
        sheet.delete_rows(1, 50)


def _no_survey(book):
    del book["survey"]


@pytest.mark.parametrize(
    "edit",
    [
        _errors,
        _dates,
        _formula,
        _merged,
        _number_names,
        _two_headings,
        _no_headings,
        _other_names,
        _empty_sheets,
        _no_survey,
    ],
)
def test_what_people_do_in_excel_is_answered_with_an_error(tmp_path, edit):
    """Each of these was a good form a minute ago."""
    assert answer(edited(tmp_path, edit))[0].severity == "error"


def test_a_million_formatted_empty_rows_do_not_matter(tmp_path):
    """Colouring a whole column makes Excel say that the sheet has 1,048,576 rows."""
    path = a_good_file(tmp_path)
    book = load_workbook(path)
    book["survey"].cell(1_048_576, 16_384).fill = PatternFill("solid", fgColor="FFEE00")
    book["choices"].cell(1_048_576, 3).fill = PatternFill("solid", fgColor="FFEE00")
    book.save(path)
    assert answer(path) == []


def test_questions_below_a_long_gap_are_not_lost_silently(tmp_path):
    """Pyxform stops reading after 60 empty rows and says nothing."""

    def add_below(book):
        for column, value in enumerate(["text", "lost", "Perdu"], start=1):
            book["survey"].cell(90, column).value = value

    found = answer(edited(tmp_path, add_below))
    assert [(p.severity, p.sheet, p.row) for p in found] == [("error", "survey", 90)]


def test_a_heading_that_breaks_pyxform_is_named():
    """Of all this, pyxform says AttributeError."""
    found = answer(sheets(row("text", "a", bind="x")))
    assert [(p.row, p.column) for p in found] == [(1, "bind")]


def test_a_macro_workbook_and_an_old_one_are_read(tmp_path):
    """.xlsm is a workbook with macros, which nobody runs here."""
    path = a_good_file(tmp_path)
    assert answer(path.rename(path.with_suffix(".xlsm"))) == []


def test_a_workbook_with_nothing_but_an_empty_sheet_is_an_error(tmp_path):
    """What Excel saves when it is opened and closed."""
    book = Workbook()
    book.save(tmp_path / "new.xlsx")
    assert answer(tmp_path / "new.xlsx")[0].severity == "error"


def test_groups_nested_a_thousand_deep_are_answered():
    """Pyxform and most parsers recurse."""
    deep = [row("begin_group", f"g{n}") for n in range(1000)] + [row("text", "a")] + [row("end_group")] * 1000
    assert answer(sheets(*deep))


@FUZZ
@given(st.data())
def test_any_rows_are_answered(data):
    """Headings and values at random, from what pyxform knows and from what it does not."""
    cells = st.dictionaries(st.sampled_from(HEADINGS), TEXTS, max_size=5)
    drawn = st.builds(
        lambda kind, name, more: more | {"type": kind, "name": name}, st.sampled_from(KINDS), TEXTS, cells
    )
    survey = data.draw(st.lists(drawn, max_size=8))
    choices = data.draw(
        st.lists(st.dictionaries(st.sampled_from(["list_name", "name", "label", "x y"]), TEXTS), max_size=4)
    )
    config = data.draw(st.dictionaries(st.sampled_from(["form_id", "version", "name", "default_language"]), TEXTS))
    answer({"survey": survey, "choices": [*YES_NO, *choices], "settings": config})


@FUZZ
@given(st.data())
def test_any_damage_to_a_files_bytes_is_answered(data):
    """A stick pulled too early, a mail server that meant well."""
    good = good_bytes()
    damaged = bytearray(good)
    for place, value in data.draw(st.lists(st.tuples(st.integers(0, len(good) - 1), st.integers(0, 255)), max_size=8)):
        damaged[place] = value
    answer(bytes(damaged[: data.draw(st.integers(0, len(good)))] if data.draw(st.booleans()) else damaged))


@FUZZ
@given(st.data())
def test_any_cells_written_over_a_good_form_are_answered(tmp_path_factory, data):
    """Numbers, truths, texts with everything in them, anywhere on the sheets."""
    path = a_good_file(tmp_path_factory.mktemp("cells"))
    book = load_workbook(path)
    printable = st.text(string.printable.strip() + "éà€😀 \n\t", max_size=20)
    values = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False), printable)
    for _ in range(data.draw(st.integers(1, 6))):
        sheet = data.draw(st.sampled_from(["survey", "choices", "settings"]))
        cell = book[sheet].cell(data.draw(st.integers(1, 5)), data.draw(st.integers(1, 6)))
        cell.value = data.draw(values)
    book.save(path)
    answer(path)


@FUZZ
@given(st.data())
def test_any_damage_to_an_xform_is_a_form_or_a_clear_refusal(data):
    """What a server sends is not ours to trust."""
    xml = (RECORDED / "kobo-household-1.xml").read_text(encoding="utf-8")
    tokens = ["<", ">", "/", '"', "ref", "nodeset", "instance", "item", "value", "repeat", "jr:itext", "&amp;", ""]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(xml) - 1))
        xml = xml[:start] + data.draw(st.sampled_from(tokens)) + xml[start + data.draw(st.integers(0, 12)) :]
    with suppress(FormError):
        assert read_xform(xml).xform == xml
