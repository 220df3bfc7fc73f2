"""The project history as change feed: who was added, edited, deleted or judged since an instant, if it can be trusted.

KoBoToolbox writes the history after the answer, outside the transaction; keeps it for a time that depends on the
plan; and answers an unknown search field with nothing at all. So the feed is used only if it reaches back beyond
the instant and shows an event that is known to be there; else None, and a scan of all rows does the work.
"""

from datetime import UTC, datetime, timedelta

import msgspec

from ..model.source import ChangeFeed
from .http import Http
from .kobo_rows import instant, prefixed
from .patience import http_date

OVERLAP = timedelta(minutes=10)
"""Read again before the instant: an event is written after the change it tells of."""

PAGE = 1000
ACTIONS = "(action:modify-submission OR action:delete-submission OR action:add-submission OR action:modify-qa-data)"


class Told(msgspec.Struct):
    """The submission an event speaks of; without the prefix ``uuid:``, and absent before 2.025.10."""

    root_uuid: str | None = None


class Details(msgspec.Struct):
    """Metadata of an event; events on the project itself have no submission."""

    submission: Told | None = None


class Event(msgspec.Struct):
    """One line of the history."""

    date_created: str
    metadata: Details


class History(msgspec.Struct):
    """One page of it, newest first."""

    count: int
    results: list[Event]


def changes_since(http: Http, path: str, since: datetime) -> ChangeFeed | None:
    """What happened to submissions since an instant; None where this account or server has no feed to trust.

    Args:
        http: session with the server.
        path: of the project's history.
        since: UTC; the feed's own ``read_until`` of the time before.
    """
    begin = since.astimezone(UTC) - OVERLAP
    answer = http.get(path, _question(ACTIONS, 1))
    if answer.status in (403, 404, 410):
        return None
    newest = answer.accept(200).json(History)
    read_until = http_date(answer.headers.get("Date"))
    if not newest.results or read_until is None:
        return None
    oldest = http.get(path, _question(ACTIONS, 1, newest.count - 1)).accept(200).json(History)
    if not oldest.results or _at(oldest.results[-1]) > begin:
        return None
    if _at(newest.results[0]) < begin:
        return ChangeFeed(frozenset(), read_until)
    events = _events(http, path, begin)
    known = {_root(event) for event in events}
    # The newest event must be in its own window; if not, the server did not understand the question. An event that
    # names no submission (before 2.025.10) tells that something changed, but not what.
    if _root(newest.results[0]) not in known or None in known:
        return None
    return ChangeFeed(frozenset(root for root in known if root), read_until)


def _events(http: Http, path: str, begin: datetime) -> list[Event]:
    """All events since ``begin``; new ones push older ones down a page, which doubles them and loses none."""
    question = f'{ACTIONS} AND date_created__gte:"{begin:%Y-%m-%dT%H:%M:%SZ}"'
    found: list[Event] = []
    while True:
        page = http.get(path, _question(question, PAGE, len(found))).accept(200).json(History)
        found += page.results
        if not page.results or len(found) >= page.count:
            return found


def _question(q: str, limit: int, start: int = 0) -> dict[str, str | int]:
    question: dict[str, str | int] = {"format": "json", "q": q, "limit": limit}
    return question | {"start": start} if start else question


def _at(event: Event) -> datetime:
    return instant(event.date_created) or datetime.max.replace(tzinfo=UTC)


def _root(event: Event) -> str | None:
    told = event.metadata.submission
    return prefixed(told.root_uuid) if told and told.root_uuid else None
