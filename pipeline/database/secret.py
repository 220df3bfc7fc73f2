"""The owner's password where the system has no sockets with ``peer`` (Windows): in the system's keyring only."""

import hashlib
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
from keyring.errors import KeyringError

from pipeline.errors import SetupError

from .place import Place

SERVICE = "retour"
NEEDS_PASSWORD = sys.platform == "win32"


def owner_password(place: Place) -> str:
    """The password kept in the keyring for this database.

    Raises:
        SetupError: there is no keyring, or it knows nothing of this database.
    """
    try:
        found = keyring.get_password(SERVICE, _entry(place))
    except KeyringError as error:
        raise _no_keyring() from error
    if found is None:
        raise SetupError(
            "keyring",
            f"it holds no password '{_entry(place)}' for the database of this programme.",
            "Run retour as the user who made the database.",
        )
    return found


@contextmanager
def password_file(place: Place) -> Iterator[str | None]:
    """A short-lived file outside the programme for ``initdb``; None where no password is needed (peer)."""
    if not NEEDS_PASSWORD:
        yield None
        return
    password = secrets.token_urlsafe(24)
    try:
        keyring.set_password(SERVICE, _entry(place), password)
    except KeyringError as error:
        raise _no_keyring() from error
    handle, path = tempfile.mkstemp()
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(password)
        yield path
    finally:
        Path(path).unlink(missing_ok=True)


def _entry(place: Place) -> str:
    """The entry's name; by path, because two programmes on one machine are two databases."""
    return "database/" + hashlib.sha256(os.fsencode(place.data.resolve())).hexdigest()[:16]


def _no_keyring() -> SetupError:
    """This machine cannot keep a secret for us."""
    return SetupError(
        "keyring",
        "this machine has no usable keyring, and a password is never kept in a file.",
        "Set RETOUR_DATABASE_URL to a PostgreSQL server of your own.",
    )
