"""What breaks on the way loses nothing, doubles nothing, and is told without quoting anybody."""

import json
import threading

import pytest

from pipeline.errors import AccessError, SourceError

from . import tiny as t
from .test_kobo_traps import a_source, ids
from .tiny import DATA, TOKEN, a_row


def test_a_page_that_comes_twice_counts_once(source, tiny):
    """A proxy can repeat an answer; rows are not doubled, and the reading ends."""
    tiny.cap = 5
    first = tiny.page({"limit": "5"})
    tiny.faults = [t.fine, lambda h: t.send(h, 200, _bytes(first))]
    assert ids(a_source(tiny, ahead=1).read_since(0)) == list(range(2, 22, 2))


def test_rows_out_of_order_prove_nothing(source, tiny):
    """The last id of a page is the next question; unsorted, it would skip."""
    page = tiny.page({"limit": "5"})
    page["results"].reverse()
    tiny.faults = [lambda h: t.send(h, 200, _bytes(page))]
    with pytest.raises(SourceError, match="order"):
        list(source.read_since(0))


def test_fewer_rows_than_counted_is_an_error_after_what_was_read(source, tiny):
    """What is proved is kept; what is missing is said."""
    page = tiny.page({"limit": "10"})
    del page["results"][3]
    tiny.faults = [lambda h: t.send(h, 200, _bytes(page))]
    got = []
    with pytest.raises(SourceError, match="10 submissions"):
        got.extend(source.read_since(0))
    assert len(ids(got)) == 9


def test_a_line_that_breaks_in_mid_page_loses_and_doubles_nothing(tiny):
    """The page is asked again."""
    tiny.cap = 4
    tiny.faults = [t.fine, t.cut, t.status(502), t.slow]
    assert ids(a_source(tiny).read_since(0)) == list(range(2, 22, 2))


def test_pages_too_large_for_memory_are_asked_smaller(tiny, waits):
    """A thousand rows with ten-megabyte answers do not fit; ten rows do."""
    tiny.rows = {n: a_row(n, note="x" * 3000) for n in range(1, 41)}
    source = a_source(tiny)
    source.http._max_bytes = 20_000
    assert ids(source.read_since(0)) == list(range(1, 41))


def test_a_wrong_address_is_told_as_one(tiny):
    """Somebody took the address of another site."""
    tiny.faults = [t.html]
    with pytest.raises(SourceError, match="Check the address"):
        list(a_source(tiny).read_since(0))


def test_a_refused_token_is_told_as_one(source, tiny):
    """Waiting does not help; the token must be copied again."""
    tiny.faults = [t.status(401)]
    with pytest.raises(AccessError, match="token"):
        source.check_access()


def _bytes(page):
    return json.dumps(page).encode()


def test_errors_hold_no_answer_and_no_token(source, tiny):
    """They are mailed, printed and logged."""
    for fault in (t.html, t.cut, t.status(500), t.status(400), t.redirect("http://elsewhere.example.org/")):
        tiny.faults = [fault] * 9
        with pytest.raises(SourceError) as caught:
            list(source.read_since(0))
        assert "Awa" not in str(caught.value)
        assert TOKEN not in str(caught.value)
        assert DATA in str(caught.value)


def test_a_server_that_lets_us_wait_is_asked_for_several_pages_at_once():
    """Far away, four pages in flight take the time of one; a server next door is not asked so far ahead."""
    together = threading.Condition()
    most: list[int] = []

    def waits_for_four(handler):
        with together:
            most.append(most[-1] + 1 if most else 1)
            together.notify_all()
            together.wait_for(lambda: max(most) >= 4, timeout=0.3)
            most.append(most[-1] - 1)
        return False

    rows = [a_row(number) for number in range(1, 101)]
    with t.running(t.Tiny(rows, cap=5)) as tiny:
        tiny.faults = [waits_for_four] * 40
        assert ids(a_source(tiny).read_since(0)) == [row["_id"] for row in rows]
    assert max(most) == 4
