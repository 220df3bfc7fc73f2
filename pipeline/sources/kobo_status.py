"""Validation statuses on KoBoToolbox: read as they are now, set and taken away, many at a time."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from ..errors import SourceError
from ..model.submission import Access, Status
from . import kobo_access
from .http import Http
from .kobo_mark import is_marked
from .kobo_pages import DataList
from .kobo_rows import status_of

CODES = frozenset({"approved", "not_approved", "on_hold", ""})
CHUNK = 200
"""Submissions in one request: their ids stand in the address when they are read, which servers cut at 8 KB."""


class KoboStatuses:
    """The statuses of one project. They are written by the bulk address alone: for a single submission of an archived
    project the server answers 500.
    """

    def __init__(self, http: Http, asset_uid: str) -> None:
        self.http, self._asset_uid = http, asset_uid
        path = f"{kobo_access.asset_path(asset_uid)}data/"
        # By name: a list that is asked for other fields shows every status as empty.
        self._rows = DataList(http, path, ("_id", "_validation_status"))
        self._path = f"{path}validation_statuses/"

    def check_access(self) -> Access:
        """Who we are there, and whether that account may set statuses."""
        return kobo_access.check_access(self.http, self._asset_uid)

    def is_marked(self, programme_id: str, *, take_over: bool = False) -> bool:
        """Whether the project carries this programme's mark; SetupError where it carries another's."""
        return is_marked(self.http, self._asset_uid, programme_id, take_over=take_over)

    def read(self, server_ids: Collection[str]) -> Mapping[str, Status]:
        """The status of each submission that is there now; of the others (deleted, hidden from us) nothing."""
        found: dict[str, Status] = {}
        for chunk in _chunks(server_ids):
            query = msgspec.json.encode({"_id": {"$in": chunk}}).decode()
            page = self._rows.ask(query, len(chunk))
            found.update(status_of(bytes(raw)) for raw in page.results)
        return found

    def write(self, server_ids: Collection[str], code: str) -> frozenset[str]:
        """The submissions have this status, '' for none; returns those that the server does not know any more.

        Sent once: between two attempts a person may have decided, so whoever calls again must look again first.

        Raises:
            AccessError: the account may not set statuses here.
            SourceError: nobody knows which of them were set.
            ValueError: another code than KoBoToolbox has.
        """
        if code not in CODES:
            raise ValueError(code)
        unknown: frozenset[str] = frozenset()
        for chunk in _chunks(server_ids):
            unknown |= self._write(chunk, code)
        return unknown

    def pause(self, attempt: int) -> bool:
        """Wait before ``attempt`` (2 = the first repetition); False = it has been tried enough."""
        return self.http.pause(attempt)

    def _write(self, ids: Sequence[int], code: str) -> frozenset[str]:
        """One unknown id makes the server refuse them all: the lot is halved until the unknown ones stand alone."""
        # DELETE wants the status as well, and sets whatever it is given: only null takes it away (kpi 2.026.33).
        wanted = f"validation_status_{code}" if code else None
        order = {"payload": {"submission_ids": list(ids), "validation_status.uid": wanted}}
        answer = self.http.request("PATCH" if code else "DELETE", self._path, json=order)
        if answer.status == 400 and b"submission ids are invalid" in answer.body:
            if len(ids) == 1:
                return frozenset(map(str, ids))
            half = len(ids) // 2
            return self._write(ids[:half], code) | self._write(ids[half:], code)
        if not answer.accept(200).is_json:
            raise SourceError(
                answer.where, "the server answered with a web page; nothing was set.", "Check the server's address."
            )
        return frozenset()


def _chunks(server_ids: Collection[str]) -> list[list[int]]:
    ids = sorted({int(one) for one in server_ids})
    return [ids[begin : begin + CHUNK] for begin in range(0, len(ids), CHUNK)]
