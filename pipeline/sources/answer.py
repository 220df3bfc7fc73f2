"""One answer of a server, read whole and within bounds, and the errors that say where it went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from ..errors import AccessError, SourceError

T = TypeVar("T")


class TooLargeError(SourceError):
    """The answer is longer than this machine should hold; asking for fewer rows may help."""


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """Status, headers and decoded body of one request; its repr shows no body, because bodies hold answers of people.

    Attributes:
        where: method and address without the question after it; safe to show.
    """

    where: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        """Enough to debug with, nothing anybody said."""
        return f"Answer({self.where!r}, {self.status}, {len(self.body)} bytes)"

    @property
    def is_json(self) -> bool:
        """The server says so; an error page of a proxy or of Django is HTML whatever was asked for."""
        return "json" in self.headers.get("Content-Type", "").lower()

    def json(self, shape: type[T]) -> T:
        """The body as ``shape``; raises SourceError if it is a web page, cut off, or shaped otherwise."""
        if not self.is_json:
            kind = self.headers.get("Content-Type", "nothing").split(";")[0].strip()
            raise SourceError(
                self.where,
                f"the server answered {self.status} with '{kind}' where JSON was expected.",
                "Check the address: it must be the API's own (for KoBoToolbox the one of the web page, 'kf…'); "
                "behind a login page or a filter, ask the network's administrator.",
            )
        try:
            return msgspec.json.decode(self.body, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError):
            # `from None`: the decoder's own message can quote what people answered.
            raise SourceError(
                self.where,
                f"the JSON answer ({len(self.body)} bytes) is cut off or has another shape than this server's API.",
                "Run again; if it stays, check the server's address and version.",
            ) from None

    def accept(self, *statuses: int) -> "Answer":
        """This answer if its status is one of ``statuses``, else the error that fits it."""
        if self.status in statuses:
            return self
        raise self.refusal()

    def refusal(self) -> SourceError:
        """The error that says what this status means to the reader."""
        if self.status == 401:
            return AccessError(
                self.where,
                "the server refused the token (401).",
                "Copy the token again from the account's settings into the variable or keyring entry "
                "that config/programme.toml names.",
            )
        if self.status == 403:
            return AccessError(
                self.where,
                "this account may see the project but not do this (403).",
                "Ask the project's owner for the permission, or use another token.",
            )
        if self.status == 404:
            return AccessError(
                self.where,
                "there is nothing here for this account (404): the id is wrong, or the project is not shared with it.",
                "Compare the uid with the project's address in the browser, and its sharing settings.",
            )
        if self.status == 410:
            return SourceError(
                self.where,
                "this address was retired by the server (410).",
                "Update retour, or check that the server's address has no path behind the host.",
            )
        if 300 <= self.status < 400:
            return SourceError(
                self.where,
                f"the server redirects ({self.status}).",
                "Correct the server's address in config/programme.toml: https instead of http, the right host, "
                "no path behind it.",
            )
        if self.status >= 500:
            return SourceError(
                self.where,
                f"the server failed ({self.status}).",
                "Wait and run again; if it stays, tell the server's administrator the time and this address.",
            )
        return SourceError(
            self.where,
            f"the server did not accept the request ({self.status}).",
            "Check that the server's version is supported; see docs.",
        )
