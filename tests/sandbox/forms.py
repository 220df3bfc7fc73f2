"""A small household form on a sandbox, and tablets that fill it."""

import io
import uuid
from typing import Any

from pipeline.sandbox import Account, create_app

OWNER = Account("owner", "o" * 40, "owner-password")
GUEST = Account("guest", "g" * 40, "guest-password")
AUTH = {"Authorization": f"Token {OWNER.token}"}
CONTENT: dict[str, Any] = {
    "survey": [
        {"type": "text", "name": "household", "label": ["Ménage"]},
        {"type": "geopoint", "name": "place", "label": ["Lieu"]},
        {"type": "image", "name": "photo", "label": ["Photo"]},
        {"type": "begin_repeat", "name": "members", "label": ["Membres"]},
        {"type": "text", "name": "called", "label": ["Nom"]},
        {"type": "image", "name": "portrait", "label": ["Portrait"]},
        {"type": "end_repeat"},
    ],
    "settings": {},
}


class Project:
    """One deployed form, spoken to as tablets and programs do."""

    def __init__(self, client: Any, uid: str, form_uuid: str) -> None:
        self.client, self.uid, self.form_uuid = client, uid, form_uuid

    @property
    def base(self) -> str:
        return f"/api/v2/assets/{self.uid}"

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(self.base + path, headers=AUTH, **options)

    def rows(self, parameters: str = "") -> list[dict[str, Any]]:
        return self.get(f"/data/?format=json{parameters}").get_json()["results"]

    def xml(self, instance: str, answers: str = "", deprecated: str = "") -> bytes:
        old = f"<deprecatedID>uuid:{deprecated}</deprecatedID>" if deprecated else ""
        return (
            f'<{self.uid} id="{self.uid}"><formhub><uuid>{self.form_uuid}</uuid></formhub>{answers}'
            f"<meta><instanceID>uuid:{instance}</instanceID>{old}</meta></{self.uid}>"
        ).encode()

    def send(self, xml: bytes, files: dict[str, bytes] | None = None, headers: dict[str, str] | None = None) -> Any:
        """One POST of a tablet: the document and some of its files."""
        parts: dict[str, Any] = {"xml_submission_file": (io.BytesIO(xml), "submission.xml", "text/xml")}
        parts |= {name: (io.BytesIO(body), name) for name, body in (files or {}).items()}
        return self.client.post("/submission", data=parts, headers=AUTH if headers is None else headers)

    def fill(self, answers: str = "<household>H1</household>", files: dict[str, bytes] | None = None) -> str:
        """A stored submission; returns its uuid."""
        instance = str(uuid.uuid4())
        assert self.send(self.xml(instance, answers), files).status_code == 201
        return instance


def deployed(engine: Any, **options: Any) -> Project:
    """The form, live on a new sandbox over this database."""
    client = create_app(engine, [OWNER, GUEST], **options).test_client()
    body = {"name": "Ménages", "asset_type": "survey", "content": CONTENT}
    uid = client.post("/api/v2/assets/", json=body, headers=AUTH).get_json()["uid"]
    reply = client.post(f"/api/v2/assets/{uid}/deployment/", json={"active": True}, headers=AUTH)
    return Project(client, uid, reply.get_json()["asset"]["deployment__uuid"])
