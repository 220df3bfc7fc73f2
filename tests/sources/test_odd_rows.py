"""A row of a shape nobody foresaw: read if it can be, and otherwise named by its number, never a traceback."""

import pytest

from pipeline.errors import SourceError

from .test_kobo_traps import a_source
from .tiny import Tiny, a_row, running

NOTHING = {
    "uid": "att1",
    "download_url": None,
    "filename": None,
    "media_file_basename": None,
    "mimetype": None,
    "question_xpath": None,
    "is_deleted": None,
}


def test_a_file_whose_facts_are_null_is_read():
    """Files from before the server had the column; one of them must not keep 100,000 submissions away."""
    with running(Tiny([a_row(1), a_row(2, _attachments=[NOTHING])])) as tiny:
        source = a_source(tiny)
        rows = [r for page in source.read_since(0) for r in page.submissions]
        assert [a.attachment_id for a in rows[1].attachments] == ["att1"]
        assert [len(page) for page, _ in source.scan()] == [2]


def test_a_row_that_cannot_be_read_is_named_and_not_quoted():
    """The project is incomplete and says which row it is; other projects go on."""
    with running(Tiny([a_row(7, _attachments="Awa's photo")])) as tiny, pytest.raises(SourceError) as told:
        list(a_source(tiny).read_since(0))
    assert "row 7 " in str(told.value)
    assert "Awa" not in str(told.value)
