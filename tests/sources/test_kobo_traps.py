"""Each trap of KoBoToolbox's API for a naive client, over real HTTP."""

import pytest

from pipeline.errors import AccessError, SourceError
from pipeline.sources import open_source

from .tiny import TOKEN, UID, Tiny, a_row, running


def ids(pages):
    return [int(row.server_id) for page in pages for row in page.submissions]


def fingerprints(source):
    return {row.root_uuid: row for rows, _ in source.scan() for row in rows}


def a_source(tiny, **options):
    return open_source("kobo", tiny.url, uid=UID, token=TOKEN, wait_seconds=0.5, sleep=lambda s: None, **options)


@pytest.mark.parametrize("cap", [100, 1000, 30000])
def test_every_row_is_read_whatever_the_servers_page_limit(cap):
    """Trap 1: the server cuts pages silently, at 1000 since 2.026.03, at 30000 before, or as its owner set it."""
    with running(Tiny([a_row(3 * n) for n in range(1, 2502)], cap=cap)) as tiny:
        pages = list(a_source(tiny).read_since(0))
        assert ids(pages) == [3 * n for n in range(1, 2502)]
        assert pages[-1].expected_count == 2501
        assert pages[-1].high_mark == 7503


def test_only_start_and_limit_are_ever_asked(source, tiny):
    """Trap 2: offset= and page= are ignored for the rows but not for `next`: doubles and losses."""
    tiny.cap = 3
    assert len(ids(source.read_since(0))) == 10
    assert {key for a in tiny.asked for key in a[2]} <= {"format", "limit", "sort", "query", "start"}


def test_a_deletion_between_pages_skips_no_row():
    """Trap 3: with plain offset paging the row that slides over the border is lost."""

    def delete(tiny, number):
        if number == 2:
            tiny.rows.pop(1)
            tiny.rows.pop(5)

    with running(Tiny([a_row(n) for n in range(1, 61)], cap=10)) as tiny:
        tiny.before = delete
        assert set(ids(a_source(tiny).read_since(0))) == set(range(1, 61))


def test_deletions_at_any_moment_skip_no_row():
    """The same while several pages are in flight: rows go one by one, also at the borders."""
    for at in range(2, 9):

        def delete(tiny, number, at=at):
            if number >= at:
                tiny.rows.pop(number, None)
                tiny.rows.pop(number * 10, None)

        with running(Tiny([a_row(n) for n in range(1, 201)], cap=10)) as tiny:
            tiny.before = delete
            seen = ids(a_source(tiny).read_since(0))
            assert len(seen) == len(set(seen))
            assert set(tiny.rows) <= set(seen)


def test_a_row_that_appears_late_is_found_below_the_bookmark(source, tiny):
    """Trap 4: an id is given before its files are stored: 1160 appeared after 1170 had been read."""
    bookmark = list(source.read_since(0))[-1].high_mark
    tiny.rows[15] = a_row(15)
    assert ids(source.read_since(bookmark)) == []
    assert 15 in ids(source.read_since(bookmark - 10))


def test_a_row_that_appears_behind_us_is_no_silent_loss():
    """If the count has moved, what lies between mark and last row is counted again before we call it complete."""

    def late(tiny, number):
        if number == 3:
            tiny.rows[15] = a_row(15)
            tiny.rows[500] = a_row(500)

    with running(Tiny([a_row(n * 10) for n in range(1, 21)], cap=5)) as tiny:
        tiny.before = late
        with pytest.raises(SourceError, match="handed over 21"):
            list(a_source(tiny, ahead=1).read_since(0))


def test_a_backdated_submission_is_read_like_any_other(source, tiny):
    """Trap 4: a client may set the submission date; a watermark on time would pass it by."""
    tiny.rows[30] = a_row(30, _submission_time="2020-01-02T03:04:05")
    assert 30 in ids(source.read_since(20))


def test_an_edit_keeps_the_key_and_moves_the_instance(source, tiny):
    """Trap 5: _uuid changes with every edit; as key it would double the person."""
    before = fingerprints(source)
    tiny.rows[4] |= {"_uuid": "edited", "meta/instanceID": "uuid:edited"}
    after = fingerprints(source)
    assert set(before) == set(after)
    assert [key for key in after if after[key] != before[key]] == [tiny.rows[4]["meta/rootUuid"]]


def test_the_scan_sees_edits_statuses_files_and_deletions(source, tiny):
    """Trap 6: no time stamp and no count tells of an edit, a status or a late file."""
    before = fingerprints(source)
    tiny.rows[4]["_uuid"] = "edited"
    tiny.rows[6]["_validation_status"] = {"uid": "validation_status_approved"}
    tiny.rows[8]["_attachments"] = [{"uid": "att1", "is_deleted": False}]
    gone = tiny.rows.pop(10)["meta/rootUuid"]
    after = fingerprints(source)
    assert set(before) - set(after) == {gone}
    assert sum(after[key] != before[key] for key in after) == 3


def test_a_trashed_attachment_moves_the_fingerprint(source, tiny):
    """Trap 16: the entry stays, marked is_deleted, and its address answers 404."""
    tiny.rows[8]["_attachments"] = [{"uid": "att1", "is_deleted": False}]
    before = fingerprints(source)
    tiny.rows[8]["_attachments"] = [{"uid": "att1", "is_deleted": True}]
    assert before != fingerprints(source)


def test_a_deletion_is_confirmed_by_a_fetch(source, tiny):
    """Trap 8: history tells of bulk deletions that did not happen; only a row that does not come is gone."""
    there, gone = tiny.rows[4]["meta/rootUuid"], tiny.rows.pop(6)["meta/rootUuid"]
    assert [row.root_uuid for row in source.fetch([there, gone])] == [there]


def test_silence_is_no_deletion_when_the_account_lost_its_rights(source, tiny):
    """Trap 9: after a restriction the rest looks deleted; the account is checked before anybody believes it."""
    gone = tiny.rows.pop(6)["meta/rootUuid"]
    tiny.permissions = ("view_asset", "partial_submissions")
    with pytest.raises(AccessError, match="does not see every row"):
        list(source.fetch([gone]))


def test_a_lost_permission_is_an_error_and_not_an_empty_project(source, tiny):
    """Trap 9: without permission the project answers 404."""
    tiny.permissions = ()
    with pytest.raises(AccessError):
        list(source.read_since(0))
    with pytest.raises(AccessError, match="alice"):
        source.check_access()


def test_no_token_is_an_error_and_not_an_empty_project(source, tiny):
    """Trap 9: without a token lists are 200 and empty."""
    tiny.username = ""
    with pytest.raises(AccessError, match="no token"):
        source.check_access()


def test_a_restricted_account_is_told_apart_from_a_small_project(source, tiny):
    """Trap 9: partial permissions show a smaller count, and nothing else tells."""
    tiny.permissions = ("view_asset", "partial_submissions")
    access = source.check_access()
    assert (access.can_read, access.sees_all, access.expected_count) == (True, False, 10)


def test_an_account_without_view_submissions_cannot_read(source, tiny):
    """It may still see the form."""
    tiny.permissions = ("view_asset",)
    access = source.check_access()
    assert (access.can_read, access.sees_all, access.can_deploy) == (False, False, False)


def test_an_empty_project_is_empty(source, tiny):
    """And one page says so, with the count that proves it."""
    tiny.rows.clear()
    (page,) = source.read_since(0)
    assert (page.submissions, page.expected_count, page.high_mark) == ((), 0, 0)


def test_only_operators_that_the_server_knows_are_used(source, tiny):
    """Trap 11: an unknown operator is 200 with no rows."""
    list(source.read_since(0))
    list(source.fetch(["uuid:none"]))
    asked = "".join(a[2].get("query", "") for a in tiny.asked)
    used = {word for word in asked.replace('"', " ").split() if word.startswith("$")}
    assert used <= {"$gt", "$lte", "$in", "$or"}


def test_a_key_without_its_prefix_is_found_all_the_same(source, tiny):
    """Trap 17: rows from before 2.025.02 may hold the bare id; they are not gone."""
    tiny.rows[4]["meta/rootUuid"] = tiny.rows[4]["_uuid"]
    wanted = "uuid:" + tiny.rows[4]["_uuid"]
    assert [row.root_uuid for row in source.fetch([wanted])] == [wanted]


def test_questions_stay_short_enough_for_the_server(source, tiny):
    """Addresses above 8 KB are refused by nginx; about a hundred keys fit."""
    list(source.fetch([f"uuid:00000000-0000-4000-8000-{n:012d}" for n in range(450)]))
    assert max(len(a[2].get("query", "")) for a in tiny.asked) < 6000


def test_a_server_that_cuts_a_fetch_is_asked_in_halves(source, tiny):
    """A cut answer would look like a deletion."""
    tiny.cap = 3
    keys = [row["meta/rootUuid"] for row in tiny.rows.values()]
    assert sorted(row.root_uuid for row in source.fetch(keys)) == sorted(keys)


def test_reading_is_quiet(source, tiny):
    """Trap 18: every read of the list is a line in the project's history; a small project takes one."""
    list(source.read_since(0))
    assert len(tiny.asked) == 1
