"""Servers and sources that every test of this room asks for."""

import pytest

from pipeline.sources import open_source

from .tiny import TOKEN, UID, Tiny, a_row, running


@pytest.fixture
def tiny():
    """A running server with ten rows, whose ids have gaps."""
    with running(Tiny([a_row(n) for n in range(2, 22, 2)])) as server:
        yield server


@pytest.fixture
def waits():
    """Seconds that a source would have slept."""
    return []


@pytest.fixture
def source(tiny, waits):
    """The tiny server's project; it never really waits between attempts."""
    return open_source("kobo", tiny.url, uid=UID, token=TOKEN, wait_seconds=0.5, sleep=waits.append)
