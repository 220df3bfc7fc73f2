"""One session for every server: it waits, but not for ever; it tells what failed, but not what people said."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.errors import AccessError, SetupError, SourceError
from pipeline.sources.answer import TooLargeError
from pipeline.sources.http import Http
from pipeline.sources.patience import Patience, asked_seconds

from . import tiny as t
from .tiny import DATA, TOKEN


@pytest.fixture
def http(tiny, waits):
    return Http(tiny.url, TOKEN, patience=Patience(waits.append, silence_seconds=0.5))


def test_retry_after_in_seconds_is_kept(http, tiny, waits):
    """A server that says when to come back is obeyed, not hammered."""
    tiny.faults = [t.status(429, Retry_After="7")]
    assert http.get(DATA).status == 200
    assert waits == [7.0]


def test_retry_after_as_a_date_is_measured_by_the_servers_own_clock(http, tiny, waits):
    """A laptop whose clock is a year off would else wait a year, or not at all."""
    tiny.faults = [lambda h: _dated(h, 503, 9)]
    assert http.get(DATA).status == 200
    assert len(waits) == 1
    assert 0 < waits[0] <= 9
    assert asked_seconds("Wed, 01 Jan 2020 00:00:30 GMT", "Wed, 01 Jan 2020 00:00:00 GMT") == 30.0
    assert asked_seconds("soon", None) is None


def _dated(handler, code, seconds):
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    t.send(handler, code, b"", Retry_After=until.strftime("%a, %d %b %Y %H:%M:%S GMT"))


def test_a_server_that_asks_for_an_hour_is_left_until_the_next_run(http, tiny, waits):
    """A scheduled run that sleeps for an hour would collide with the next one."""
    tiny.faults = [t.status(429, Retry_After="3600")]
    with pytest.raises(SourceError):
        http.get(DATA)
    assert waits == []


def test_two_bad_gateways_are_survived(http, tiny, waits):
    """A restarting server answers 502 for some seconds; that is no reason to fail a night's run."""
    tiny.faults = [t.status(502), t.status(502)]
    assert http.get(DATA).status == 200
    assert waits == [0.5, 1.0]


def test_attempts_end(http, tiny, waits):
    """A server that stays down must not hold the run for ever."""
    tiny.faults = [t.status(504)] * 20
    with pytest.raises(SourceError):
        http.get(DATA)
    assert len(waits) == 4


def test_a_slow_server_is_asked_again_and_then_given_up(http, tiny, waits):
    """Silence has a limit; without a timeout one dead line would stop all."""
    tiny.faults = [t.slow]
    assert http.get(DATA).status == 200
    assert waits == [0.5]


def test_a_cut_body_is_read_again_and_never_taken_for_a_page(http, tiny):
    """Half a page parsed as a whole one would lose submissions silently."""
    tiny.faults = [t.cut]
    assert len(http.get(DATA).body) > 500
    tiny.faults = [t.cut] * 9
    with pytest.raises(SourceError, match="cut off"):
        http.get(DATA)


def test_a_server_that_is_down_is_named_in_the_error(waits):
    """The data manager must know which of several servers it is."""
    with pytest.raises(SourceError, match=r"127\.0\.0\.1:9.*cannot be reached"):
        Http("http://127.0.0.1:9", TOKEN, patience=Patience(waits.append)).get(DATA)


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_a_redirected_write_is_an_error_that_says_the_address_is_wrong(http, tiny, method):
    """Followed, it becomes a GET that answers 200: it looks done and nothing was done (trap 13)."""
    tiny.faults = [t.redirect(DATA + "x/")]
    with pytest.raises(SourceError, match="nothing was written"):
        http.request(method, DATA + "x", json={})
    assert len(tiny.asked) == 1


def test_a_redirect_from_http_to_https_names_the_scheme(http, tiny):
    """It is the commonest wrong address."""
    tiny.faults = [t.redirect(tiny.url.replace("http:", "https:") + DATA)]
    with pytest.raises(SourceError, match="begins with 'https://'"):
        http.request("POST", DATA, json={})


def test_a_read_follows_redirects_within_its_host(http, tiny):
    """A missing slash on a read does no harm."""
    tiny.faults = [t.redirect(DATA)]
    assert http.get(DATA.rstrip("/")).status == 200


def test_the_token_is_never_sent_to_another_host(http, tiny):
    """A hijacked or mistyped address must not collect tokens."""
    with t.running(t.Tiny()) as other:
        tiny.faults = [t.redirect(other.url + DATA)]
        with pytest.raises(SourceError, match="another host"):
            http.get(DATA)
        assert other.asked == []


def test_html_in_place_of_json_is_an_error_without_the_page(http, tiny):
    """Login portals answer 200; pages of errors repeat what was asked (trap 12)."""
    tiny.faults = [t.html]
    with pytest.raises(SourceError, match="text/html") as caught:
        http.get(DATA).json(dict)
    assert "Awa" not in str(caught.value)


def test_json_of_another_shape_is_an_error_without_its_content(http, tiny):
    """A decoder quotes what it could not read, and that may be a name."""
    tiny.faults = [lambda h: t.send(h, 200, b'["Awa", 3')]
    with pytest.raises(SourceError) as caught:
        http.get(DATA).json(dict)
    assert "Awa" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_body_without_end_is_refused(tiny, waits):
    """A page larger than memory would kill the run and whatever runs beside it."""
    http = Http(tiny.url, TOKEN, patience=Patience(waits.append), max_bytes=500)
    with pytest.raises(TooLargeError):
        http.get(DATA)


@pytest.mark.parametrize("code", [401, 403, 404])
def test_refusals_are_told_apart_from_failures(http, tiny, code):
    """Who may not see is told so; waiting would not help."""
    tiny.faults = [t.status(code)]
    with pytest.raises(AccessError, match=str(code)):
        http.get(DATA).accept(200)


def test_the_token_shows_nowhere(http, tiny, caplog):
    """A token in a log or an error is a leak of every submission."""
    caplog.set_level("DEBUG")
    tiny.faults = [t.status(500)]
    answer = http.get(DATA)
    shown = [repr(http), repr(answer), str(answer.refusal()), repr(vars(http._session)), caplog.text]
    assert tiny.asked[0][3]["Authorization"] == f"Token {TOKEN}"
    assert not any(TOKEN in text for text in shown)


def test_a_write_that_may_have_been_done_is_not_sent_again(http, tiny):
    """After a 502 nobody knows whether the project was made; a second one would be an orphan."""
    tiny.faults = [t.status(502)]
    with pytest.raises(SourceError):
        http.request("POST", DATA, json={})
    assert len(tiny.asked) == 1


def test_a_write_that_the_server_refused_unread_is_sent_again(http, tiny, waits):
    """503 with Retry-After means that nothing was done."""
    tiny.faults = [t.status(503, Retry_After="1")]
    http.request("POST", DATA, json={})
    assert waits == [1.0]


@pytest.mark.parametrize(
    "url", ["kf.kobotoolbox.org", "ftp://kf.example.org", "https://", "https://me:pw@kf.example.org"]
)
def test_an_address_that_is_none_is_a_setup_error(url):
    """Before anything is asked of anybody."""
    with pytest.raises(SetupError) as caught:
        Http(url)
    assert "pw" not in str(caught.value)
