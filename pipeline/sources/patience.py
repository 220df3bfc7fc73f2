"""How long a client waits before it asks again: what the server says, else longer each time, and never for ever."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

BUSY = frozenset({429, 502, 503, 504})
"""Answers that a later, equal request may not get: too many, or something between us and the server is restarting."""

REFUSED_UNREAD = frozenset({429, 503})
"""Of these the server did nothing, so that even a write may be sent again; 502 and 504 can hide one that was done."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How stubborn a session is.

    Attributes:
        connect_seconds / silence_seconds: longest wait for a connection, and for the next byte.
        attempts: requests in all, the first included.
        first_wait_seconds: before the second attempt; doubles each time.
        longest_wait_seconds: a single wait; a server that asks for more is left alone until the next run.
        total_wait_seconds: all waits of one request together.
        sleep: passed in so that tests do not wait.
    """

    sleep: Callable[[float], None]
    connect_seconds: float = 10.0
    silence_seconds: float = 60.0
    attempts: int = 5
    first_wait_seconds: float = 0.5
    longest_wait_seconds: float = 60.0
    total_wait_seconds: float = 120.0

    def wait_before(self, attempt: int, asked: float | None, waited: float) -> float | None:
        """Seconds to wait; None = give up.

        Args:
            attempt: the request about to be sent; 2 = the first repetition.
            asked: what ``Retry-After`` said, in seconds; None if nothing.
            waited: seconds this request has waited already.
        """
        if attempt > self.attempts:
            return None
        wait = self.first_wait_seconds * 2 ** (attempt - 2)
        wait = min(wait, self.longest_wait_seconds) if asked is None else max(asked, 0.0)
        if wait > self.longest_wait_seconds or waited + wait > self.total_wait_seconds:
            return None
        return wait


def asked_seconds(retry_after: str | None, date: str | None) -> float | None:
    """Seconds that a ``Retry-After`` header asks for, given as a number or as an HTTP date; None if it says nothing.

    A date is compared with the answer's own ``Date``: clocks of tablets and laptops are often wrong.
    """
    if not retry_after:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    until = http_date(text)
    if until is None:
        return None
    return max(0.0, (until - (http_date(date) or datetime.now(UTC))).total_seconds())


def http_date(text: str | None) -> datetime | None:
    """The instant of an HTTP date header, in UTC; None if it is missing or not one."""
    if not text:
        return None
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
