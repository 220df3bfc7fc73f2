"""Choices that several forms use live once, and workbooks follow them without losing anything of their own."""

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from pipeline.errors import SetupError
from pipeline.xlsform.lists import build_lists, drift, read_shared_lists
from pipeline.xlsform.problem import FormError

from .drawn import YES_NO, row, save, sheets

CSV = "name,label,region\nyes,Oui,\nno,Non,\nunknown,Ne sait pas,est\n"
COLOURS = [{"list_name": "colours", "name": n, "label": n.title()} for n in ("red", "blue")]


@pytest.fixture
def lists(tmp_path):
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "yes_no.csv").write_text(CSV, encoding="utf-8")
    (folder / "unused.csv").write_text("name,label\na,A\n", encoding="utf-8")
    return folder


def a_workbook(tmp_path, choices=(*YES_NO, *COLOURS)):
    content = sheets(row("select_one yes_no", "q"), row("select_one colours", "c"), choices=choices)
    return save(tmp_path / "formulaire été.xlsx", content)


def choices_of(path):
    rows = list(load_workbook(path)["choices"].iter_rows(values_only=True))
    return [
        tuple(dict(zip(rows[0], r, strict=True)).get(k) for k in ("list_name", "name", "label", "region"))
        for r in rows[1:]
    ]


def test_a_shared_list_replaces_the_workbooks_own_in_its_place(tmp_path, lists):
    """Other lists keep their rows; a column that only the csv has is added."""
    path = a_workbook(tmp_path)
    (change,) = build_lists(path, lists)
    assert (change.list_name, change.added, change.removed, change.changed) == ("yes_no", ("unknown",), (), ())
    assert choices_of(path) == [
        ("yes_no", "yes", "Oui", None),
        ("yes_no", "no", "Non", None),
        ("yes_no", "unknown", "Ne sait pas", "est"),
        ("colours", "red", "Red", None),
        ("colours", "blue", "Blue", None),
    ]


def test_building_twice_writes_once(tmp_path, lists):
    """A file that is rewritten for nothing looks changed to whoever keeps versions."""
    path = a_workbook(tmp_path)
    build_lists(path, lists)
    before = path.stat().st_mtime_ns, path.read_bytes()
    assert build_lists(path, lists) == []
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before
    assert drift(path, read_shared_lists(lists)) == []


def test_choices_that_went_are_deleted_and_the_rest_moves_up(tmp_path, lists):
    """A choice left behind would still be shown."""
    (lists / "yes_no.csv").write_text("name,label\nno,Non !\n", encoding="utf-8")
    path = a_workbook(tmp_path)
    (change,) = build_lists(path, lists)
    assert (change.removed, change.changed) == (("yes",), ("no",))
    assert [c[:3] for c in choices_of(path)][:2] == [("yes_no", "no", "Non !"), ("colours", "red", "Red")]


def test_columns_of_the_workbook_alone_stay_with_their_choice(tmp_path, lists):
    """A picture per choice belongs to the form; a new order must not move it to another choice."""
    own = [YES_NO[0] | {"image": "yes.png"}, YES_NO[1] | {"image": "no.png"}]
    (lists / "yes_no.csv").write_text("name,label\nno,Non\nyes,Oui\n", encoding="utf-8")
    path = a_workbook(tmp_path, own)
    build_lists(path, lists)
    rows = list(load_workbook(path)["choices"].iter_rows(min_row=2, values_only=True))
    assert [(r[1], r[3]) for r in rows] == [("no", "no.png"), ("yes", "yes.png")]


def test_everything_else_of_the_workbook_stays(tmp_path, lists):
    """People colour, comment and add sheets of their own."""
    path = a_workbook(tmp_path)
    book = load_workbook(path)
    book["survey"]["A1"].font = Font(bold=True)
    book["survey"].column_dimensions["C"].width = 44
    book.create_sheet("notes")["B2"] = "=1+1"
    book["choices"]["B5"].font = Font(italic=True)
    book.save(path)
    build_lists(path, lists)
    after = load_workbook(path)
    assert after["survey"]["A1"].font.bold
    assert after["survey"].column_dimensions["C"].width == 44
    assert after["notes"]["B2"].value == "=1+1"
    assert (after["choices"]["B6"].value, after["choices"]["B6"].font.italic) == ("blue", True)


def test_a_list_that_only_the_survey_asks_for_is_written(tmp_path, lists):
    """A new form begins with a type column and no choices."""
    path = a_workbook(tmp_path, COLOURS)
    build_lists(path, lists)
    assert [c[1] for c in choices_of(path)] == ["red", "blue", "yes", "no", "unknown"]


def test_a_workbook_without_a_choices_sheet_gets_one(tmp_path, lists):
    """The headings come from the csv."""
    path = save(tmp_path / "new.xlsx", {"survey": [row("select_one yes_no", "q")]})
    build_lists(path, lists)
    assert choices_of(path)[0] == ("yes_no", "yes", "Oui", None)


def test_text_that_begins_like_a_formula_stays_text(tmp_path, lists):
    """Excel would show an error instead of the label, or run it."""
    (lists / "yes_no.csv").write_text('name,label\n01,"=SUM(1)"\n', encoding="utf-8")
    path = a_workbook(tmp_path)
    build_lists(path, lists)
    cells = load_workbook(path)["choices"][2]
    assert [(c.value, c.data_type) for c in cells[1:3]] == [("01", "s"), ("=SUM(1)", "s")]


def test_merged_cells_in_the_choices_are_no_obstacle(tmp_path, lists):
    """Some people merge the list's name over its rows."""
    path = a_workbook(tmp_path)
    book = load_workbook(path)
    book["choices"].merge_cells("A2:A3")
    book.save(path)
    build_lists(path, lists)
    assert ("yes_no", "unknown", "Ne sait pas", "est") in choices_of(path)


def test_drift_is_a_problem_on_the_lists_first_row(tmp_path, lists):
    """It is told by ``forms check`` before two forms disagree in the data."""
    (problem,) = drift(a_workbook(tmp_path), read_shared_lists(lists))
    assert (problem.severity, problem.sheet, problem.row) == ("error", "choices", 2)
    assert "1 added" in problem.what


def test_another_order_is_drift_too(tmp_path, lists):
    """Enumerators find answers by place."""
    (lists / "yes_no.csv").write_text("name,label\nno,Non\nyes,Oui\n", encoding="utf-8")
    (problem,) = drift(a_workbook(tmp_path), read_shared_lists(lists))
    assert "another order" in problem.what


def test_a_french_excel_csv_is_read(lists):
    """It writes semicolons and a byte order mark."""
    text = "\ufeffname;label::Français (fr)\nyes;Oui\n"
    (lists / "yes_no.csv").write_text(text, encoding="utf-8")
    found = read_shared_lists(lists)["yes_no"]
    assert found.headings == ("name", "label::Français (fr)")
    assert dict(found.choices["yes"]) == {"name": "yes", "label::Français (fr)": "Oui"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"label\nA\n",
        b"name,label\na,A\na,B\n",
        b"name,label\n,A\n",
        b"name,name\na,b\n",
        "name,label\na,é\n".encode("latin-1"),
    ],
    ids=["empty", "no name", "twice", "nameless", "same heading", "not UTF-8"],
)
def test_a_wrong_csv_is_named(lists, content):
    """It would spread into every form."""
    (lists / "yes_no.csv").write_bytes(content)
    with pytest.raises(SetupError, match=r"yes_no\.csv"):
        read_shared_lists(lists)


def test_a_workbook_that_cannot_be_written_back_is_refused_untouched(tmp_path, lists):
    """Writing an .xls or .csv as .xlsx under the old name would destroy it."""
    path = tmp_path / "form.md"
    path.write_text("| survey |\n| | type | name | label |\n| | select_one yes_no | a | A |\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(FormError):
        build_lists(path, lists)
    assert path.read_bytes() == before
