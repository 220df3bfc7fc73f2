"""The mapping loses no row of the practice, and the generated pages are those of today's forms."""

import re

import pytest

from .documents import documents, mapping
from .forms import ROOT, form_of

ROWS = 83
NOTICE = ROOT / "docs/consent-notice.fr.md"


def test_no_row_of_the_practice_is_lost():
    """Each line of the practice was read once; none may fall off the table."""
    assert sorted({int(each["row"]) for each in mapping()}) == list(range(1, ROWS + 1))


def test_a_row_that_names_a_form_is_answered_by_questions():
    """A row of a stage F0 to F10 is no matter for a report alone."""
    for row in range(1, ROWS + 1):
        lines = [each for each in mapping() if int(each["row"]) == row]
        if any(re.search(r"F\d|all", each["stage"]) for each in lines):
            assert all(each["form"] and each["paths"] for each in lines), row
        else:
            assert all(each["paths"] or each["note"] for each in lines), row


@pytest.mark.parametrize("line", mapping(), ids=lambda line: f"{line['row']}-{line['form'] or 'none'}")
def test_every_named_path_is_in_the_form(line):
    """A renamed question would leave the practice's row unanswered, unseen."""
    there = {question.path for question in form_of(line["form"]).questions} if line["form"] else set()
    assert set(line["paths"].split()) <= there


def test_generated_pages_are_of_today():
    """Otherwise run: python -m tests.forms.documents."""
    for path, text in documents():
        assert path.read_text(encoding="utf-8") == text, path.name


def test_the_consent_notice_fits_one_page():
    """It is read aloud: three minutes are the most a tired person listens."""
    words = NOTICE.read_text(encoding="utf-8").split()
    assert 150 < len(words) < 420


def test_the_consent_notice_leaves_the_contact_to_the_programme():
    """A contact that is printed wrongly cannot be called."""
    text = NOTICE.read_text(encoding="utf-8")
    assert "{contact_phone}" in text
    assert "{contact_email}" in text
    assert "@" not in text
