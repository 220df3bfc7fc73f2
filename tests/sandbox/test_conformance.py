"""The sandbox is held to the recorded answers of the real server."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from pipeline.sandbox import create_app
from tests.conftest import fresh

from .coverage import DEVIATIONS, covered, page
from .recordings import load
from .replay import ACCOUNTS, Clock, Replay

PAGE = Path(__file__).parent.parent.parent / "docs" / "sandbox-conformance.md"


@pytest.fixture(scope="module")
def played(database_url):
    """All recordings played once, in their order: differences by number."""
    for url in fresh(make_url(database_url), "template1"):
        engine = create_engine(url)
        clock = Clock()
        clock.instant = load()[1].at
        replay = Replay(create_app(engine, ACCOUNTS, now=clock).test_client(), clock)
        yield {recording.number: replay.play(recording) for recording in covered()}
        engine.dispose()


def test_every_recorded_request_is_answered_as_the_real_server_answered(played):
    """A client that works against the sandbox must work against KoBoToolbox."""
    differing = {number: found for number, found in played.items() if found and number not in DEVIATIONS}
    assert not differing


def test_every_stated_deviation_is_one(played):
    """A reason that outlived its deviation would hide the next one."""
    assert [number for number in DEVIATIONS if not played[number]] == []


def test_the_sync_and_tablet_relevant_recordings_are_covered():
    """Fewer would mean that recordings were lost, not that the server got simpler."""
    assert len(covered()) - len(DEVIATIONS) >= 300


def test_the_page_on_conformance_is_up_to_date():
    """The table is generated, not typed: run `python -m tests.sandbox.coverage`."""
    assert PAGE.read_text(encoding="utf-8") == page()
