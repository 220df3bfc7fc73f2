"""A tablet as ODK Collect is one: fetches the form list, the form and its lists, and sends what was filled."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass

import requests
from urllib3.filepost import encode_multipart_formdata

from ..errors import SourceError

FORM_LIST = "{http://openrosa.org/xforms/xformsList}"
BOUNDARY = "retour-simulated-tablet-3f1c8a"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A form as a tablet holds it; ``media`` by file name."""

    form_id: str
    xform: str
    media: Mapping[str, bytes]


class Tablet:
    """One device with one account on one OpenRosa server."""

    def __init__(self, url: str, token: str, wait_seconds: float = 60.0) -> None:
        """``url`` as typed into Collect's settings."""
        self._url, self._wait = url.rstrip("/"), wait_seconds
        self._http = requests.Session()
        self._http.headers.update({"Authorization": f"Token {token}", "X-OpenRosa-Version": "1.0"})

    def fetch(self, form_id: str) -> BlankForm:
        """The form and the files beside it, as the server gives them to tablets now.

        Raises:
            SourceError: the server lists no such form, or does not give it.
        """
        for entry in ElementTree.fromstring(self._get(f"{self._url}/formList?formID={form_id}")):  # noqa: S314 our own server
            if entry.findtext(f"{FORM_LIST}formID") == form_id:
                xform = self._get(entry.findtext(f"{FORM_LIST}downloadUrl") or "").decode("utf-8")
                return BlankForm(form_id, xform, self._media(entry.findtext(f"{FORM_LIST}manifestUrl")))
        raise SourceError(self._url, f"lists no form '{form_id}'.", "Deploy it: retour forms deploy.")

    def send(self, instance_xml: str, files: Mapping[str, bytes] | None = None) -> int:
        """The finalised form is on the server: 201 new, 202 there already.

        Raises:
            SourceError: the server refuses it.
        """
        parts = {"xml_submission_file": ("submission.xml", instance_xml.encode("utf-8"), "text/xml")}
        parts |= {name: (name, content, "application/octet-stream") for name, content in (files or {}).items()}
        # One boundary for all: the practice server compiles an expression for each new one it meets.
        body, kind = encode_multipart_formdata(parts, boundary=BOUNDARY)
        headers = {"Content-Type": kind}
        url = f"{self._url}/submission"
        answer = self._http.post(url, data=body, headers=headers, timeout=self._wait, allow_redirects=False)
        if answer.status_code not in (201, 202):
            raise SourceError(self._url, f"refuses a submission ({answer.status_code}).", "Look at the form's version.")
        return answer.status_code

    def delete_on_server(self, uid: str, instance_id: str) -> None:
        """Somebody at the office deletes a submission in the browser.

        Raises:
            SourceError: the server does not.
        """
        url = f"{self._url}/api/v2/assets/{uid}/data/{instance_id}/"
        answer = self._http.delete(url, timeout=self._wait, allow_redirects=False)
        if answer.status_code != 204:
            raise SourceError(self._url, f"does not delete ({answer.status_code}).", "Check the account's rights.")

    def _media(self, manifest_url: str | None) -> dict[str, bytes]:
        if not manifest_url:
            return {}
        manifest = ElementTree.fromstring(self._get(manifest_url))  # noqa: S314 our own server
        return {
            file.findtext(f"{MANIFEST}filename") or "": self._get(file.findtext(f"{MANIFEST}downloadUrl") or "")
            for file in manifest
        }

    def _get(self, url: str) -> bytes:
        answer = self._http.get(url, timeout=self._wait)
        if answer.status_code != 200:
            raise SourceError(url, f"answers {answer.status_code} to a tablet.", "Check account and address.")
        return answer.content
