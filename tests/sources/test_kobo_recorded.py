"""What a real KoBoToolbox server answered, read by the source: no answer here was made up."""

import json
from datetime import UTC, datetime

import pytest

from pipeline.errors import AccessError, SourceError
from pipeline.model.submission import Access
from pipeline.sources import open_source
from pipeline.sources.kobo_rows import fingerprint, received

from .replay import RECORDED, SURVEY, URL, Replay, body_of

LATER = "ahmf2sanrnC8uHoXEcoN7V"
BIG = "aTWPvjYgKxV2dUvxVD4w9m"
CIPHER = "agv5BaxzYnYWxMwbL2cEaV"


def a_source(*numbers, uid=SURVEY):
    replay = Replay(*numbers)
    return open_source("kobo", URL, uid=uid, token="a" * 40, adapter=replay, sleep=lambda s: None)


def raw(row):
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def rows(source, mark=0):
    return [row for page in source.read_since(mark) for row in page.submissions]


def a_row_of(number, index=0):
    return received(raw(body_of(number)["results"][index]), SURVEY)


def test_an_unrecorded_question_fails_loudly():
    """A replay that guesses would prove nothing."""
    with pytest.raises(AssertionError, match="not recorded"):
        a_source("005").count()


def test_bodies_are_the_exact_bytes_of_the_server():
    """The archive keeps every word, also the ones we do not understand."""
    expected = [raw(row) for row in body_of("122")["results"]]
    assert [row.body for row in rows(a_source("122"))] == expected


def test_ids_with_gaps_are_read_whole_and_counted():
    """Ids are given server-wide and rejected posts burn some."""
    (page,) = a_source("122").read_since(0)
    assert [int(row.server_id) for row in page.submissions][:4] == [1, 3, 4, 5]
    assert len(page.submissions) == page.expected_count == 32
    assert page.high_mark == 33


def test_keyset_paging_ends_where_the_count_is_reached():
    """One hundred rows above the bookmark, and no question more."""
    source = a_source("332", uid=BIG)
    (page,) = source.read_since(1042)
    assert (len(page.submissions), page.expected_count, page.high_mark) == (100, 100, 1142)


def test_nothing_above_the_bookmark_is_an_empty_page():
    """Normal life of a scheduled run."""
    (page,) = a_source("333", uid=BIG).read_since(1142)
    assert (page.submissions, page.expected_count, page.high_mark) == ((), 0, 1142)


def test_a_json_post_has_no_version_and_is_read_all_the_same():
    """It was not made by a form; decode will say so."""
    row = next(row for row in rows(a_source("122")) if row.server_id == "32")
    assert row.form_version == ""


def test_submission_times_are_utc_instants_even_backdated():
    """The server writes them without a zone; one client's clock said 2020."""
    found = {row.server_id: row for row in rows(a_source("122"))}
    assert found["1"].submitted_at == datetime(2026, 11, 23, 21, 36, 47, tzinfo=UTC)
    assert found["33"].submitted_at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_an_edited_submission_keeps_its_root_uuid():
    """Trap 5, on a real row edited twice."""
    edited = received(raw(body_of("417")["results"][0]), SURVEY)
    first = received(raw(body_of("122")["results"][0]), SURVEY)
    assert edited.root_uuid == first.root_uuid
    assert edited.instance_id != first.instance_id
    assert edited.content_hash != first.content_hash
    assert edited.server_id == first.server_id == "1"


def test_a_validation_status_is_read_and_is_no_new_edition():
    """Its history is its own; the hash leaves it out."""
    row = received(raw(body_of("201")), SURVEY)
    bare = received(raw(body_of("201") | {"_validation_status": {}}), SURVEY)
    assert (row.status.code, row.status.by_whom) == ("approved", "alice")
    assert row.status.at is not None
    assert row.content_hash == bare.content_hash


def test_a_late_attachment_is_seen_and_is_no_new_edition():
    """The answers did not change: the row came first, its file later."""
    before, after = a_row_of("288"), a_row_of("291")
    assert (len(before.attachments), len(after.attachments)) == (0, 1)
    assert before.content_hash == after.content_hash
    assert fingerprint(before.body) != fingerprint(after.body)


def test_a_trashed_attachment_is_marked_deleted():
    """Trap 16: it is still in the list."""
    row = received(raw(body_of("294")), SURVEY)
    assert [ref.is_deleted for ref in row.attachments] == [True]
    assert fingerprint(row.body).files == frozenset()


def test_a_file_goes_by_the_name_in_the_answer_and_its_question():
    """Trap 16: the server's own path replaces spaces and holds the owner's name."""
    row = a_row_of("122", 1)
    (ref,) = row.attachments
    assert (ref.filename, ref.question, ref.media_type) == ("photo-é 2.jpg", "photo", "image/jpeg")
    assert ref.locator == f"/api/v2/assets/{SURVEY}/data/3/attachments/{ref.attachment_id}/"


def test_a_file_is_downloaded_from_the_address_built_of_ids():
    """The address in the row may name another host."""
    source = a_source("173")
    (ref,) = a_row_of("122", 1).attachments
    content = b"".join(source.download(ref))
    assert (len(content), content[:3]) == (47629, b"\xff\xd8\xff")
    assert b"".join(a_source("173").download(ref, offset=40_000)) == content[40_000:]


def test_a_file_that_is_gone_is_an_error_that_says_so():
    """Between the list and the download somebody put it in the trash."""
    (ref,) = received(raw(body_of("294")), SURVEY).attachments
    with pytest.raises(SourceError, match="404"):
        b"".join(a_source("295").download(ref))


def test_an_encrypted_submission_is_recognised_and_keyed():
    """It has an instance id in another place, and no version."""
    (row,) = rows(a_source("346", uid=CIPHER))
    assert row.encrypted
    assert row.root_uuid == row.instance_id == "uuid:93b745ee-838e-4d39-8e27-fe9fc3b0b772"
    plain = body_of("346")["results"][0]
    del plain["meta/rootUuid"], plain["_uuid"]
    assert received(raw(plain), CIPHER).root_uuid == row.root_uuid


def test_meta_fields_of_other_types_do_not_stop_a_reading():
    """Trap 10: a JSON post stores what it was given."""
    row = body_of("122")["results"][0] | {"__version__": 7, "_submitted_by": None, "_submission_time": "yesterday"}
    read = received(raw(row), SURVEY)
    assert (read.form_version, read.submitted_by, read.submitted_at) == ("7", "", None)


def test_scan_and_reading_agree():
    """Else every scan would fetch everything again."""
    source = a_source("420", uid=LATER)
    scanned = {row.server_id: row for part, _ in source.scan() for row in part}
    read = {row.server_id: row for row in a_source("419", uid=LATER).fetch(_wanted())}
    assert set(read) < set(scanned)
    for server_id, row in read.items():
        assert fingerprint(row.body) == scanned[server_id]
        assert row.instance_id == scanned[server_id].instance_id


def _wanted():
    return [row["meta/rootUuid"] for row in body_of("419")["results"]]


def test_history_keys_without_prefix_are_fetched_too():
    """The feed writes root_uuid without `uuid:`, the data list with it."""
    source = a_source("419", uid=LATER)
    assert len(list(source.fetch(key.removeprefix("uuid:") for key in _wanted()))) == 2


def test_the_owner_may_everything():
    """Read from the account's own permissions."""
    access = a_source("005", "241").check_access()
    count = body_of("241")["deployment__submission_count"]
    assert access == Access("alice", True, True, True, True, True, expected_count=count)


def test_a_project_not_shared_is_an_access_error():
    """Trap 9: 404 in JSON, recorded for an account without permission."""
    with pytest.raises(AccessError, match="shared"):
        a_source("005", "086").check_access()
    with pytest.raises(AccessError):
        rows(a_source("092", uid="aNONEXISTENT"))


def test_a_bad_token_is_an_access_error():
    """401, recorded on a public project."""
    source = a_source("397")
    with pytest.raises(AccessError, match="token"):
        source.http.get(f"/api/v2/assets/{SURVEY}/data/", {"format": "json", "limit": 1}).accept(200)


def test_an_undeployed_project_says_what_to_do():
    """400 is all the server says."""
    with pytest.raises(SourceError, match="forms deploy"):
        rows(a_source("039"))


def test_a_restricted_list_is_smaller_and_says_nothing():
    """Why check_access must be asked: the answer itself looks complete."""
    assert body_of("266") == {"count": 0, "next": None, "previous": None, "results": []}
    assert body_of("269")["count"] == 1


def test_the_recorded_race_is_why_we_read_below_the_bookmark():
    """1160 became visible after 1170: the overlap of a thousand ids covers it."""
    race = json.loads((RECORDED / "experiment-id-visibility-race.json").read_text())
    server_id, _, _, highest, _ = race["late"][0]
    assert server_id < highest < server_id + 1000


def test_the_recorded_skip_is_why_we_page_by_key():
    """Row 48 was on the second page, and on no page once a row of the first was deleted."""
    skip = json.loads((RECORDED / "experiment-offset-skip.json").read_text())
    assert skip["skipped"] == [48]
    assert 48 not in skip["page1"] + skip["page2_after_delete"]
