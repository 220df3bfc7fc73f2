"""A file comes whole, whatever the line does, and only what is missing is kept."""

import pytest

from pipeline.errors import SourceError
from pipeline.model.submission import AttachmentRef

from . import tiny as t

BYTES = bytes(range(256)) * 4000
FILE = AttachmentRef("att1", "photo", "p.jpg", "/api/v2/assets/aTiny/data/2/attachments/att1/", "image/jpeg")


def whole(handler):
    """A server that knows no ranges."""
    t.send(handler, 200, BYTES, "image/jpeg")


def ranged(handler):
    """A server that does."""
    begin = int(handler.headers.get("Range", "bytes=0-")[6:-1])
    if begin >= len(BYTES):
        return t.send(handler, 416, b"", "image/jpeg")
    part = f"bytes {begin}-{len(BYTES) - 1}/{len(BYTES)}"
    return t.send(handler, 206 if begin else 200, BYTES[begin:], "image/jpeg", Content_Range=part)


def broken_off(handler):
    """Three hundred thousand bytes, then the line breaks."""
    handler.send_response(200)
    handler.send_header("Content-Type", "image/jpeg")
    handler.send_header("Content-Length", str(len(BYTES)))
    handler.end_headers()
    handler.wfile.write(BYTES[:300_000])
    handler.close_connection = True


@pytest.mark.parametrize("server", [whole, ranged])
@pytest.mark.parametrize("offset", [0, 1, 600_000, len(BYTES)])
def test_what_is_missing_comes_whether_or_not_the_server_knows_ranges(source, tiny, server, offset):
    """The line of a field office breaks often; a film is not begun again each time."""
    tiny.faults = [server]
    assert b"".join(source.download(FILE, offset)) == BYTES[offset:]


@pytest.mark.parametrize("server", [whole, ranged])
def test_a_file_that_breaks_off_is_taken_up_where_it_broke(source, tiny, server):
    """No byte twice, none missing."""
    tiny.faults = [broken_off, t.status(502), server]
    assert b"".join(source.download(FILE)) == BYTES


def test_a_file_that_never_comes_is_given_up(source, tiny):
    """With the bytes so far, so that the next run goes on."""
    tiny.faults = [t.status(503)] * 20
    with pytest.raises(SourceError, match="after 0 bytes"):
        list(source.download(FILE))


def test_a_web_page_is_no_photograph(source, tiny):
    """A login portal would be archived as somebody's picture."""
    tiny.faults = [t.html]
    with pytest.raises(SourceError, match="web page"):
        list(source.download(FILE))


def test_a_file_on_another_host_is_not_fetched(source):
    """The token would go along."""
    with pytest.raises(SourceError, match="another host"):
        source.download(AttachmentRef("att1", "", "p.jpg", ""))
