"""A file from a server in pieces, taken up where it broke off."""

from collections.abc import Iterator
from contextlib import closing

import requests

from ..errors import SourceError
from .answer import Answer
from .http import BROKEN, PIECE, Http
from .patience import BUSY


def download(http: Http, path: str, offset: int, media_type: str) -> Iterator[bytes]:
    """The file's bytes from ``offset`` on; a line that breaks is taken up again where it broke.

    Args:
        http: session with the server; the path stays on its host.
        path: from the host on.
        offset: bytes that the caller has already.
        media_type: what the file should be; a web page in its place is an error.
    """
    where = f"GET {http.url}{path}"
    attempt = 1
    while True:
        progress = False
        try:
            for piece in _pieces(http, path, offset, media_type):
                offset += len(piece)
                progress = True
                yield piece
            return
        except (*BROKEN, _BusyError):
            attempt = 2 if progress else attempt + 1
            if not http.pause(attempt):
                raise SourceError(
                    where, f"the file broke off after {offset} bytes.", "Run again; it is taken up there."
                ) from None


class _BusyError(Exception):
    """The server asks to come back later."""


def _pieces(http: Http, path: str, offset: int, media_type: str) -> Iterator[bytes]:
    headers = {"Accept": "*/*"} | ({"Range": f"bytes={offset}-"} if offset else {})
    with closing(http.stream(path, headers)) as response:
        if response.status_code == 416 and offset:
            return  # nothing lies beyond what we have
        if response.status_code in BUSY:
            raise _BusyError
        _check(response, f"GET {http.url}{path}", media_type)
        # A server without ranges sends the whole file with 200; what we have is read again and thrown away.
        skip = offset if response.status_code == 200 else _shift(response, offset, f"GET {http.url}{path}")
        for piece in response.iter_content(PIECE):
            if skip >= len(piece):
                skip -= len(piece)
                continue
            yield piece[skip:]
            skip = 0


def _check(response: requests.Response, where: str, media_type: str) -> None:
    answer = Answer(where, response.status_code, response.headers, b"")
    if response.status_code == 404:
        raise SourceError(
            where,
            "the file is not there (404): it was deleted, or this account may not see it.",
            "Run again; a deleted file is marked as such by the next pull.",
        )
    answer.accept(200, 206)
    kind = response.headers.get("Content-Type", "").split(";")[0].strip()
    if kind == "text/html" and media_type != "text/html":
        raise SourceError(
            where, "the server sent a web page in place of the file.", "Check the server's address and the token."
        )


def _shift(response: requests.Response, offset: int, where: str) -> int:
    """Bytes to throw away of a partial answer that begins before ``offset``."""
    begin = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    if not begin.isdigit() or int(begin) > offset:
        raise SourceError(where, "the server sent another part of the file than was asked for.", "Run again.")
    return offset - int(begin)
