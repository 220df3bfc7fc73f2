"""Files of submissions: resumed, never fatal, on disk before any row says so."""

import hashlib

import pytest
from sqlalchemy import text

from pipeline.archive.attachments import BATCH, Downloaded, download_all, plan, want_missing_again
from pipeline.archive.blobs import blob_path
from pipeline.archive.read import books
from pipeline.errors import SourceError, StoreError

from .samples import HERE, a_photo, a_submission, an_archive, footprint, root


def source(files, broken_after=None, asked=None):
    """A server with these files; one that breaks off gives so many bytes and then the error a source raises."""

    def pieces(attachment, offset=0):
        if asked is not None:
            asked.append((attachment.attachment_id, offset))
        if attachment.attachment_id not in files:
            raise SourceError("server", "the file is not there.", "Run again.")
        content = files[attachment.attachment_id]
        for at in range(offset, len(content), 3):
            if broken_after is not None and at >= broken_after:
                raise SourceError("server", "the file broke off.", "Run again.")
            yield content[at : at + 3]

    return pieces


def download(engine, folder, server):
    """One run's downloads."""
    return download_all(engine, HERE, folder, server)


def stored(engine):
    """(attachment id, hex digest, size) of every file that has a row saying it is here."""
    query = "select attachment_id, encode(sha256, 'hex'), size from archive.attachment where sha256 is not null"
    with engine.connect() as connection:
        return connection.execute(text(query + " order by 1")).all()


def pending(engine):
    """Submissions that wait for files."""
    with engine.connect() as connection:
        return books(connection, HERE).files_pending


def test_a_file_stands_under_its_content_and_has_a_row(engine, tmp_path):
    """The same photo sent twice is kept once."""
    an_archive(engine).store_page([a_submission(n, attachments=(a_photo(),)) for n in (1, 2)])
    assert pending(engine) == 2
    assert download(engine, tmp_path, source({"att1": b"a photo"})) == Downloaded(stored=2, size_bytes=14)
    sha256 = hashlib.sha256(b"a photo").digest()
    assert blob_path(tmp_path, sha256).read_bytes() == b"a photo"
    assert stored(engine) == [("att1", sha256.hex(), 7)] * 2
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1
    assert pending(engine) == 0


def test_a_second_run_downloads_and_writes_nothing(engine, tmp_path):
    """Gigabytes of photos over a field connection."""
    an_archive(engine).store_page([a_submission(attachments=(a_photo(),))])
    download(engine, tmp_path, source({"att1": b"a photo"}))
    before = footprint(engine)
    assert download(engine, tmp_path, source({})) == Downloaded()
    assert footprint(engine) == before


def test_a_broken_download_goes_on_where_it_broke(engine, tmp_path):
    """The next run asks for the rest only."""
    an_archive(engine).store_page([a_submission(attachments=(a_photo(),))])
    assert download(engine, tmp_path, source({"att1": b"0123456789"}, broken_after=6)).failed == 1
    assert stored(engine) == []
    asked: list = []
    assert download(engine, tmp_path, source({"att1": b"0123456789"}, asked=asked)).stored == 1
    assert asked == [("att1", 6)]
    assert stored(engine)[0][2] == 10


def test_a_file_that_fails_is_counted_tried_again_and_stops_no_other(engine, tmp_path):
    """One lost photo must not cost the others."""
    photos = tuple(a_photo(attachment_id=name) for name in ("a", "b", "c"))
    an_archive(engine).store_page([a_submission(attachments=photos)])
    assert download(engine, tmp_path, source({"a": b"1", "c": b"3"})) == Downloaded(2, 1, 0, 2)
    assert pending(engine) == 1
    assert [w.attachment.attachment_id for w in plan(engine, HERE, failed_before=True)] == ["b"]
    assert download(engine, tmp_path, source({"b": b"2"})).stored == 1
    assert pending(engine) == 0


def test_files_that_failed_before_come_last(engine, tmp_path):
    """Else ten lost photos would hide all new ones behind a server that seems to be away."""
    an_archive(engine).store_page(
        [a_submission(1, attachments=tuple(a_photo(attachment_id=f"x{n}") for n in range(10)))]
    )
    an_archive(engine).store_page([a_submission(2, attachments=(a_photo(attachment_id="good"),))])
    assert download(engine, tmp_path, source({"good": b"1"})) == Downloaded(failed=10, not_tried=1)
    assert download(engine, tmp_path, source({"good": b"1"})) == Downloaded(1, 10, 0, 1)


def test_files_of_many_submissions_are_all_downloaded_in_their_order(engine, tmp_path):
    """They are read a batch at a time, and what is stored meanwhile leaves the list: none may be skipped."""
    count = 2 * BATCH + 5
    an_archive(engine).store_page(
        [a_submission(n, attachments=(a_photo(attachment_id=f"x{n}"),)) for n in range(count)]
    )
    asked: list = []
    files = {f"x{n}": b"1" for n in range(count) if n != 7}
    assert download(engine, tmp_path, source(files, asked=asked)) == Downloaded(count - 1, 1, 0, count - 1)
    assert asked == [(f"x{n}", 0) for n in range(count)]
    assert pending(engine) == 1


def test_a_file_trashed_on_the_server_is_not_asked_for(engine, tmp_path):
    """Its address answers 404 for ever."""
    an_archive(engine).store_page([a_submission(attachments=(a_photo(is_deleted=True),))])
    assert download(engine, tmp_path, source({})) == Downloaded()


def test_a_late_file_is_downloaded_when_it_appears(engine, tmp_path):
    """Collect sends big photos in later posts."""
    an_archive(engine).store_page([a_submission(attachments=(a_photo(),))])
    download(engine, tmp_path, source({"att1": b"1"}))
    an_archive(engine).store_page([a_submission(attachments=(a_photo(), a_photo(attachment_id="late")))])
    asked: list = []
    assert download(engine, tmp_path, source({"late": b"2"}, asked=asked)).stored == 1
    assert asked == [("late", 0)]


def test_killed_between_file_and_row_it_resumes(engine, tmp_path):
    """The file is there, the row is not: the next run writes the row and leaves one file."""
    an_archive(engine).store_page([a_submission(attachments=(a_photo(),))])
    place = blob_path(tmp_path, hashlib.sha256(b"a photo").digest())
    place.parent.mkdir()
    place.write_bytes(b"a photo")
    assert download(engine, tmp_path, source({"att1": b"a photo"})).stored == 1
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [place]


def test_killed_before_the_file_took_its_place_it_resumes(engine, tmp_path):
    """The partial file is complete: nothing is left to download, and that is no error."""
    an_archive(engine).store_page([a_submission(attachments=(a_photo(),))])

    def killed(attachment, offset):
        yield b"a photo"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(engine, tmp_path, killed)
    asked: list = []
    assert download(engine, tmp_path, source({"att1": b"a photo"}, asked=asked)).stored == 1
    assert asked == [("att1", 7)]
    assert stored(engine)[0][2] == 7


def test_a_disk_that_refuses_stops_the_run(engine, tmp_path):
    """A full disk is no failure of one file, and the message carries no file name of a person."""
    an_archive(engine).store_page([a_submission(attachments=(a_photo(filename="Awa.jpg"),))])
    (tmp_path / "partial").write_text("a file where a folder should be")
    with pytest.raises(StoreError) as told:
        download(engine, tmp_path, source({"att1": b"1"}))
    assert "Awa" not in str(told.value)


def test_a_file_lost_or_damaged_on_disk_is_wanted_again(engine, tmp_path):
    """After an import into another programme, or a bad disk."""
    an_archive(engine).store_page([a_submission(n, attachments=(a_photo(attachment_id=f"f{n}"),)) for n in (1, 2, 3)])
    files = {"f1": b"one", "f2": b"two", "f3": b"three"}
    download(engine, tmp_path, source(files))
    blob_path(tmp_path, hashlib.sha256(b"one").digest()).unlink()
    blob_path(tmp_path, hashlib.sha256(b"two").digest()).write_bytes(b"TWO")
    assert want_missing_again(engine, HERE, tmp_path) == 2
    assert download(engine, tmp_path, source(files)).stored == 2
    assert want_missing_again(engine, HERE, tmp_path) == 0
    assert root(1) != root(2)
