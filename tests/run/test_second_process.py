"""A long load decodes in a second process: the same rows in the same order, whatever happens to that process."""

from collections.abc import Generator

import psutil

from pipeline.model.decoded import Encoded, Item, SetAside
from pipeline.model.form import Form, Question
from pipeline.records.decode import Decoder
from pipeline.records.tables import plan_tables
from pipeline.run.answers.second_process import AHEAD, HERE, Job, decode_all

FORM = Form("visit", "Visit", "1", (Question("amount", "integer"), Question("note", "text")))


def a_decoder():
    """One for a small form."""
    return Decoder("visit", FORM, plan_tables("visit", FORM, []))


def some_jobs(count):
    """Jobs of two decoders in turn, each with one good and one bad answer, and one that is set aside already."""
    decoders = (a_decoder(), a_decoder())
    for number in range(count):
        bodies = (b'{"amount": "%d", "note": "m\xc3\xa9tier"}' % number, b'{"amount": "many"}')
        items = [Item(f"uuid:{number}-{i}", "i", number, "d", "z", "1", None, body) for i, body in enumerate(bodies)]
        yield Job(decoders[number % 2], items)
    yield Encoded(set_aside=[SetAside("uuid:last", 1, "encrypted")])


def children():
    """Processes that this one started and that still live."""
    return set(psutil.Process().children())


def test_a_second_process_gives_the_same_rows_in_the_same_order():
    """Incremental = rebuilt holds only if it does not matter where a batch was decoded."""
    before = children()
    here = list(decode_all(some_jobs(HERE + 12), processors=1))
    assert list(decode_all(some_jobs(HERE + 12), processors=2)) == here
    assert [len(decoded.set_aside) for decoded in here] == [1] * len(here)
    assert children() == before, "the second process outlived its load"


def test_a_second_process_that_dies_costs_only_its_speed():
    """A machine short of memory ends it; the build must go on, and every submission come out once."""
    before = children()
    here = list(decode_all(some_jobs(HERE + 12), processors=1))
    found = []
    for decoded in decode_all(some_jobs(HERE + 12), processors=2):
        found.append(decoded)
        if len(found) == HERE + AHEAD:
            (second,) = children() - before
            second.kill()
    assert found == here


def test_a_short_load_starts_no_process():
    """A daily build ends before a second process had begun."""
    before = children()
    for _ in decode_all(some_jobs(HERE - 1), processors=2):
        assert children() == before


def test_a_load_that_is_broken_off_leaves_no_process():
    """The database may refuse in the middle."""
    before = children()
    loading = decode_all(some_jobs(HERE + 12), processors=2)
    for _ in range(HERE + 2):
        next(loading)
    assert children() != before
    assert isinstance(loading, Generator)
    loading.close()
    assert children() == before
