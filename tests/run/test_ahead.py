"""What is made ahead comes out as if it were made when it is taken."""

import threading
from collections.abc import Generator

import pytest

from pipeline.run.answers.ahead import ahead


def test_results_come_in_their_order_each_once():
    """Rows must not depend on which thread was faster."""
    assert list(ahead(iter(range(50)))) == list(range(50))
    assert list(ahead([], count=3)) == []


def test_no_more_are_made_than_asked_for():
    """Memory is that of a few pages, however many there are."""
    made = []

    def one_by_one():
        for number in range(50):
            made.append(number)
            yield number

    taking = ahead(one_by_one(), count=3)
    for taken in range(10):
        assert next(taking) == taken
        assert len(made) <= taken + 1 + 3


def test_an_error_comes_after_the_results_before_it():
    """What failed is told, and nothing that was made is lost."""

    def two_and_an_error():
        yield from (1, 2)
        raise EOFError

    taking = ahead(two_and_an_error())
    assert [next(taking), next(taking)] == [1, 2]
    with pytest.raises(EOFError):
        next(taking)


def test_whoever_stops_taking_leaves_no_thread():
    """A database that refuses in the middle ends the load at once."""
    before = threading.active_count()
    taking = ahead(iter(range(50)))
    next(taking)
    assert isinstance(taking, Generator)
    taking.close()
    for thread in threading.enumerate():
        if thread.name.startswith("ahead"):
            thread.join(timeout=10)
    assert threading.active_count() == before
