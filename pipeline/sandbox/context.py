"""What every view works with: the database, the accounts, the faults and the clock of this sandbox."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import current_app, g, request
from sqlalchemy.engine import Engine

from .accounts import ANONYMOUS, Account, Accounts
from .faults import Faults

KEY = "sandbox"


@dataclass(slots=True)
class Sandbox:
    """One running sandbox.

    Attributes:
        now: the clock, in UTC; tests pass their own.
        busy: instance ids being stored right now; the same one twice at once is refused with 423.
    """

    engine: Engine
    accounts: Accounts
    faults: Faults
    now: Callable[[], datetime]
    busy: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)


def here() -> Sandbox:
    """The sandbox that answers the current request."""
    found: Sandbox = current_app.extensions[KEY]
    return found


def caller() -> Account:
    """Who asks; `ANONYMOUS` without credentials."""
    account: Account = g.get("account", ANONYMOUS)
    return account


def link(path: str) -> str:
    """The full address of ``path`` as this client sees the server.

    The real server copies ``?format=json`` of a request into every address nested in its answer.
    """
    suffix = "?format=json" if request.args.get("format") == "json" else ""
    return plain_link(path) + suffix


def plain_link(path: str) -> str:
    """The full address of ``path`` without any parameter."""
    return request.host_url.rstrip("/") + path


def stamp(instant: datetime | None) -> str | None:
    """An instant as the API writes it: UTC, microseconds, ``Z``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if instant else None


def stamp_seconds(instant: datetime) -> str:
    """An instant as the history writes it: UTC, whole seconds, ``Z``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
