"""The programme's linkage model: its own files, or those the program carries, and a mark that tells versions apart."""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import SetupError
from ...records.linking import aliases, model
from ...records.linking.model import Model
from ...records.linking.reading import read_model
from ..template import template_folder


class Linkage(NamedTuple):
    """The model in force; ``mark`` differs as soon as a weight, a frequency or an alias does."""

    model: Model
    mark: str


def read_linkage(folder: Path) -> Linkage:
    """The model of the programme in ``folder``.

    Raises:
        SetupError: a file cannot be read, or an entry of it is wrong.
    """
    document, names = (_read(folder, file) for file in (model.FILE, aliases.FILE))
    found = read_model(_parsed(document), names)
    digest = hashlib.blake2b(f"{document}\0{names}".encode(), digest_size=8).hexdigest()
    return Linkage(found, f"{found.version} {digest}")


def read_documents(folder: Path) -> tuple[dict[str, Any], str]:
    """What a model is read from: its document, and the content of the table of given names.

    Raises:
        SetupError: a file cannot be read.
    """
    document, names = (_read(folder, file) for file in (model.FILE, aliases.FILE))
    return _parsed(document), names


def _parsed(document: str) -> dict[str, Any]:
    try:
        parsed = json.loads(document)
    except ValueError as error:
        raise SetupError(model.FILE, f"is not valid JSON: {error}.", "Mend it, or put the shipped file back.") from None
    if not isinstance(parsed, dict):
        raise SetupError(model.FILE, "is no table of entries.", "Put the shipped file back.")
    return parsed


def _read(folder: Path, file: str) -> str:
    """A programme laid before linking came has no such file of its own."""
    path = folder / file
    try:
        return (path if path.exists() else template_folder() / file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SetupError(
            file, "cannot be read as UTF-8 text.", "Save it as UTF-8, or put the shipped file back."
        ) from None
