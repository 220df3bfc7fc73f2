"""Every way two lists differ, without a database."""

import pytest

from pipeline.archive.reconcile import Differences, Known, compare, confirm_deletions, find_missing, trips_breaker
from pipeline.model.submission import Fingerprint


def a_print(**changes):
    """A submission as a scan sees it; a test changes only what it is about."""
    fields = {"root_uuid": "uuid:a", "instance_id": "uuid:a", "server_id": "1", "files": frozenset({"f"})}
    return Fingerprint(**fields | changes)


A = frozenset({"uuid:a"})
KNOWN = {"uuid:a": Known(a_print())}


@pytest.mark.parametrize(
    ("known", "seen", "expected"),
    [
        (KNOWN, a_print(), Differences()),
        ({}, a_print(), Differences(to_fetch=A)),
        (KNOWN, a_print(instance_id="uuid:b"), Differences(to_fetch=A)),
        (KNOWN, a_print(server_id="2"), Differences(to_fetch=A)),
        (KNOWN, a_print(status_code="approved"), Differences(status_changed=A)),
        (KNOWN, a_print(files=frozenset()), Differences(files_changed=A)),
        (KNOWN, a_print(files=frozenset({"f", "g"})), Differences(files_changed=A)),
        ({"uuid:a": Known(a_print(), "deleted")}, a_print(), Differences(restored=A)),
        ({"uuid:a": Known(a_print(), "deleted")}, a_print(server_id="2"), Differences(to_fetch=A)),
        ({"uuid:a": Known(a_print(), "erased")}, a_print(server_id="2"), Differences(refused=A)),
    ],
)
def test_each_difference_is_told_apart(known, seen, expected):
    """What is fetched, deleted or refused follows from it."""
    assert compare(known, [seen]) == expected


def test_an_edit_with_a_new_status_is_both():
    """One does not hide the other."""
    found = compare(KNOWN, [a_print(instance_id="uuid:b", status_code="approved")])
    assert (found.to_fetch, found.status_changed, found.to_read) == (A, A, A)


def test_a_row_that_a_page_shows_twice_counts_as_it_came_last():
    """Servers duplicate rows at page borders."""
    assert compare(KNOWN, [a_print(instance_id="uuid:b"), a_print()]) == Differences()


def test_missing_is_what_is_present_and_was_not_seen():
    """A submission deleted before is not missing again."""
    assert find_missing(["a", "b"], {"b", "c"}) == {"a"}


def test_only_what_a_fetch_does_not_bring_is_gone():
    """A page can miss a row, and a change feed reports deletions that failed."""
    assert confirm_deletions({"a", "b"}, ["b"]) == {"a"}


@pytest.mark.parametrize(
    ("missing", "present", "trips"),
    [
        (0, 0, False),
        (0, 100, False),
        (1, 1, False),
        (2, 2, True),
        (8, 8, True),
        (7, 8, False),
        (10, 50, False),
        (11, 50, True),
        (11, 110, False),
        (11, 109, True),
        (100, 1000, False),
        (101, 1000, True),
        (1000, 1000, True),
    ],
)
def test_the_breaker_trips_above_both_limits_and_when_all_is_gone(missing, present, trips):
    """A lost permission looks like a mass deletion, in a small project too."""
    assert trips_breaker(missing, present, share=0.1, count=10) is trips
