"""Validation statuses on KoBoToolbox: as recorded from a real server, and over real HTTP with everything that fails."""

import json

import pytest

from pipeline.errors import AccessError, SourceError
from pipeline.sources.http import Http
from pipeline.sources.kobo_status import CHUNK, KoboStatuses
from pipeline.sources.patience import Patience

from . import tiny as t
from .replay import SURVEY, URL, Replay, recorded

BULK = f"/api/v2/assets/{t.UID}/data/validation_statuses/"


def replayed(*numbers):
    """The recorded answers of these numbers, and what was asked."""
    replay = Replay(*numbers)
    return KoboStatuses(Http(URL, "x", adapter=replay), SURVEY), replay


@pytest.fixture
def tiny():
    """A small server and the statuses of its project, asked without waiting."""
    with t.running(t.Tiny()) as server:
        http = Http(server.url, "x", patience=Patience(sleep=lambda s: None))
        yield server, KoboStatuses(http, t.UID)
        http.close()


def body_sent(handler):
    return json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))["payload"]


def test_many_statuses_are_one_request_as_recorded():
    """Byte for byte what the real server answered with 200."""
    board, replay = replayed("203")
    assert board.write(["7", "6"], "on_hold") == frozenset()
    (method, path, body) = replay.asked[0]
    assert (method, path) == ("PATCH", f"/api/v2/assets/{SURVEY}/data/validation_statuses/")
    assert json.loads(body) == recorded("203")["request"]["body"]["json"]


def test_an_archived_project_takes_statuses_by_the_bulk_address():
    """The single address answers 500 there; the bulk one worked on the same row."""
    board, replay = replayed("406", "407")
    assert board.write(["1192"], "on_hold") == frozenset()
    assert len(replay.asked) == 1


def test_an_unknown_submission_is_named_as_recorded():
    """It was deleted in between: the recorded server refuses with 400."""
    board, _ = replayed("205")
    assert board.write(["999999"], "on_hold") == {"999999"}


def test_unknown_submissions_are_named_and_the_others_get_their_status(tiny):
    """One unknown id makes the server refuse all of them."""
    server, board = tiny
    held = []

    def answer(handler):
        ids = body_sent(handler)["submission_ids"]
        if 4 in ids:
            return t.send(handler, 400, b'{"detail":"One or more submission ids are invalid"}')
        held.extend(ids)
        return t.send(handler, 200, b'{"detail":"updated"}')

    server.faults = [answer] * 20
    assert board.write([str(n) for n in range(1, 8)], "approved") == {"4"}
    assert sorted(held) == [1, 2, 3, 5, 6, 7]


def test_another_refusal_is_not_taken_for_an_unknown_submission(tiny):
    """A server of another version would be asked row by row, and everything would look deleted."""
    server, board = tiny
    server.faults = [lambda h: t.send(h, 400, b'{"payload":["`validation_status.uid` is required"]}')]
    with pytest.raises(SourceError, match="400"):
        board.write(["1", "2"], "on_hold")
    assert len(server.asked) == 1


def test_a_status_is_taken_away_with_null(tiny):
    """DELETE sets whatever status it is given; without one it answers 400."""
    server, board = tiny
    sent = []

    def answer(handler):
        sent.append((handler.command, handler.path, body_sent(handler)))
        t.send(handler, 200, b'{"detail":"2 submissions have been updated"}')

    server.faults = [answer]
    assert board.write(["1", "2"], "") == frozenset()
    assert sent == [("DELETE", BULK, {"submission_ids": [1, 2], "validation_status.uid": None})]


def test_thousands_are_written_and_read_in_short_requests(tiny):
    """Servers cut addresses at 8 KB, and a transaction over thousands of rows times out."""
    server, board = tiny
    server.rows = {n: t.a_row(n) for n in range(1, 2501)}
    ids = [str(n) for n in range(1, 2501)]
    assert len(board.read(ids)) == 2500
    assert len(server.asked) == 13
    sizes = []

    def answer(handler):
        sizes.append(len(body_sent(handler)["submission_ids"]))
        t.send(handler, 200, b'{"detail":"updated"}')

    server.faults = [answer] * 13
    board.write(ids, "on_hold")
    assert (max(sizes), sum(sizes)) == (CHUNK, 2500)


def test_a_status_is_read_as_the_server_holds_it(tiny):
    """Who and when tell ours from a person's; a submission that is gone is not there."""
    server, board = tiny
    status = {"uid": "validation_status_on_hold", "by_whom": "alice", "timestamp": 1790000000, "label": "On Hold"}
    server.rows = {1: t.a_row(1, _validation_status=status), 2: t.a_row(2)}
    found = board.read(["1", "2", "3"])
    assert sorted(found) == ["1", "2"]
    assert (found["1"].code, found["1"].by_whom, found["1"].at.timestamp()) == ("on_hold", "alice", 1790000000)
    assert found["2"].code == ""


def test_a_missing_right_is_told_apart():
    """The account may see the project and not validate: recorded as 403."""
    pair = recorded("261")
    pair["request"]["url"] = f"{URL}/api/v2/assets/{SURVEY}/data/validation_statuses/"
    replay = Replay()
    replay.pairs = [pair]
    with pytest.raises(AccessError, match="403"):
        KoboStatuses(Http(URL, "x", adapter=replay), SURVEY).write(["1"], "on_hold")


def test_a_project_that_is_gone_for_us_is_told_apart(tiny):
    """No longer shared, or deleted: KoBoToolbox says 404 for both."""
    server, board = tiny
    server.faults = [t.status(404)]
    with pytest.raises(AccessError, match="404"):
        board.write(["1"], "on_hold")


@pytest.mark.parametrize("fault", [t.status(502), t.status(504), t.cut, t.status(500)])
def test_a_write_is_sent_once(tiny, fault):
    """The server may have done it, and between two attempts a person may have decided otherwise."""
    server, board = tiny
    server.faults = [fault, t.status(502)]
    with pytest.raises(SourceError):
        board.write(["1"], "on_hold")
    assert len(server.asked) == 1


def test_a_server_that_says_it_did_not_read_it_is_asked_again(tiny):
    """429 with Retry-After: nothing was done, so nothing can be overwritten."""
    server, board = tiny
    server.faults = [
        lambda h: (body_sent(h), t.send(h, 429, b"", "text/html", Retry_After="1")),
        lambda h: t.send(h, 200, b'{"detail":"1 submissions have been updated"}'),
    ]
    assert board.write(["1"], "on_hold") == frozenset()


def test_a_redirected_write_is_refused(tiny):
    """As GET it would look done and have done nothing."""
    server, board = tiny
    server.faults = [t.redirect(f"{server.url}{BULK}?again")]
    with pytest.raises(SourceError, match="nothing was written"):
        board.write(["1"], "on_hold")


def test_a_web_page_is_no_confirmation(tiny):
    """A login portal answers 200 to everything."""
    server, board = tiny
    server.faults = [t.html]
    with pytest.raises(SourceError, match="nothing was set"):
        board.write(["1"], "on_hold")


def test_a_misspelt_status_is_refused():
    """The bulk address takes an unknown status for none, and would clear them all."""
    board, replay = replayed()
    with pytest.raises(ValueError, match="onhold"):
        board.write(["1"], "onhold")
    assert replay.asked == []
