"""Validation statuses written back to KoBoToolbox, many at a time."""

from collections.abc import Iterable, Sequence

from .http import Http
from .kobo_access import asset_path

CHUNK = 500
CODES = frozenset({"approved", "not_approved", "on_hold"})


def set_statuses(http: Http, asset_uid: str, server_ids: Iterable[int], code: str) -> frozenset[int]:
    """Gives every submission this status; returns the ids that the server does not know (deleted meanwhile).

    Always by the bulk address: for a single one an archived project answers 500.

    Args:
        http: session with the server.
        asset_uid: of the project.
        server_ids: ``_id`` of the submissions.
        code: ``approved``, ``not_approved`` or ``on_hold``.

    Raises ValueError for another code, AccessError without the right to validate.
    """
    if code not in CODES:
        raise ValueError(code)
    ids = sorted(set(server_ids))
    unknown: set[int] = set()
    for begin in range(0, len(ids), CHUNK):
        unknown |= _set(http, asset_uid, ids[begin : begin + CHUNK], code)
    return frozenset(unknown)


def _set(http: Http, asset_uid: str, ids: Sequence[int], code: str) -> set[int]:
    """One unknown id makes the server refuse them all: the lot is halved until the unknown ones stand alone."""
    order = {"payload": {"submission_ids": list(ids), "validation_status.uid": f"validation_status_{code}"}}
    path = f"{asset_path(asset_uid)}data/validation_statuses/"
    answer = http.request("PATCH", path, repeatable=True, json=order)
    if answer.status == 400:
        if len(ids) == 1:
            return set(ids)
        half = len(ids) // 2
        return _set(http, asset_uid, ids[:half], code) | _set(http, asset_uid, ids[half:], code)
    answer.accept(200)
    return set()
