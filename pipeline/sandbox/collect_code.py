"""Collect's settings as a QR code: JSON, zlib, base64 (docs.getodk.org, "Making your own QR code")."""

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import segno


def collect_settings(url: str, username: str, password: str) -> dict[str, Any]:
    """What a tablet needs to use this server; all that is not named falls back to Collect's defaults.

    ``admin`` must be there even when empty. The protocol is left out: Collect's default is OpenRosa.
    """
    general = {
        "server_url": url,
        "username": username,
        "password": password,
        "form_update_mode": "match_exactly",
        "autosend": "wifi_and_cellular",
    }
    project = {"name": "retour – formation", "icon": "R", "color": "#00695c"}
    return {"general": general, "admin": {}, "project": project}


def encode(settings: dict[str, Any]) -> str:
    """The text that the code holds; it contains the password, readable by any scanner."""
    return base64.b64encode(zlib.compress(json.dumps(settings).encode())).decode()


def decode(text: str) -> dict[str, Any]:
    """What a tablet reads from such a text."""
    settings: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(text)))
    return settings


def print_code(settings: dict[str, Any]) -> None:
    """The code appears in the terminal."""
    segno.make(encode(settings), micro=False).terminal(compact=True)


def save_code(settings: dict[str, Any], path: Path) -> None:
    """The code is a PNG file that only its owner can read: it holds the token."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    segno.make(encode(settings), micro=False).save(str(path), scale=6)
