"""The benchmark measures what it says: the same made-up submissions every time, and every one of them decodes."""

import threading
from itertools import islice

import pytest

from pipeline.model.decoded import Item
from pipeline.records.decode import Decoder
from pipeline.records.tables import plan_tables
from pipeline.sources.kobo_content import sheets
from pipeline.sources.open import open_source
from pipeline.xlsform.compile import compile_workbook

from .questionnaire import STAGE, content, questions, write_workbook
from .server import Served, listen
from .submissions import UID, make

COUNT = 1200


@pytest.fixture(scope="module")
def made():
    """Enough for two pages."""
    return list(make(COUNT))


@pytest.fixture(scope="module")
def source(made):
    """The served project, read as retour reads it."""
    server = listen(Served(made))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield open_source("kobo", server.served.url, uid=UID, token="made-up")
    server.shutdown()
    server.server_close()


def test_equal_seeds_give_equal_bytes(made):
    """Figures of two days can be compared only if the work is the same."""
    assert [m.row for m in made] == [m.row for m in make(COUNT)]


def test_a_submission_has_the_size_and_the_holes_that_the_page_states(made):
    """About 3.1 KB and 60 questions, 15 % of them unanswered."""
    assert 3000 < sum(len(m.row) for m in made) / COUNT < 3400
    answered = sum(m.row.count(b'"%b":' % path.encode()) for m in made for _, path in questions())
    assert 0.83 < answered / COUNT / len(questions()) < 0.87


def test_every_made_up_submission_decodes(made, source):
    """A contender that sets half of them aside would be fast."""
    (edition,) = source.form_editions(frozenset())
    form = compile_workbook(dict(edition.sheets)).form
    decoder = Decoder(STAGE, form, plan_tables(STAGE, form, []))
    items = [Item(m.root_uuid, m.root_uuid, n, "d", "z", "1", None, m.row) for n, m in enumerate(made)]
    decoded = decoder.decode(items)
    assert (decoded.decoded_count, decoded.set_aside, decoded.unknown_choices) == (COUNT, [], {})
    assert len(decoded.rows[f"{STAGE}__sales"]) > 2 * COUNT


def test_the_server_hands_over_everything_and_its_fingerprints(made, source):
    """What is measured must be a complete and proved reading."""
    assert [s.root_uuid for page in source.read_since(0) for s in page.submissions] == [m.root_uuid for m in made]
    assert [f.root_uuid for page, _ in source.scan() for f in page] == [m.root_uuid for m in made]
    assert source.check_access().sees_all
    newest = {m.root_uuid for m in islice(reversed(made), 100)}
    assert {s.root_uuid for s in source.fetch(newest)} == newest


def test_the_workbook_asks_what_the_server_has(tmp_path):
    """The privacy of every question comes from the workbook."""
    write_workbook(tmp_path / "survey.xlsx")
    ours, theirs = (compile_workbook(f).form.questions for f in (tmp_path / "survey.xlsx", sheets(content(), UID)))
    assert [(q.path, q.type) for q in ours] == [(q.path, q.type) for q in theirs]
    assert {q.privacy for q in ours if not q.path.startswith("meta/")} == {"open"}
