"""The edition's hash moves with the answers and with nothing else."""

import json

from pipeline.sources.kobo_rows import received

from .replay import SURVEY, body_of
from .test_kobo_recorded import raw


def test_an_ownership_transfer_changes_no_edition():
    """Files then lie under another user's name."""
    row = body_of("417")["results"][1]
    moved = json.loads(raw(row).replace(b"alice/attachments", b"bob/attachments"))
    assert received(raw(row), SURVEY).content_hash == received(raw(moved), SURVEY).content_hash


def test_a_transcript_is_content_and_an_empty_supplement_is_not():
    """Switching the feature on writes {} into every row; that is no edit of any."""
    row = body_of("324")["results"][0]
    empty = row | {"_supplementalDetails": {}}
    absent = {key: value for key, value in row.items() if key != "_supplementalDetails"}
    hashes = [received(raw(r), SURVEY).content_hash for r in (row, empty, absent)]
    assert hashes[0] != hashes[1]
    assert hashes[1] == hashes[2]


def test_keys_that_only_older_servers_send_change_no_edition():
    """Trap 17: _tags and _notes went away with 2.026.23."""
    row = body_of("122")["results"][0]
    old = {"_id": row["_id"], "_notes": [], "_tags": ["x"]} | row
    assert received(raw(old), SURVEY).content_hash == received(raw(row), SURVEY).content_hash


def test_an_answer_that_reads_like_a_key_is_hashed():
    """Somebody may type "_attachments"; the cut must fall on the key."""
    row = body_of("122")["results"][1] | {"zz": "_attachments", "zzz": '"_attachments":[]'}
    other = row | {"zz": "_attachments "}
    moved = row | {"_attachments": []}
    spaced = json.dumps(row, ensure_ascii=False).encode()
    assert received(raw(row), SURVEY).content_hash != received(raw(other), SURVEY).content_hash
    assert received(raw(row), SURVEY).content_hash == received(raw(moved), SURVEY).content_hash
    assert received(spaced, SURVEY).attachments == received(raw(row), SURVEY).attachments
