"""The project history is believed only where it proves that it reaches back far enough."""

from datetime import UTC, datetime

import pytest

from .replay import body_of
from .test_kobo_traps import a_source
from .tiny import UID, Tiny, an_event, running

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def told():
    """A project whose history begins in the morning."""
    tiny = Tiny()
    tiny.events = [
        an_event("add-submission", 1, "2026-11-23T08:00:00Z"),
        an_event("modify-submission", 2, "2026-11-23T11:55:00Z"),
        an_event("delete-submission", 3, "2026-11-23T13:00:00Z"),
        an_event("view-data", 9, "2026-11-23T14:00:00Z"),
    ]
    with running(tiny):
        yield tiny


def roots(feed):
    return {int(key[-12:]) for key in feed.root_uuids}


def test_changes_are_read_with_overlap(told):
    """An event is written after the change it tells of, so a little is read again."""
    feed = a_source(told).changes_since(NOON)
    assert roots(feed) == {2, 3}
    assert all(key.startswith("uuid:") for key in feed.root_uuids)


def test_the_bookmark_of_the_feed_is_the_servers_clock(told):
    """A laptop whose clock runs ahead would skip what happens until then."""
    feed = a_source(told).changes_since(NOON)
    assert abs((feed.read_until - datetime.now(UTC)).total_seconds()) < 60


def test_a_quiet_feed_is_empty_and_still_a_feed(told):
    """Nothing happened, and it is known."""
    feed = a_source(told).changes_since(datetime(2026, 11, 24, tzinfo=UTC))
    assert feed.root_uuids == frozenset()


def test_a_history_that_does_not_reach_back_is_no_feed(told):
    """Trap 8: how far it goes depends on the plan; what lies before would be missed silently."""
    assert a_source(told).changes_since(datetime(2026, 11, 23, 7, tzinfo=UTC)) is None


def test_without_manage_asset_there_is_no_feed(told):
    """Trap 8: the account must be allowed; else a scan does the work."""
    told.permissions = ("view_asset", "view_submissions")
    assert a_source(told).changes_since(NOON) is None


def test_an_empty_history_is_no_feed(told):
    """Trap 11: an unknown word in the question gives no rows and no error."""
    told.events = []
    assert a_source(told).changes_since(NOON) is None


def test_a_server_that_misunderstands_the_date_is_no_feed(told):
    """The newest event is known to be there; if the window does not show it, the window is wrong."""
    original = told.history

    def misread(question):
        return original(question) if "date_created" not in question["q"] else (200, {"count": 0, "results": []})

    told.history = misread
    assert a_source(told).changes_since(NOON) is None


def test_events_without_root_uuid_are_no_feed(told):
    """Before 2.025.10 they did not say which submission."""
    told.events.append(
        {"action": "modify-submission", "metadata": {"submission": {}}, "date_created": "2026-11-23T12:30:00Z"}
    )
    assert a_source(told).changes_since(NOON) is None


def test_a_long_history_is_read_page_by_page(told):
    """A thousand lines at a time, newest first."""
    told.events += [an_event("modify-submission", 100 + n, f"2026-11-23T12:{n % 60:02d}:00Z") for n in range(2300)]
    assert len(roots(a_source(told).changes_since(NOON))) == 2302


def test_recorded_events_are_understood(told):
    """The lines of the real server, as it wrote them."""
    told.events = body_of("234")["results"] + [an_event("add-submission", 1, "2026-11-23T08:00:00Z")]
    feed = a_source(told).changes_since(datetime(2026, 11, 23, 21, 38, 56, tzinfo=UTC))
    expected = {"uuid:" + e["metadata"]["submission"]["root_uuid"] for e in body_of("234")["results"]}
    assert feed.root_uuids == expected
    assert f"/api/v2/assets/{UID}/history/" in {a[1] for a in told.asked}
