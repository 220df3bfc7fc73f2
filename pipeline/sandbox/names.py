"""Identifiers and file names shaped as KoBoToolbox shapes them."""

import mimetypes
import re
import secrets
import uuid

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def new_uid(prefix: str) -> str:
    """``prefix`` and 21 letters that cannot be mistaken for one another; ``a`` asset, ``v`` version, and so on."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(21))


def new_kuid() -> str:
    """Nine letters that name one row of a form or of a choice list."""
    return "".join(secrets.choice(_LETTERS) for _ in range(9))


def new_form_uuid() -> str:
    """The 32 hex digits that tablets send back as ``formhub/uuid``; stable over redeployments."""
    return uuid.uuid4().hex


def bare_uuid(instance_id: str) -> str:
    """``uuid:1234…`` without its prefix."""
    return instance_id.removeprefix("uuid:")


def safe_filename(basename: str) -> str:
    """The tail of a stored file's path: blanks become underscores, signs other than letters, digits, ``-_.`` vanish."""
    return re.sub(r"[^-\w.]", "", basename.strip().replace(" ", "_"))


# Windows reads types from its registry, where csv belongs to a spreadsheet program; these must not depend on it.
_TYPES = {
    "csv": "text/csv",
    "xml": "application/xml",
    "zip": "application/zip",
    "geojson": "application/geo+json",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "amr": "audio/amr",
    "mp4": "video/mp4",
}


def media_type(filename: str) -> str:
    """The media type that a file's name promises."""
    known = _TYPES.get(filename.lower().rpartition(".")[2])
    return known or mimetypes.guess_type(filename)[0] or "application/octet-stream"
