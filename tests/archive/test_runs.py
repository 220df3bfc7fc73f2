"""The record of runs."""

import uuid

from pipeline.archive.runs import finish, last_noted, recent, start


def a_run(engine, number, outcome="done", counts=None):
    """A run that was recorded from beginning to end."""
    run_id = uuid.UUID(int=number)
    with engine.begin() as connection:
        start(connection, run_id, "pull")
    with engine.begin() as connection:
        finish(connection, run_id, outcome, counts or {})


def test_a_killed_run_shows_as_interrupted_at_the_next(engine):
    """Else a crash at night would leave no trace in the morning."""
    with engine.begin() as connection:
        assert start(connection, uuid.UUID(int=1), "pull") == 0
    with engine.begin() as connection:
        assert start(connection, uuid.UUID(int=2), "run") == 1
    with engine.begin() as connection:
        finish(connection, uuid.UUID(int=2), "incomplete", {"new": 3}, "one server did not answer.")
        found = [(r.command, r.outcome, r.counts, r.ended_at is None) for r in recent(connection)]
    assert found == [("run", "incomplete", {"new": 3}, False), ("pull", "interrupted", {}, True)]


def test_what_a_run_noted_is_found_by_the_next(engine):
    """How far a change feed was read moves at every run: a bookmark would be a row written for nothing."""
    path = ("deployments", "registration/bobo", "changes_read_until")
    a_run(engine, 1, counts={"deployments": {"registration/bobo": {"changes_read_until": "2026-01-01T00:00:00Z"}}})
    a_run(engine, 2, counts={"deployments": {"registration/bobo": {"changes_read_until": None}}})
    a_run(engine, 3, "failed")
    with engine.connect() as connection:
        assert last_noted(connection, path) == "2026-01-01T00:00:00Z"
        assert last_noted(connection, ("deployments", "elsewhere")) is None
