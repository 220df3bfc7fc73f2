"""The archive moves whole, byte for byte, and two archives meet by key."""

import io
import uuid

import pytest
import zstandard
from sqlalchemy import create_engine, make_url, text

from pipeline.archive.bookmarks import Bookmark
from pipeline.archive.deletions import delete, hold_back
from pipeline.archive.erasure import erase
from pipeline.archive.forms import form_editions, store_form_editions
from pipeline.archive.holding import Stored
from pipeline.archive.moved import Moved
from pipeline.archive.runs import finish, recent, start
from pipeline.archive.transfer_in import Imported, import_
from pipeline.archive.transfer_out import export
from pipeline.errors import SetupError
from pipeline.model.submission import FormEdition
from tests.conftest import fresh

from .samples import HERE, RUN, a_photo, a_submission, an_archive, approved, count, footprint, held, root
from .test_attachments import download, source
from .test_store import bodies

ODD = b'{"meta/rootUuid": "\xff\xfe not utf-8", "b":  1}'


@pytest.fixture
def other(database_url, migrated_template):
    """A second fresh database: another machine, with keys of its own once it was migrated there."""
    for url in fresh(make_url(database_url), migrated_template):
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("update archive.key set value = sha256(value)"))
        yield engine
        engine.dispose()


def fill(engine, folder):
    """Something of everything an archive can hold."""
    archive = an_archive(engine)
    with engine.begin() as connection:
        start(connection, RUN, "pull")
        finish(connection, RUN, "done", {"new": 4})
        form = FormEdition("v1", None, {"survey": [{"type": "text", "name": "z", "label": "é"}]}, aliases=("1",))
        store_form_editions(connection, "registration", HERE, [form], RUN)
    page = [a_submission(n, attachments=(a_photo(),), status=approved()) for n in range(250)]
    archive.store_page([*page, a_submission(1, edit=1), a_submission(300, body=ODD)], Bookmark("server_id", "1300"))
    archive.store_page([a_submission(2, answers={"village": "Kaya"}, edit=1), a_submission(2, edit=2)])
    with engine.begin() as connection:
        delete(connection, HERE, [root(3), root(4)], RUN)
    archive.store_page([a_submission(4, server_id="5004")])
    with engine.begin() as connection:
        erase(connection, root(5), "asked")
        hold_back(connection, HERE, [root(6)], RUN)
    download(engine, folder, source({"att1": b"photo"}))


def exported(engine, also=()):
    """The bytes of an export."""
    file = io.BytesIO()
    export(engine, file, also)
    return file.getvalue()


def lines(content):
    """The lines of an export."""
    return zstandard.ZstdDecompressor().stream_reader(content).read().splitlines()


def imported(engine, content, also=()):
    """What importing these bytes changed."""
    return import_(engine, io.BytesIO(content), "archive.zst", also)


def meaning(engine):
    """All that an export says, without the numbers that belong to one database."""
    return {
        k: (a.state, a.body, a.instance_id, a.server_id, a.submitted_at, a.status_code, a.form_version)
        for k, a in held(engine).items()
        if a.state != "erased"
    }


def test_an_archive_moves_byte_for_byte(engine, other, tmp_path):
    """What is exported from the copy is what was exported from the original."""
    fill(engine, tmp_path)
    first = exported(engine)
    assert imported(other, first).submissions == 250
    assert meaning(other) == meaning(engine)
    assert held(other)[root(300)].body == ODD
    assert bodies(other, 2) == bodies(engine, 2)
    assert lines(exported(other)) == lines(first)
    with other.connect() as connection:
        assert form_editions(connection, HERE)[0].edition.sheets == {
            "survey": [{"type": "text", "name": "z", "label": "é"}]
        }
        assert recent(connection)[0].counts == {"new": 4}
    assert an_archive(other).bookmark("server_id") == "1300"


def test_an_import_done_twice_changes_nothing(engine, other, tmp_path):
    """Whoever is unsure whether it worked may simply do it again."""
    fill(engine, tmp_path)
    content = exported(engine)
    imported(other, content)
    before = footprint(other)
    assert imported(other, content) == Imported()
    assert footprint(other) == before


def test_a_pull_after_a_move_goes_on_as_if_nothing_had_happened(engine, other, tmp_path):
    """The new machine knows every edition by the same hash."""
    fill(engine, tmp_path)
    imported(other, exported(engine))
    again = [a_submission(7, attachments=(a_photo(),), status=approved()), a_submission(5), a_submission(2, edit=2)]
    assert an_archive(other).store_page(again) == Stored(unchanged=2, refused=1)


def test_the_side_that_changed_last_says_how_a_submission_stands(engine, other):
    """The old laptop was used once more after the server had taken over."""
    an_archive(engine).store_page([a_submission(), a_submission(2), a_submission(3)])
    imported(other, exported(engine))
    an_archive(engine).store_page([a_submission(1, edit=1)])
    an_archive(other).store_page([a_submission(2, edit=1)])
    with engine.begin() as connection:
        delete(connection, HERE, [root(3)], RUN)
    assert imported(other, exported(engine)).submissions == 2
    assert imported(engine, exported(other)).submissions == 1
    assert meaning(engine) == meaning(other)
    assert held(other)[root(3)].state == "deleted"
    assert held(engine)[root(2)].instance_id == a_submission(2, edit=1).instance_id
    assert count(other, "archive.edition") == count(engine, "archive.edition") == 5


def test_what_was_erased_here_is_refused_from_a_file(engine, other):
    """An old export is the widest door back in."""
    an_archive(engine).store_page([a_submission(), a_submission(2)])
    old = exported(engine)
    with engine.begin() as connection:
        erase(connection, root(1), "asked")
    assert imported(engine, old).refused == 1
    assert root(1) not in meaning(engine)
    with other.begin() as connection:
        erase(connection, root(1), "asked there")
    result = imported(other, old)
    assert (result.refused, result.submissions) == (1, 1)


def test_an_erasure_made_elsewhere_is_carried_out_here(engine, other):
    """Two copies of an archive, one request: both obey it, whichever key made the digest."""
    an_archive(engine).store_page([a_submission(), a_submission(2)])
    an_archive(other).store_page([a_submission(), a_submission(2)])
    with engine.begin() as connection:
        erase(connection, root(1), "asked")
    assert imported(other, exported(engine)).erased == 1
    assert set(meaning(other)) == {root(2)}
    assert an_archive(other).store_page([a_submission()]) == Stored(refused=1)


def keys(engine):
    """The keys by name."""
    with engine.connect() as connection:
        return dict(connection.execute(text("select name, value from archive.key")).all())


def test_a_fresh_database_takes_the_keys_and_one_in_use_keeps_its_own(engine, other):
    """Pseudonyms must stay those that reports were made with."""
    ours, theirs = keys(engine), keys(other)
    an_archive(engine).store_page([a_submission()])
    imported(other, exported(engine))
    assert keys(other) == ours != theirs
    with engine.begin() as connection:
        connection.execute(text("update archive.key set value = sha512(value)"))
    imported(other, exported(engine))
    assert {name: value for name, value in keys(other).items() if name in ours} == ours


def test_a_file_cut_off_or_damaged_is_refused_and_changes_nothing(engine, other, tmp_path):
    """A memory stick pulled out too early."""
    fill(engine, tmp_path)
    content = exported(engine)
    before = keys(other)
    damaged = [content[: len(content) // 2], content[:-9], b"", b"hello", content[:5000] + b"x" + content[5001:]]
    for bad in damaged:
        with pytest.raises(SetupError):
            imported(other, bad)
    assert keys(other) == before
    assert [count(other, f"archive.{table}") for table in ("submission", "edition", "erasure", "bookmark")] == [0] * 4


def test_tables_of_decisions_move_with_the_archive(engine, other):
    """What people decided is worth more than what machines worked out."""
    override = Moved("registry.override", ("override_id",), root_column="root_uuid", newest_by="decided_at")
    for database in (engine, other):
        with database.begin() as connection:
            connection.execute(
                text(
                    "create table registry.override (override_id uuid primary key, root_uuid text,"
                    " decided_at timestamptz, amount numeric, because text)"
                )
            )
    insert = text("insert into registry.override values (:id, :root, :at, 12.30, 'é')")
    with engine.begin() as connection:
        for n in (1, 2):
            connection.execute(insert, {"id": uuid.UUID(int=n), "root": root(n), "at": "2026-02-02"})
    with other.begin() as connection:
        erase(connection, root(2), "asked")
        connection.execute(insert, {"id": uuid.UUID(int=1), "root": "older", "at": "2026-02-01"})
    assert imported(other, exported(engine, [override]), [override]).rows == 1
    with other.connect() as connection:
        assert connection.scalars(text("select root_uuid from registry.override")).all() == [root(1)]
    with pytest.raises(SetupError):
        imported(other, exported(engine, [override]))
