"""Attachments on disk, stored by content: a file is whole and safe before any row speaks of it."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection

from ..errors import StoreError
from ..sql import store_errors
from .transaction import cursor_of

PARTIAL = "partial"
PIECE = 1 << 20


def blob_path(folder: Path, sha256: bytes) -> Path:
    """Where the file of that content stands: two letters of its digest, then the rest."""
    name = sha256.hex()
    return folder / name[:2] / name[2:]


def partial_path(folder: Path, *key: str) -> Path:
    """Where a download grows; the same for every try at the same file."""
    return folder / PARTIAL / hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()


def append(partial: Path, pieces: Iterable[bytes]) -> int:
    """The pieces stand behind what the partial file had; returns how many bytes it has now.

    What arrived before an error of the source stays, so that the next try goes on from there.

    Raises:
        StoreError: the disk refused.
    """
    with writing(partial):
        # Photographs of people: nobody else on this machine looks into the folder.
        partial.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial.parent.mkdir(mode=0o700, exist_ok=True)
        file = partial.open("ab")
    # A source's own errors pass through: only the disk's become StoreError.
    with file:
        for piece in pieces:
            with writing(partial):
                file.write(piece)
        with writing(partial):
            file.flush()
            os.fsync(file.fileno())
            return file.tell()


def keep(folder: Path, partial: Path) -> tuple[bytes, int]:
    """The complete partial file takes its place by content; returns its SHA-256 and size in bytes.

    Raises:
        StoreError: the disk refused.
    """
    with writing(partial):
        with partial.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").digest()
        place = blob_path(folder, sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        size = partial.stat().st_size
        os.replace(partial, place)
        _sync_folder(place.parent)
        return sha256, size


def is_whole(folder: Path, sha256: bytes) -> bool:
    """The file is there and has the content its name says."""
    try:
        with blob_path(folder, sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest() == sha256
    except FileNotFoundError:
        return False


def remove_unreferenced(connection: Connection, folder: Path) -> int:
    """Files on disk that no row names any more are deleted, and every partial one: run it after an erasure.

    Returns:
        How many files went.

    Raises:
        StoreError: the database or the disk refused.
    """
    removed = 0
    with store_errors("attachments"), cursor_of(connection) as cursor:
        for path in _files(folder):
            name = path.parent.name + path.name
            cursor.execute("select exists (select from archive.attachment where sha256 = decode(%s, 'hex'))", (name,))
            row = cursor.fetchone()
            if row and not row[0]:
                with writing(path):
                    path.unlink(missing_ok=True)
                removed += 1
    for path in sorted((folder / PARTIAL).glob("*")):
        with writing(path):
            path.unlink(missing_ok=True)
        removed += 1
    return removed


def _files(folder: Path) -> Iterator[Path]:
    hexadecimal = set("0123456789abcdef")
    for path in sorted(folder.glob("??/*")):
        name = path.parent.name + path.name
        if len(name) == 64 and set(name) <= hexadecimal:
            yield path


class writing:  # noqa: N801 reads as a statement: with writing(path)
    """Turns the disk's refusal into a StoreError inside the block."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raises StoreError for an OSError."""
        if isinstance(error, OSError):
            raise StoreError(
                f"folder {self._path.parent}",
                f"a file could not be written ({os.strerror(error.errno or 0)}).",
                "Make room or allow writing there, and run the command again.",
            ) from None


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a folder; its file system journals the name itself.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
