"""This machine's clock may be wrong; what happens on the server is found all the same."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.run.answers.pull import pull
from pipeline.run.session import open_session, utc_now
from pipeline.run.telling import Silent

from .typed import environment

AHEAD = """UPDATE ops.run SET started_at = started_at + %(ahead)s, counts = jsonb_set(counts, '{marks,household/centre}',
    jsonb_build_object('scanned_at', (now() + %(ahead)s)::text, 'changes_read_until', (now() + %(ahead)s)::text))
    WHERE run_id = (SELECT run_id FROM ops.run ORDER BY started_at DESC LIMIT 1)"""


@pytest.mark.parametrize("ahead", [timedelta(hours=3), timedelta(days=1500)])
def test_an_edit_after_a_run_on_a_fast_clock_is_seen_by_the_next_runs(ground, ahead):
    """A laptop whose battery died can be years ahead; its marks must not hide what people do meanwhile."""
    ground.change_settings("^wait_seconds = 5$", "wait_seconds = 5\noverlap_ids = 0")
    filled = newest = ground.fill()
    ground.run()
    with ground.engine.begin() as connection:
        connection.exec_driver_sql(AHEAD, {"ahead": ahead})
    for children in (8, 9):
        newest = ground.edit(newest, children=children)
        ground.run()
        assert ground.row_of(filled, "children") == [(children,)]


def test_the_mark_of_a_scan_is_in_the_servers_time(ground):
    """The change feed is asked in the server's time: what happens between two clocks must not fall between them."""
    ground.fill()
    fast = datetime(2091, 1, 1, tzinfo=UTC)
    with environment(ground.variables), open_session(ground.folder, Silent(), now=lambda: fast) as session:
        (pulled,) = pull(session, session.deployed(), scan=True)
    read_until = datetime.fromisoformat(pulled.marks["changes_read_until"])
    assert abs(read_until - utc_now()) < timedelta(minutes=5)
