"""Trouble on order, over real HTTP."""

import pytest
import requests

from pipeline.errors import SetupError
from pipeline.sandbox import Fault, Faults, parse_fault, running

from .forms import AUTH, OWNER, deployed


@pytest.fixture
def faults():
    return Faults()


@pytest.fixture
def data(engine, faults):
    """Asks for the data list of a project of four rows."""
    project = deployed(engine)
    for _ in range(4):
        project.fill()
    with running(engine, [OWNER], faults) as url, requests.Session() as session:

        def get(parameters: str = "") -> requests.Response:
            return session.get(f"{url}{project.base}/data/?format=json{parameters}", headers=AUTH, timeout=10)

        yield get


def ids(reply):
    return [row["_id"] for row in reply.json()["results"]]


def test_a_busy_server_says_when_to_come_back(data, faults):
    """429 once, then all is well."""
    faults.add(Fault("too_many_requests", seconds=2))
    first = data()
    assert (first.status_code, first.headers["Retry-After"]) == (429, "2")
    assert data().status_code == 200


def test_a_proxy_in_front_gives_up_as_often_as_asked(data, faults):
    """`times` and `after` place the fault in a sequence of requests."""
    faults.add(Fault("bad_gateway", times=2, after=1))
    assert [data().status_code for _ in range(4)] == [200, 502, 502, 200]


def test_a_body_can_end_in_mid_page(data, faults):
    """The promised length is not reached: a client must not take the half for the whole."""
    faults.add(Fault("cut_body"))
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError)):
        data()
    assert len(ids(data())) == 4


def test_an_html_page_can_come_with_200(data, faults):
    """A captive portal answers everything with its login."""
    faults.add(Fault("html"))
    reply = data()
    assert (reply.status_code, reply.headers["Content-Type"].partition(";")[0]) == (200, "text/html")


def test_a_page_can_come_twice(data, faults):
    """Rows seen before stand where new ones were expected."""
    faults.add(Fault("duplicate_page", after=1))
    first, second = ids(data("&limit=2")), ids(data("&limit=2&start=2"))
    assert first == second


def test_a_row_can_become_visible_after_a_higher_id_was_seen(data, faults):
    """The proof that `_id` is no safe bookmark."""
    whole = ids(data())
    faults.add(Fault("late_row"))
    early = data()
    assert ids(early) == [whole[0], whole[1], whole[3]]
    assert early.json()["count"] == 3
    assert ids(data()) == whole


def test_a_deletion_between_pages_makes_offset_paging_skip(data, faults):
    """As proved on the real server."""
    whole = ids(data())
    faults.add(Fault("deletion_between_pages", after=1))
    assert ids(data("&limit=2")) == whole[:2]
    assert ids(data("&limit=2&start=2")) == whole[3:]


def test_an_answer_can_be_late(data, faults):
    """A client's timeout can be tested."""
    faults.add(Fault("delay", seconds=0.3))
    assert data().elapsed.total_seconds() >= 0.3


def test_a_fault_is_written_on_a_command_line():
    """All parts but the kind may be left out."""
    assert parse_fault("bad_gateway:/history/:2:1") == Fault("bad_gateway", "/history/", 2, 1)
    assert parse_fault("late_row") == Fault("late_row")


@pytest.mark.parametrize("text", ["bad_gatewy", "delay:/data/:often", "html:("])
def test_a_fault_that_cannot_be_read_is_explained(text):
    """The message names the fault and the right way to write it."""
    with pytest.raises(SetupError) as refusal:
        parse_fault(text)
    assert text in str(refusal.value)
