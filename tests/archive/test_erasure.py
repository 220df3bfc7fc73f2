"""What is erased is gone, and does not come back by any door."""

import pytest
from sqlalchemy import text

from pipeline.archive.blobs import remove_unreferenced
from pipeline.archive.erasure import erase, forget_erased
from pipeline.archive.holding import Stored
from pipeline.archive.read import books
from pipeline.archive.reconcile import Differences
from pipeline.archive.scan import Scan

from .samples import HERE, a_photo, a_submission, an_archive, approved, held, root
from .test_deletions import prints


@pytest.fixture
def erased(engine):
    """An archive whose submission 1, edited and approved and with files, was erased."""
    page = [a_submission(attachments=(a_photo(),), status=approved()), a_submission(2), a_submission(edit=1)]
    an_archive(engine).store_page(page)
    with engine.begin() as connection:
        assert erase(connection, root(1), "asked by the person, request 12") == 1
    return engine


def everything(engine):
    """All rows of all tables of the archive, as text."""
    with engine.connect() as connection:
        tables = connection.scalars(
            text("select relname from pg_stat_user_tables where schemaname = 'archive' and relname <> 'submission'")
        ).all()
        rows = [connection.execute(text(f"select t::text from archive.{table} t")).scalars().all() for table in tables]
    return "\n".join(row for found in rows for row in found)


def test_nothing_is_left_but_a_keyed_digest(erased):
    """A plain hash of a root uuid could be looked up by anyone who has the uuid."""
    assert root(1) not in everything(erased)
    assert root(2) in everything(erased)
    with erased.connect() as connection:
        assert books(connection, HERE).erased == 1
        assert len(connection.scalar(text("select digest from archive.erasure"))) == 32


def test_the_build_learns_of_it_and_then_the_last_trace_goes(erased):
    """Its answers stand in tables made from the archive, and only the build knows which."""
    gone = held(erased)[root(1)]
    assert (gone.state, gone.body, gone.edition_id, gone.status_code) == ("erased", b"", 0, "")
    with erased.begin() as connection:
        assert forget_erased(connection, HERE, gone.changed_seq - 1) == 0
        assert forget_erased(connection, HERE, gone.changed_seq) == 1
    assert root(1) not in held(erased)


@pytest.mark.parametrize("forgotten", [False, True])
def test_a_pull_refuses_it(erased, forgotten):
    """It may stay on the server for ever."""
    if forgotten:
        with erased.begin() as connection:
            forget_erased(connection, HERE, 10**9)
    again = [a_submission(edit=5, server_id="9999"), a_submission(), a_submission(3)]
    assert an_archive(erased).store_page(again) == Stored(new=1, refused=2)
    assert an_archive(erased, "registration/kaya").store_page([a_submission()]) == Stored(refused=1)
    assert root(1) not in everything(erased)


@pytest.mark.parametrize("forgotten", [False, True])
def test_a_scan_neither_fetches_it_nor_misses_it(erased, forgotten):
    """Else every pull would fetch it once more."""
    if forgotten:
        with erased.begin() as connection:
            forget_erased(connection, HERE, 10**9)
    scan = Scan(erased, HERE)
    scan.take(prints(a_submission(edit=1), a_submission(2)))
    found = scan.finish()
    assert found == Differences(refused=frozenset({root(1)}))


def test_one_can_be_barred_before_it_ever_came(engine):
    """A person may refuse while the tablet is still offline."""
    with engine.begin() as connection:
        assert erase(connection, root(1), "refused on the spot") == 0
        assert erase(connection, root(1), "twice") == 0
    assert an_archive(engine).store_page([a_submission()]) == Stored(refused=1)


def test_its_files_go_from_the_disk_and_those_of_others_stay(engine, tmp_path):
    """A photo is the most personal answer of all."""
    from .test_attachments import download, source

    an_archive(engine).store_page(
        [
            a_submission(attachments=(a_photo(), a_photo(attachment_id="shared"))),
            a_submission(2, attachments=(a_photo(attachment_id="shared"),)),
        ]
    )
    download(engine, tmp_path, source({"att1": b"face", "shared": b"map"}))
    with engine.begin() as connection:
        erase(connection, root(1), "asked")
    with engine.begin() as connection:
        assert remove_unreferenced(connection, tmp_path) == 1
        assert remove_unreferenced(connection, tmp_path) == 0
    assert [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()] == [b"map"]
