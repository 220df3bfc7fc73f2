"""The file an archive travels in: zstd, one JSON value per line, a header, and an end that proves it is whole."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import msgspec
import zstandard

from ..errors import SetupError

FORMAT = "retour-archive"
VERSION = 1
LEVEL = 3
PIECE = 1 << 20
# A line is one submission with all its editions; this much is no submission.
LONGEST_LINE = 1 << 30


class Writer:
    """Writes ``[kind, value]`` lines; nothing reads the file as whole unless ``end`` was called."""

    def __init__(self, file: BinaryIO) -> None:
        self._stream = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).stream_writer(file, closefd=False)
        self._digest = hashlib.sha256()
        self.counts: dict[str, int] = {}
        self._put("header", {"format": FORMAT, "version": VERSION})

    def write(self, kind: str, value: Any) -> None:
        """One line."""
        self._put(kind, value)
        self.counts[kind] = self.counts.get(kind, 0) + 1

    def end(self) -> None:
        """The last line, with the counts and the digest of all before it."""
        self._put("end", {"counts": self.counts, "sha256": self._digest.hexdigest()})
        self._stream.flush(zstandard.FLUSH_FRAME)

    def _put(self, kind: str, value: Any) -> None:
        line = msgspec.json.encode([kind, value]) + b"\n"
        self._digest.update(line)
        self._stream.write(line)


def read_lines(file: BinaryIO, name: str) -> Iterator[tuple[str, Any]]:
    """The (kind, value) lines between header and end; what was yielded counts only if it ends without an error.

    Args:
        name: of the file, for messages.

    Raises:
        SetupError: it is no such file, a newer one, cut off or damaged.
    """
    digest, counts = hashlib.sha256(), dict[str, int]()
    lines = _raw_lines(file, name)
    header = _decoded(next(lines, b""), name)
    if header[0] != "header" or header[1].get("format") != FORMAT:
        raise _no_archive(name)
    if header[1].get("version") != VERSION:
        raise SetupError(name, "a newer version of retour wrote it.", "Install that version here and import again.")
    digest.update(msgspec.json.encode(["header", header[1]]) + b"\n")
    for line in lines:
        kind, value = _decoded(line, name)
        if kind == "end":
            _check_end(value, digest.hexdigest(), counts, name)
            return
        digest.update(line + b"\n")
        counts[kind] = counts.get(kind, 0) + 1
        yield kind, value
    raise _damaged(name)


def _check_end(end: Mapping[str, Any], sha256: str, counts: Mapping[str, int], name: str) -> None:
    if end["sha256"] != sha256 or end["counts"] != counts:
        raise _damaged(name)


def _raw_lines(file: BinaryIO, name: str) -> Iterator[bytes]:
    rest = b""
    stream = zstandard.ZstdDecompressor().stream_reader(file, closefd=False)
    try:
        while piece := stream.read(PIECE):
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines
            if len(rest) > LONGEST_LINE:
                raise _damaged(name)
    except zstandard.ZstdError:
        raise _no_archive(name) from None
    if rest:
        raise _damaged(name)


def _decoded(line: bytes, name: str) -> tuple[str, Any]:
    try:
        kind, value = msgspec.json.decode(line, type=tuple[str, Any])
    except msgspec.MsgspecError:
        raise _no_archive(name) from None
    return kind, value


def _no_archive(name: str) -> SetupError:
    return SetupError(
        name, "this is no archive that retour wrote, or it is damaged.", "Choose the file that export wrote."
    )


def _damaged(name: str) -> SetupError:
    return SetupError(name, "the file is cut off or damaged; nothing was imported.", "Copy or export it again.")
