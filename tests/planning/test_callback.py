"""The list of certificates to call back: by code, with room for the answers."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from pipeline.errors import SetupError
from pipeline.model.installation import Given
from pipeline.planning.callback import ASKED, Receiver, headings, rows_of, write_rows
from pipeline.planning.sample import Certificate

GOODS = (Given("ram", "", Decimal(3), "head"), Given("other", "=charrette", Decimal("0.5"), ""))
PV = Certificate("B1", "PV-7", date(2019, 6, 3), "garango", "complete", "uuid:1", ("p-1", "p-2"), GOODS)
WHO = {"p-1": Receiver("PABCDEFG", "Awa SAWADOGO", "70999123"), "p-2": Receiver("PHJKLMNQ")}
LABELS = {"ram": "Bélier", "head": "tête", "complete": "Complète : tout est remis"}


def listed(*drawn, with_names=False):
    """The rows, with some labels."""
    return list(rows_of(drawn, WHO, lambda of, choice: LABELS.get(choice, choice), with_names=with_names))


def test_each_receiver_is_a_row_with_what_the_certificate_says():
    """One call, one row."""
    first, second = listed(PV)
    assert first == (
        "1",
        "PV-7",
        "B1",
        "garango",
        "03/06/2019",
        "Complète",
        "PABCDEFG",
        "3 tête Bélier; 0,5 =charrette",
    )
    assert second[6] == "PHJKLMNQ"


def test_names_and_phones_stand_in_it_only_where_they_are_allowed():
    """The list is carried around and lent to whoever calls."""
    assert "SAWADOGO" not in repr(listed(PV))
    assert "70999123" not in repr(listed(PV))
    assert listed(PV, with_names=True)[0][7:9] == ("Awa SAWADOGO", "70999123")
    for with_names in (False, True):
        assert len(headings(with_names=with_names)) == len(listed(PV, with_names=with_names)[0]) + len(ASKED)


def test_a_certificate_whose_receivers_nobody_knows_stays_on_the_list():
    """That is the one to look at."""
    assert [row[6] for row in listed(replace(PV, receivers=()))] == ["non identifié"]


def test_a_workbook_has_room_for_answers_and_no_formula(tmp_path):
    """A good may be called =…, and a list must not calculate."""
    file = tmp_path / "liste.xlsx"
    write_rows(file, headings(with_names=False), [(*row[:7], "=1+1") for row in listed(PV)])
    sheet = load_workbook(file)["à rappeler"]
    assert [cell.value for cell in sheet[1]] == list(headings(with_names=False))
    assert (sheet["H2"].value, sheet["H2"].data_type) == ("=1+1", "s")
    assert sheet.max_row == 3


def test_a_csv_opens_in_excel_with_its_accents_and_no_formula(tmp_path):
    """The same list for whoever has no Excel."""
    file = tmp_path / "liste.csv"
    write_rows(file, ("a", "é"), [("=1+1",)])
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(file.read_text("utf-8-sig").splitlines())) == [["a", "é"], ["'=1+1", ""]]


@pytest.mark.parametrize(("name", "told"), [("l.pdf", "neither .csv nor .xlsx"), ("there.csv", "is there already")])
def test_another_kind_of_file_or_one_that_is_there_is_refused(tmp_path, name, told):
    """Answers that somebody wrote down are never overwritten."""
    (tmp_path / "there.csv").write_text("answers")
    with pytest.raises(SetupError, match=told):
        write_rows(tmp_path / name, ("a",), [])
    assert (tmp_path / "there.csv").read_text() == "answers"
