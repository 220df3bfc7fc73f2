"""Storing pages: an edition only for new answers, each kind of change told apart, nothing lost."""

import pytest
from sqlalchemy import text

from pipeline.archive.bookmarks import Bookmark
from pipeline.archive.deletions import delete
from pipeline.archive.forms import store_form_editions
from pipeline.archive.held import open_editions
from pipeline.archive.holding import Stored
from pipeline.archive.read import by_root
from pipeline.archive.transaction import transaction
from pipeline.errors import StoreError
from pipeline.model.submission import FormEdition

from .samples import HERE, RUN, a_photo, a_submission, an_archive, approved, count, footprint, held, root


def bodies(engine, number=1):
    """Every edition's bytes, oldest first."""
    with transaction(engine, HERE) as cursor:
        return [e.body for e in open_editions(cursor, HERE, [root(number)])[root(number)]]


def test_what_was_stored_comes_back_byte_for_byte(engine):
    """An archive that re-serialises has already lost what the server said."""
    page = [a_submission(n, answers={"note": "é" * n, "x": " \t"}) for n in range(300)]
    an_archive(engine).store_page(page)
    assert {k: a.body for k, a in held(engine).items()} == {r.root_uuid: r.body for r in page}


def test_a_large_page_trains_a_dictionary_that_later_pages_use(engine):
    """Without it the archive would be six times as large."""
    an_archive(engine).store_page([a_submission(n) for n in range(250)])
    an_archive(engine).store_page([a_submission(900)])
    with engine.connect() as connection:
        used = connection.scalars(text("select distinct dictionary_id from archive.edition")).all()
    assert used == [1]
    assert held(engine)[root(900)].body == a_submission(900).body


def test_storing_the_same_page_again_writes_no_row(engine):
    """A second run with nothing new writes nothing but its own record."""
    page = [a_submission(n, attachments=(a_photo(),), status=approved()) for n in range(5)]
    an_archive(engine).store_page(page, Bookmark("server_id", "1004"))
    before = footprint(engine)
    assert an_archive(engine).store_page(page, Bookmark("server_id", "1004")) == Stored(unchanged=5)
    assert footprint(engine) == before


def test_an_edit_replaces_the_current_edition_and_the_old_one_stays(engine):
    """Append-only: what was once reported on can always be shown."""
    first, edited = a_submission(answers={"age": "25"}), a_submission(answers={"age": "26"}, edit=1)
    an_archive(engine).store_page([first])
    assert an_archive(engine).store_page([edited]) == Stored(edited=1)
    assert held(engine)[root(1)].body == edited.body
    assert held(engine)[root(1)].instance_id == edited.instance_id
    assert bodies(engine) == [first.body, edited.body]


def test_a_blanked_answer_is_an_edit(engine):
    """KoBoToolbox leaves blank answers out: a merge would keep what a person took back."""
    an_archive(engine).store_page([a_submission(answers={"phone": "70000000"})])
    an_archive(engine).store_page([a_submission(edit=1)])
    assert b"phone" not in held(engine)[root(1)].body


def test_two_editions_in_one_page_are_stored_in_their_order(engine):
    """A page can be read while somebody edits, and then brings both."""
    stored = an_archive(engine).store_page([a_submission(), a_submission(2), a_submission(edit=1)])
    assert stored == Stored(new=2, edited=1)
    assert held(engine)[root(1)].body == a_submission(edit=1).body


def test_an_edition_already_replaced_does_not_come_back(engine):
    """An older export read after the newer one must not undo an edit."""
    an_archive(engine).store_page([a_submission(), a_submission(edit=1)])
    an_archive(engine).store_page([a_submission(edit=2, answers={"age": "3"})])
    assert an_archive(engine).store_page([a_submission(edit=1)]) == Stored(stale=1)
    assert held(engine)[root(1)].body == a_submission(edit=2, answers={"age": "3"}).body
    assert len(bodies(engine)) == 3


def test_a_replaced_edition_seen_for_the_first_time_is_kept_once(engine):
    """It is part of the history, though not of the present."""
    an_archive(engine).store_page([a_submission(edit=1)])
    for _ in range(2):
        assert an_archive(engine).store_page([a_submission()]) == Stored(stale=1)
    assert len(bodies(engine)) == 2
    assert held(engine)[root(1)].body == a_submission(edit=1).body


def test_a_new_envelope_is_no_edition(engine):
    """When a server release adds a key to every row, 200,000 editions would say that people changed their answers."""
    an_archive(engine).store_page([a_submission()])
    seq = held(engine)[root(1)].changed_seq
    enveloped = a_submission(envelope={"_date_modified": "2026-03-01", "_geolocation": [None, None], "_tags": []})
    assert an_archive(engine).store_page([enveloped]) == Stored(unchanged=1)
    assert len(bodies(engine)) == 1
    assert held(engine, seq=seq) == {}, "the build need not look again"
    before = footprint(engine)
    an_archive(engine).store_page([enveloped])
    assert footprint(engine) == before, "the new envelope is known now"


def test_an_answer_whose_name_looks_like_an_envelope_is_an_answer(engine):
    """XLSForm allows names that begin with an underscore."""
    xform = '<h:html xmlns:h="x"><bind nodeset="/data/_income" type="int"/></h:html>'
    with engine.begin() as connection:
        store_form_editions(connection, "registration", HERE, [FormEdition("v1", None, xform=xform)], RUN)
    an_archive(engine).store_page([a_submission(answers={"_income": "5"})])
    assert an_archive(engine).store_page([a_submission(answers={"_income": "6"})]).edited == 1
    assert an_archive(engine).store_page([a_submission(answers={"_income": "6", "_servers": "x"})]).edited == 0


def test_without_the_form_an_unknown_key_counts_as_an_answer(engine):
    """An edition too many harms nobody; a lost answer does."""
    an_archive(engine).store_page([a_submission()])
    assert an_archive(engine).store_page([a_submission(answers={"_income": "6"})]).edited == 1


def test_a_transcript_is_content(engine):
    """People made it from a recording; its key only looks like an envelope."""
    an_archive(engine).store_page([a_submission()])
    supplement = {"_supplementalDetails": {"audio": {"transcript": {"value": "bonjour"}}}}
    assert an_archive(engine).store_page([a_submission(envelope={"_supplementalDetails": {}})]).edited == 0
    assert an_archive(engine).store_page([a_submission(envelope=supplement)]).edited == 1


def test_xml_whose_root_attributes_move_is_no_edition(engine):
    """Briefcase and the server write submissionDate there."""
    xml = b'<data id="f" version="1" submissionDate="%s"><a>1</a></data>'
    one, two = (a_submission(body=xml % d, body_format="xml", content_hash=d * 2) for d in (b"2026-01-", b"2026-02-"))
    edited = a_submission(body=(xml % b"x").replace(b">1<", b"> <"), body_format="xml", content_hash=b"z" * 16)
    an_archive(engine).store_page([one])
    assert an_archive(engine).store_page([two]) == Stored(unchanged=1)
    assert an_archive(engine).store_page([edited]) == Stored(edited=1)


def test_late_and_trashed_files_are_recorded_without_an_edition(engine):
    """Big photos arrive in later posts: the row appears first, its files afterwards, and nothing else moves."""
    an_archive(engine).store_page([a_submission()])
    seq = held(engine)[root(1)].changed_seq
    late = a_submission(attachments=(a_photo(), a_photo(attachment_id="att2", question="members[1]/photo")))
    assert an_archive(engine).store_page([late]) == Stored(unchanged=1, files_changed=1)
    assert root(1) in held(engine, seq=seq)
    trashed = a_submission(attachments=(a_photo(is_deleted=True),))
    assert an_archive(engine).store_page([trashed]).files_changed == 1
    assert len(bodies(engine)) == 1


def test_the_order_of_files_is_no_news(engine):
    """Nothing promises that a server lists them in the same order twice."""
    two = (a_photo(), a_photo(attachment_id="att2"))
    an_archive(engine).store_page([a_submission(attachments=two)])
    assert an_archive(engine).store_page([a_submission(attachments=two[::-1])]) == Stored(unchanged=1)


def test_a_status_has_its_own_history_and_makes_no_edition(engine):
    """A supervisor's decision is about the answers, not one of them."""
    for status in (approved(), approved(code="on_hold", hour=9), approved("other", hour=10)):
        an_archive(engine).store_page([a_submission(status=status)])
    with engine.connect() as connection:
        codes = connection.execute(text("select code, by_whom from archive.status_history order by seen_at")).all()
    assert codes == [("approved", "chief"), ("on_hold", "chief"), ("approved", "other")]
    assert held(engine)[root(1)].status_code == "approved"
    assert len(bodies(engine)) == 1


def test_a_removed_status_is_news(engine):
    """A withdrawn approval must be withdrawn here too."""
    an_archive(engine).store_page([a_submission(status=approved())])
    assert an_archive(engine).store_page([a_submission()]).status_changed == 1
    assert held(engine)[root(1)].status_code == ""


def test_a_deleted_submission_posted_again_is_restored(engine):
    """The server takes identical XML after a deletion as new: same keys, another number."""
    archive = an_archive(engine)
    archive.store_page([a_submission()])
    with engine.begin() as connection:
        delete(connection, HERE, [root(1)], RUN)
    assert held(engine)[root(1)].state == "deleted"
    assert an_archive(engine).store_page([a_submission(server_id="7777")]) == Stored(unchanged=1, restored=1)
    assert held(engine)[root(1)].state == "present"
    assert held(engine)[root(1)].server_id == "7777"
    assert count(engine, "archive.tombstone where restored_at is not null") == 1


def test_the_first_edition_posted_again_after_a_deletion_counts(engine):
    """The chain of edits says it is replaced, but the server holds nothing else now."""
    an_archive(engine).store_page([a_submission(), a_submission(edit=1)])
    with engine.begin() as connection:
        delete(connection, HERE, [root(1)], RUN)
    stored = an_archive(engine).store_page([a_submission(server_id="7777")])
    assert (stored.edited, stored.restored) == (1, 1)
    assert held(engine)[root(1)].instance_id == root(1)


@pytest.mark.parametrize("bad", ["photo\0.jpg", "photo\ud800.jpg"])
def test_text_that_the_database_cannot_hold_does_not_stop_a_page(engine, bad):
    """One tablet with a broken file name would stop every pull for ever."""
    page = [a_submission(attachments=(a_photo(filename=bad),)), a_submission(2, submitted_by=bad)]
    assert an_archive(engine).store_page(page) == Stored(new=2)
    assert held(engine)[root(1)].body == page[0].body
    assert an_archive(engine).store_page(page) == Stored(unchanged=2)


def test_a_body_of_ten_megabytes_is_kept(engine):
    """The archive keeps every word; whether it can be decoded is somebody else's question."""
    large = a_submission(answers={"note": "a b" * 3_400_000})
    an_archive(engine).store_page([large])
    assert held(engine)[root(1)].body == large.body


def test_what_the_database_refuses_is_told_without_a_value(engine):
    """PostgreSQL's own words quote rows."""
    with engine.begin() as connection:
        connection.execute(text("alter table archive.edition add constraint x check (submitted_by <> 'tablet7')"))
    with pytest.raises(StoreError) as told:
        an_archive(engine).store_page([a_submission()])
    assert "tablet7" not in str(told.value)
    assert "23514" in str(told.value)
    assert count(engine, "archive.submission") == 0


def test_deployments_do_not_see_each_other(engine):
    """A copied project has the same root uuids."""
    an_archive(engine).store_page([a_submission()])
    an_archive(engine, "registration/kaya").store_page([a_submission(answers={"village": "Kaya"})])
    assert b"Kaya" in held(engine, "registration/kaya")[root(1)].body
    assert b"Bobo" in held(engine)[root(1)].body


def test_named_submissions_can_be_read_alone(engine):
    """Those set aside are tried again when a new edition of the form arrives."""
    an_archive(engine).store_page([a_submission(n) for n in range(5)])
    with engine.connect() as connection:
        found = [a.root_uuid for b in by_root(connection, HERE, [root(2), root(9)]) for a in b]
    assert found == [root(2)]
