"""The review in Excel: what is written can be answered there, and what comes back is understood or refused by row."""

import io

import pytest
from openpyxl import load_workbook

from pipeline.errors import SetupError
from pipeline.reports.review_workbook import FIRST_ROW, SHEET, PairRow, read_review, write_review

SURNAME, PHONE = ("Nom", "Surname"), ("Téléphone", "Phone")


def a_pair(number=1, **changes):
    fields = {SURNAME: ("SAWADOGO", "SAVADOGO", False), PHONE: ("70000001", "70000001", True)}
    usual = {"question": "La même personne ?", "fields": fields, "reasons": "Nom : presque le même."}
    return PairRow(**(usual | {"left": f"uuid:a{number}#person", "right": f"uuid:b{number}#person"} | changes))


@pytest.fixture
def exported(tmp_path):
    """A workbook of three pairs, and what opens and saves it as Excel would."""

    class Exported:
        file = tmp_path / "paires.xlsx"

        def fill(self, row, verdict=None, why=None, by=None, **cells):
            workbook = load_workbook(self.file)
            sheet = workbook[SHEET]
            for column, value in (("B", verdict), ("C", why), ("D", by), *cells.items()):
                if value is not None:
                    sheet[f"{column}{row}"] = value
            workbook.save(self.file)
            return self

        def read(self):
            return read_review(self.file)

        @property
        def sheet(self):
            return load_workbook(self.file)[SHEET]

    stream = io.BytesIO()
    write_review(stream, [a_pair(n) for n in (1, 2, 3)])
    Exported.file.write_bytes(stream.getvalue())
    return Exported()


def test_both_people_stand_side_by_side_under_french_headings(exported):
    """The office reads French; English stands below."""
    french = [cell.value for cell in exported.sheet[1]]
    assert french[:5] == ["N°", "Décision", "Pourquoi (sans nom)", "Décidé par", "Question"]
    assert french[5:9] == ["Nom (A)", "Nom (B)", "Téléphone (A)", "Téléphone (B)"]
    assert exported.sheet["F2"].value == "Surname (A)"
    assert (exported.sheet["F3"].value, exported.sheet["G3"].value) == ("SAWADOGO", "SAVADOGO")


def test_the_answer_is_chosen_from_a_list(exported):
    """Nobody has to know how a word is spelt."""
    (choices,) = exported.sheet.data_validations.dataValidation
    assert choices.formula1 == '"même personne,personnes différentes,plus tard"'
    assert str(choices.sqref) == "B3:B5"


def test_answers_come_back_with_their_rows(exported):
    """Same, different, later; in the words of the list or in English."""
    exported.fill(3, "même personne", "même père", "Awa").fill(4, "Different").fill(5, "plus tard")
    found = exported.read()
    assert found.problems == []
    assert [(one.row, one.left, one.verdict) for one in found.answers] == [
        (3, "uuid:a1#person", "same"),
        (4, "uuid:a2#person", "different"),
        (5, "uuid:a3#person", ""),
    ]
    assert (found.answers[0].why, found.answers[0].by) == ("même père", "Awa")


def test_a_row_nobody_filled_is_left_for_later(exported):
    """Ten rows today, the rest tomorrow."""
    assert [one.verdict for one in exported.read().answers] == ["", "", ""]


def test_another_word_is_refused_with_its_row(exported):
    """Guessing who is who from a misspelling would be worse than asking again."""
    (problem,) = exported.fill(4, "peut-être").read().problems
    assert (problem.sheet, problem.row) == (SHEET, 4)
    assert "plus tard" in problem.fix


def test_a_row_without_its_ids_is_refused(exported):
    """Somebody cleared a column that seemed of no use."""
    (problem,) = exported.fill(5, "même personne", K="").read().problems
    assert problem.row == 5


def test_rows_may_be_sorted_and_removed(exported):
    """That is what people do with a table."""
    workbook = load_workbook(exported.file)
    workbook[SHEET].delete_rows(FIRST_ROW)
    workbook.save(exported.file)
    assert [one.left for one in exported.read().answers] == ["uuid:a2#person", "uuid:a3#person"]


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path):
    """A sheet must not run what somebody typed into a tablet."""
    stream = io.BytesIO()
    write_review(stream, [a_pair(fields={SURNAME: ("=1+1", "@x", False)})])
    (tmp_path / "p.xlsx").write_bytes(stream.getvalue())
    cell = load_workbook(tmp_path / "p.xlsx")[SHEET]["F3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_no_pair_is_a_workbook_all_the_same(tmp_path):
    """Excel must open it."""
    stream = io.BytesIO()
    write_review(stream, [])
    (tmp_path / "p.xlsx").write_bytes(stream.getvalue())
    assert read_review(tmp_path / "p.xlsx").answers == []


@pytest.mark.parametrize("content", [b"", b"not a workbook"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    """With the name of the file, not with a traceback."""
    (tmp_path / "p.xlsx").write_bytes(content)
    with pytest.raises(SetupError, match=r"p\.xlsx"):
        read_review(tmp_path / "p.xlsx")


def test_a_workbook_without_its_headings_is_refused(exported):
    """Columns are found by their names."""
    exported.fill(1, "Réponse")
    with pytest.raises(SetupError, match="Décision"):
        exported.read()
