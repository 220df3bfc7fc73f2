"""What tablets are told: the form list and the manifest of an OpenRosa server."""

from collections.abc import Mapping
from urllib.parse import urlsplit
from xml.etree import ElementTree

from ..errors import SourceError
from .http import Http
from .kobo_media import media_hash

_LIST = "{http://openrosa.org/xforms/xformsList}"
_MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


def devices_see(http: Http, form_id: str, media: Mapping[str, bytes]) -> bool | None:
    """Whether the manifest that tablets read shows these files with these bytes; None if it cannot be reached.

    The manifest changes only with a deployment, so this is the proof that the deployment carried the media.
    """
    if not media:
        return True
    try:
        shown = _manifest(http, form_id)
    except SourceError:
        return None
    return None if shown is None else all(shown.get(name) == media_hash(content) for name, content in media.items())


def _manifest(http: Http, form_id: str) -> dict[str, str] | None:
    """File name → hash; None if the list does not show the form to this account."""
    listed = _xml(http, f"/formList?formID={form_id}")
    address = None if listed is None else listed.findtext(f".//{_LIST}manifestUrl")
    if not address:
        return {} if listed is not None and listed.find(f"{_LIST}xform") is not None else None
    # Only the path: the server writes its own idea of its host into it.
    manifest = _xml(http, urlsplit(address).path)
    if manifest is None:
        return None
    files = manifest.iter(f"{_MANIFEST}mediaFile")
    return {file.findtext(f"{_MANIFEST}filename", ""): file.findtext(f"{_MANIFEST}hash", "") for file in files}


def _xml(http: Http, path: str) -> ElementTree.Element | None:
    answer = http.request("GET", path, headers={"Accept": "text/xml", "X-OpenRosa-Version": "1.0"})
    if answer.status != 200 or b"<!DOCTYPE" in answer.body:
        return None
    try:
        return ElementTree.fromstring(answer.body)  # noqa: S314 - without a DOCTYPE there are no entities to expand
    except ElementTree.ParseError:
        return None
