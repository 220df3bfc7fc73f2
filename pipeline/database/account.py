"""Which account of the operating system runs the embedded server: ours, or an unprivileged one where we are root."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import SetupError

CANDIDATES = ("retour", "nobody")
"""Tried in this order; an administrator who wants an account of its own creates ``retour``."""


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged account that root hands the server to; PostgreSQL refuses to run as root."""

    name: str
    uid: int
    gid: int

    def process(self) -> dict[str, Any]:
        """Arguments of ``subprocess`` that start a program as this account and as nobody else."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def our_name() -> str:
    """The name of the account we run as, as PostgreSQL's ``peer`` will see it.

    Raises:
        SetupError: the account has no name, as in some containers; PostgreSQL cannot work then.
    """
    if sys.platform == "win32":
        return os.environ.get("USERNAME", "")
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise SetupError(
            "embedded PostgreSQL",
            f"the user number {os.geteuid()} has no name on this machine.",
            "Add it to /etc/passwd, or set RETOUR_DATABASE_URL to a PostgreSQL server of your own.",
        ) from None


def server_account(data: Path | None) -> Account | None:
    """The account that must run the server; None where that is simply ours.

    Args:
        data: the data folder if there is one already: root leaves it with the account that owns it.

    Raises:
        SetupError: we are root and this machine has no account to hand the server to.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd

    owner = data.stat().st_uid if data is not None and data.exists() else 0
    for entry in pwd.getpwall():
        if owner and entry.pw_uid == owner:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in CANDIDATES:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        if found.pw_uid != 0:
            return Account(name, found.pw_uid, found.pw_gid)
    raise SetupError(
        "embedded PostgreSQL",
        "we are root, and there is no unprivileged account to run the database.",
        "Create a user named 'retour', or run retour as an ordinary user.",
    )


def can_enter(account: Account | None, folder: Path) -> bool:
    """Whether the account can reach the folder through all its parents; tried, not guessed from modes."""
    if account is None:
        return os.access(folder, os.R_OK | os.X_OK)
    tried = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)],
        capture_output=True,
        check=False,
        cwd="/",
        **account.process(),
    )
    return tried.returncode == 0


def give(path: Path, account: Account | None) -> None:
    """The file or folder belongs to the account; nothing above it is touched."""
    if account is not None and sys.platform != "win32":
        os.chown(path, account.uid, account.gid)


@contextmanager
def private_files() -> Iterator[None]:
    """Files made inside are readable by their owner only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
