"""Every deployed version of a KoBoToolbox project as a FormEdition."""

from collections.abc import Iterator
from typing import Any

import msgspec

from ..model.submission import FormEdition
from .http import Http
from .kobo_access import asset_path
from .kobo_content import sheets
from .kobo_rows import instant


class Version(msgspec.Struct):
    """One version; ``uid`` is what submissions carry as ``__version__``."""

    uid: str
    date_deployed: str | None = None
    content: dict[str, Any] = {}


class Versions(msgspec.Struct):
    """A page of them, newest first."""

    count: int
    results: list[Version]


def form_editions(http: Http, asset_uid: str, known: frozenset[str]) -> Iterator[FormEdition]:
    """Versions not in ``known``, oldest first; one request each for their content.

    ``aliases`` stays empty: the XForm's own version text holds the second at which the version was saved, which
    the version's record overwrites when it is deployed, so it cannot be told from here.
    """
    fresh = [v for v in _listed(http, asset_uid) if v.uid not in known]
    for version in reversed(fresh):
        yield form_edition(http, asset_uid, version.uid)


def form_edition(http: Http, asset_uid: str, version: str) -> FormEdition:
    """One version with its content; raises SourceError if the server does not hand it over."""
    path = f"{asset_path(asset_uid)}versions/{version}/"
    found = http.get(path, {"format": "json"}).accept(200).json(Version)
    return FormEdition(found.uid, instant(found.date_deployed), sheets(found.content, asset_uid))


def _listed(http: Http, asset_uid: str) -> list[Version]:
    path = f"{asset_path(asset_uid)}versions/"
    found: list[Version] = []
    while True:
        question: dict[str, str | int] = {"format": "json", "limit": 100}
        page = http.get(path, question | {"start": len(found)} if found else question).accept(200).json(Versions)
        found += page.results
        if not page.results or len(found) >= page.count:
            return found
