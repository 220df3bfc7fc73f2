"""Form versions come back as workbooks that compile."""

from datetime import UTC, datetime

from pyxform.xls2xform import convert

from .replay import SURVEY
from .test_kobo_recorded import a_source


def test_form_versions_become_workbooks_again():
    """Labels in columns by language, choices in their list, the version as submissions carry it."""
    (edition,) = a_source("045", "046").form_editions(frozenset())
    assert edition.version == "vziuQwu2t3LiCBLUtV6S8y"
    assert edition.deployed_at == datetime(2026, 11, 23, 21, 34, 54, 986325, tzinfo=UTC)
    survey = {row.get("name"): row for row in edition.sheets["survey"]}
    assert survey["consent"]["type"] == "select_one yesno"
    assert survey["consent"]["label::Français (fr)"] == "fr Consent?"
    assert survey["village"]["type"] == "select_one_from_file villages.csv"
    assert edition.sheets["choices"][0] == {
        "list_name": "yesno",
        "name": "yes",
        "label::English (en)": "Yes",
        "label::Français (fr)": "Oui",
    }
    assert edition.sheets["settings"][0]["form_id"] == SURVEY
    assert not [key for row in edition.sheets["survey"] for key in row if key.startswith("$")]


def test_known_versions_are_not_asked_again():
    """Each costs a request, and versions never change."""
    assert list(a_source("045").form_editions(frozenset({"vziuQwu2t3LiCBLUtV6S8y"}))) == []


def test_the_form_read_back_compiles():
    """What the archive keeps must be good enough to decode with."""
    (edition,) = a_source("045", "046").form_editions(frozenset())
    assert "demo/loc/gps" in convert(dict(edition.sheets), pretty_print=False).xform
