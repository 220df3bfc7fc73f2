"""A token by the name of the place it is kept in; the programme's files never hold one."""

import os
from collections.abc import Mapping

import keyring
from keyring.errors import KeyringError

from .errors import SetupError


def read_token(reference: str, environment: Mapping[str, str] = os.environ) -> str:
    """The secret behind ``env:NAME`` or ``keyring:SERVICE/NAME``.

    Raises:
        SetupError: it is not there; names the place and how to put it there.
    """
    place, _, name = reference.partition(":")
    if place == "env":
        token = environment.get(name, "").strip()
        fix = f"Set it before the command: export {name}=… (Windows: set {name}=…)."
    else:
        token = _from_keyring(name)
        service, _, account = name.rpartition("/")
        fix = f"Put it there once: keyring set {service or 'retour'} {account}"
    if not token:
        raise SetupError(reference, "no token is kept there.", fix)
    return token


def _from_keyring(name: str) -> str:
    service, _, account = name.rpartition("/")
    try:
        return (keyring.get_password(service or "retour", account) or "").strip()
    except KeyringError:
        raise SetupError(
            f"keyring:{name}",
            "this machine has no keyring that can be read.",
            "Use 'env:NAME' in the programme instead.",
        ) from None
