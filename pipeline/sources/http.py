"""One HTTP session: every request has a timeout, bounded repetition, a bounded body, and a token that never travels."""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from ..errors import SetupError, SourceError
from .answer import Answer, TooLargeError
from .patience import BUSY, REFUSED_UNREAD, Patience, asked_seconds

PIECE = 1 << 18
READS = frozenset({"GET", "HEAD"})
MAX_BYTES = 32_000_000
BROKEN = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)

Params = Mapping[str, str | int]


class _TokenAuth(requests.auth.AuthBase):
    """Adds the token; as an auth object it wins over a ~/.netrc, and no header holds it before the request is sent."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Token {self._token}"
        return request


class Http:
    """Requests to one host with one token. Safe to use from several threads.

    Raises SourceError when the server is down, silent, cut off, redirecting or broken;
    other statuses come back as an Answer for the caller to judge.
    """

    def __init__(
        self,
        url: str,
        token: str = "",
        *,
        patience: Patience | None = None,
        max_bytes: int = MAX_BYTES,
        connections: int = 8,
        adapter: BaseAdapter | None = None,
    ) -> None:
        """``url`` is scheme and host (and port); ``adapter`` replaces the network in tests."""
        self.url = _checked(url)
        self._patience = patience or Patience(sleep=time.sleep)
        self._max_bytes = max_bytes
        self._session = requests.Session()
        self._session.auth = _TokenAuth(token)
        self._session.headers["User-Agent"] = "retour"
        self._session.headers["Accept-Encoding"] = "gzip"
        # KoBoToolbox sets a language cookie on every answer; with none kept, requests stay equal and threads apart.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Both schemes: an adapter on https:// alone would leave the sandbox's http:// without timeouts and pool.
        transport = adapter or HTTPAdapter(pool_connections=2, pool_maxsize=connections)
        self._session.mount("https://", transport)
        self._session.mount("http://", transport)

    def __repr__(self) -> str:
        """The address only."""
        return f"Http({self.url!r})"

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()

    def get(self, path: str, params: Params | None = None, accept: str = "application/json") -> Answer:
        """GET ``path`` (``/api/v2/…/``) and read the whole answer; redirects are followed within this host only."""
        return self.request("GET", path, params=params, headers={"Accept": accept})

    def request(self, method: str, path: str, *, repeatable: bool | None = None, **sent: Any) -> Answer:
        """One request with patience.

        Args:
            method: the HTTP verb in capitals.
            path: from the host on, ending in a slash where the server wants one.
            repeatable: sending it twice does no harm; None = only if it reads.
            sent: ``params``, ``headers``, ``json``, ``data``, ``files`` as requests takes them.
        """
        safe = method in READS if repeatable is None else repeatable
        where = f"{method} {self.url}{path}"
        attempt, waited = 1, 0.0
        while True:
            failure: SourceError
            asked = None
            try:
                answer = self._send(method, path, where, sent)
                if answer.status not in BUSY:
                    return answer
                failure = answer.refusal()
                asked = asked_seconds(answer.headers.get("Retry-After"), answer.headers.get("Date"))
                again = safe or answer.status in REFUSED_UNREAD
            except BROKEN as problem:
                failure = _unreachable(where, problem, safe)
                again = safe or isinstance(problem, requests.ConnectTimeout)
                again = again and not isinstance(problem, requests.exceptions.SSLError)
            attempt += 1
            wait = self._patience.wait_before(attempt, asked, waited) if again else None
            if wait is None:
                raise failure
            waited += wait
            self._patience.sleep(wait)

    def stream(self, path: str, headers: Mapping[str, str]) -> requests.Response:
        """An open answer whose body the caller reads and closes; one attempt, no redirect to another host."""
        where = f"GET {self.url}{path}"
        try:
            return self._open("GET", path, where, {"headers": {"Accept-Encoding": "identity", **headers}})
        except BROKEN as problem:
            raise _unreachable(where, problem, True) from None

    def pause(self, attempt: int) -> bool:
        """Wait before ``attempt`` of something the caller repeats itself; False = it has been tried enough."""
        wait = self._patience.wait_before(attempt, None, 0.0)
        if wait is not None:
            self._patience.sleep(wait)
        return wait is not None

    def wait(self, seconds: float) -> None:
        """Wait between two looks at something the server works on."""
        self._patience.sleep(seconds)

    def _send(self, method: str, path: str, where: str, sent: Mapping[str, Any]) -> Answer:
        with closing(self._open(method, path, where, sent)) as response:
            body = b"".join(self._pieces(response, where))
            return Answer(where, response.status_code, response.headers, body)

    def _open(self, method: str, path: str, where: str, sent: Mapping[str, Any]) -> requests.Response:
        """Send, and follow redirects of a read by hand: only within this host, for the token goes along."""
        address = self.url + path
        sent = dict(sent)
        for _ in range(4):
            response = self._session.request(
                method,
                address,
                stream=True,
                allow_redirects=False,
                timeout=(self._patience.connect_seconds, self._patience.silence_seconds),
                **sent,
            )
            if not response.is_redirect:
                return response
            response.close()
            address = self._redirected(method, address, response.headers["Location"], where, response.status_code)
            sent.pop("params", None)
        raise SourceError(where, "the server redirects in a circle.", "Check the server's address.")

    def _redirected(self, method: str, address: str, location: str, where: str, status: int) -> str:
        """Where a read may go on; a redirected write is refused: as GET it would look done and have done nothing."""
        target = urljoin(address, location)
        here, there = urlsplit(self.url), urlsplit(target)
        if method not in READS:
            raise SourceError(
                where,
                f"the server redirects a write ({status}) and nothing was written: the address is wrong.",
                f"Correct it in config/programme.toml: {_difference(address, target)}.",
            )
        upgraded = (here.scheme, there.scheme) == ("http", "https") and here.hostname == there.hostname
        if not upgraded and (here.scheme, here.netloc) != (there.scheme, there.netloc):
            raise SourceError(
                where,
                f"the server redirects to another host, '{there.hostname}'; the token is not sent there.",
                "Correct the server's address in config/programme.toml if that is the right host.",
            )
        return target

    def _pieces(self, response: requests.Response, where: str) -> Iterator[bytes]:
        size = 0
        for piece in response.iter_content(PIECE):
            size += len(piece)
            if size > self._max_bytes:
                raise TooLargeError(
                    where,
                    f"the answer is larger than {self._max_bytes} bytes.",
                    "Ask for fewer rows at a time.",
                )
            yield piece


def _checked(url: str) -> str:
    """The address without its trailing slash; SetupError if it is no http(s) address or holds a password."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SetupError("config/programme.toml", f"'{url}' is no server address.", "Write 'https://' and the host.")
    if "@" in parts.netloc:
        raise SetupError(
            "config/programme.toml",
            f"the address of '{parts.hostname}' holds a user name or password.",
            "Remove it; the token comes from the environment or the keyring.",
        )
    return url.rstrip("/")


def _unreachable(where: str, problem: Exception, safe: bool) -> SourceError:
    """What a failed connection means; never the library's own text, which holds whole addresses with their question."""
    if isinstance(problem, requests.exceptions.SSLError):
        return SourceError(
            where, "the server's certificate is not valid here.", "Check the address and this machine's clock."
        )
    doubt = "" if safe else " It is unknown whether the server did it: look before you repeat it."
    if isinstance(problem, requests.Timeout):
        what = "the server did not answer in time."
    elif isinstance(problem, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        what = "the answer was cut off on its way."
    else:
        what = "the server cannot be reached."
    return SourceError(where, what + doubt, "Check the network and the address, then run again.")


def _difference(asked: str, offered: str) -> str:
    """What the redirect says is wrong with the address."""
    a, b = urlsplit(asked), urlsplit(offered)
    if a.scheme != b.scheme and a.hostname == b.hostname:
        return f"it begins with '{b.scheme}://'"
    if a.netloc != b.netloc:
        return f"the server points to the host '{b.hostname}'"
    return "a slash is missing at the end" if b.path == a.path + "/" else "the path is another one"
