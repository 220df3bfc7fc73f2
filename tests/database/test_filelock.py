"""One process at a time starts or stops a database."""

import threading

import pytest

from pipeline.database.filelock import hold
from pipeline.errors import SetupError


def test_whoever_comes_second_waits_and_is_told_when_it_takes_too_long(tmp_path):
    """A hanging process must not hang every later one without a word."""
    path = tmp_path / "lock"
    with hold(path), pytest.raises(SetupError, match="another process"), hold(path, wait_seconds=0.05):
        pytest.fail("two at once")


def test_the_lock_passes_on(tmp_path):
    """The second gets its turn as soon as the first is done."""
    path, entered = tmp_path / "lock", threading.Event()

    def come_second():
        with hold(path, wait_seconds=20):
            entered.set()

    with hold(path):
        second = threading.Thread(target=come_second)
        second.start()
        assert not entered.wait(0.1)
    assert entered.wait(10)
    second.join()


def test_a_lock_that_cannot_be_opened_is_explained(tmp_path):
    """Root made it, or something else stands in its place."""
    with pytest.raises(SetupError, match="cannot be opened"), hold(tmp_path):
        pytest.fail("no lock was taken")
