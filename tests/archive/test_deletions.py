"""Deletions, restorations, and the ones that wait for a person."""

from dataclasses import replace

from sqlalchemy import text

from pipeline.archive.deletions import confirm_pending, delete, hold_back, pending, restore
from pipeline.archive.read import Books, books
from pipeline.archive.scan import Scan
from pipeline.model.submission import Fingerprint

from .samples import HERE, RUN, a_photo, a_submission, an_archive, approved, count, footprint, held, root


def prints(*submissions):
    """What a scan of a server with these submissions shows."""
    return [
        Fingerprint(
            s.root_uuid,
            s.instance_id,
            s.server_id,
            s.status.code,
            frozenset(a.attachment_id for a in s.attachments if not a.is_deleted),
            s.status.at,
        )
        for s in submissions
    ]


def counted(engine):
    """The books of the deployment."""
    with engine.connect() as connection:
        return books(connection, HERE)


def test_a_deletion_keeps_every_edition_behind_a_tombstone(engine):
    """Deleted on the server is not erased here."""
    an_archive(engine).store_page([a_submission(), a_submission(edit=1), a_submission(2)])
    with engine.begin() as connection:
        assert delete(connection, HERE, [root(1), root(99)], RUN) == 1
        assert delete(connection, HERE, [root(1)], RUN) == 0
    found = counted(engine)
    assert (found.present, found.deleted, found.editions) == (1, 1, 3)
    assert held(engine)[root(1)].state == "deleted"
    assert held(engine)[root(1)].body == a_submission(edit=1).body
    assert count(engine, "archive.tombstone") == 1


def test_a_restoration_says_when_and_leaves_the_tombstone(engine):
    """That it was away for a week is part of its history."""
    an_archive(engine).store_page([a_submission()])
    for _ in range(2):
        with engine.begin() as connection:
            delete(connection, HERE, [root(1)], RUN)
        with engine.begin() as connection:
            assert restore(connection, HERE, [root(1)], RUN) == 1
    assert counted(engine).present == 1
    assert count(engine, "archive.tombstone where restored_at is not null") == 2


def test_a_scan_of_an_unchanged_server_finds_nothing_and_writes_nothing(engine):
    """It runs every day."""
    page = [
        a_submission(n, status=approved(), attachments=(a_photo(), a_photo(attachment_id="x", is_deleted=True)))
        for n in range(4)
    ]
    an_archive(engine).store_page(page)
    before = footprint(engine)
    scan = Scan(engine, HERE)
    scan.take(prints(*page[:2]))
    scan.take(prints(*page[2:]))
    assert scan.finish().to_read == scan.finish().missing == frozenset()
    assert scan.seen_count == 4
    assert footprint(engine) == before


def test_a_scan_finds_what_moved_and_what_is_missing(engine):
    """No timestamp of the server moves when a submission is edited."""
    an_archive(engine).store_page([a_submission(n) for n in range(5)])
    with engine.begin() as connection:
        delete(connection, HERE, [root(4)], RUN)
    scan = Scan(engine, HERE)
    scan.take(prints(a_submission(0), a_submission(1, edit=1), a_submission(2, status=approved())))
    scan.take(prints(a_submission(4), a_submission(6)))
    found = scan.finish()
    assert found.to_fetch == {root(1), root(6)}
    assert found.status_changed == {root(2)}
    assert found.restored == {root(4)}
    assert found.missing == {root(3)}


def test_deletions_held_back_remove_nothing_until_confirmed(engine):
    """An emptied project is a lost permission until a person says otherwise."""
    an_archive(engine).store_page([a_submission(n) for n in range(3)])
    with engine.begin() as connection:
        assert hold_back(connection, HERE, [root(0), root(1)], RUN) == 2
    before = footprint(engine)
    with engine.begin() as connection:
        assert hold_back(connection, HERE, [root(1), root(0)], RUN) == 2
        assert pending(connection) == {HERE: 2}
    assert footprint(engine) == before
    assert counted(engine) == replace(counted(engine), present=3, deleted=0, pending_deletions=2)
    with engine.begin() as connection:
        assert confirm_pending(connection, HERE, RUN) == 2
    assert counted(engine) == replace(counted(engine), present=1, deleted=2, pending_deletions=0)


def test_what_came_back_waits_no_longer(engine):
    """Confirming later must not delete what is there again."""
    an_archive(engine).store_page([a_submission(n) for n in range(3)])
    with engine.begin() as connection:
        hold_back(connection, HERE, [root(0), root(1)], RUN)
        hold_back(connection, HERE, [root(1)], RUN)
        assert confirm_pending(connection, HERE, RUN) == 1
    assert held(engine)[root(0)].state == "present"


def test_an_empty_archive_has_empty_books(engine):
    """Nothing divides by it, nothing fails on it."""
    assert counted(engine) == Books(0, 0, 0, 0, 0, 0, 0)


def test_changes_are_read_once_each_from_the_last_one_seen(engine):
    """The cost of a build follows what changed."""
    an_archive(engine).store_page([a_submission(n) for n in range(5)])
    seq = max(a.changed_seq for a in held(engine).values())
    assert held(engine, seq=seq) == {}
    an_archive(engine).store_page([a_submission(2, edit=1)])
    with engine.begin() as connection:
        delete(connection, HERE, [root(3)], RUN)
        connection.execute(text("select 1"))
    assert {k: a.state for k, a in held(engine, seq=seq).items()} == {root(2): "present", root(3): "deleted"}
