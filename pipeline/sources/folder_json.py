"""JSON exported from KoBoToolbox, as files in a folder: the data list's answer, a bare list, or a row per line."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import msgspec
import zstandard

from ..errors import SourceError
from ..model.submission import AttachmentRef, Received
from .kobo_rows import received

ENDINGS = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".json.zst", ".jsonl.zst")


class _Export(msgspec.Struct):
    results: list[msgspec.Raw]


def json_files(folder: Path) -> list[Path]:
    """Export files directly in the folder, by name: of two exports, the later name holds the later edition."""
    return sorted(p for p in folder.iterdir() if p.is_file() and p.name.lower().endswith(ENDINGS))


def read_json(path: Path, folder: Path) -> Iterator[Received]:
    """The file's submissions in its order; SourceError naming the file (and the line) if it is broken."""
    for place, raw in _rows(path):
        try:
            row = received(msgspec.json.format(raw, indent=-1), "")
            yield replace(row, body=raw, attachments=tuple(_beside(ref, raw, folder) for ref in row.attachments))
        except (msgspec.DecodeError, ValueError):
            raise _broken(path, place) from None


def _rows(path: Path) -> Iterator[tuple[str, bytes]]:
    content = _unpacked(path).strip()
    try:
        if content.startswith(b"["):
            rows = msgspec.json.decode(content, type=list[msgspec.Raw])
        elif _is_lines(path):
            yield from ((f"line {n}", line) for n, line in enumerate(content.splitlines(), 1) if line.strip())
            return
        else:
            rows = msgspec.json.decode(content, type=_Export).results
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _broken(path, "its end or its shape") from None
    yield from ((f"row {n}", bytes(raw)) for n, raw in enumerate(rows, 1))


def _is_lines(path: Path) -> bool:
    return any(ending in (".jsonl", ".ndjson") for ending in path.suffixes)


def _unpacked(path: Path) -> bytes:
    try:
        if path.suffix == ".gz":
            with gzip.open(path) as packed:
                return packed.read()
        if path.suffix == ".zst":
            with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
                return stream.read()
        return path.read_bytes()
    except (OSError, EOFError, zstandard.ZstdError) as problem:
        raise _broken(path, type(problem).__name__) from None


def _beside(ref: AttachmentRef, raw: bytes, folder: Path) -> AttachmentRef:
    """The reference with the file in the folder, laid out as the server's own ZIP of media; '' if it is not there."""
    for file in msgspec.json.decode(raw, type=_Files).attachments:
        name = PurePosixPath(str(file.get("filename", "")))
        if ref.attachment_id in (file.get("uid"), str(file.get("id")), name.name):
            inside = [folder / name, folder / "attachments" / name.parent.name / name.name, folder / name.name]
            found = next((p for p in inside if p.is_file() and _is_inside(p, folder)), None)
            return replace(ref, locator=found.relative_to(folder).as_posix() if found else "")
    return replace(ref, locator="")


class _Files(msgspec.Struct):
    attachments: list[dict[str, object]] = msgspec.field(name="_attachments", default_factory=list)


def _is_inside(path: Path, folder: Path) -> bool:
    """A file name in an export may climb out of the folder ('../')."""
    return path.resolve().is_relative_to(folder.resolve())


def _broken(path: Path, place: str) -> SourceError:
    return SourceError(
        f"{path.name}",
        f"the file is damaged or no KoBoToolbox export ({place}).",
        "Export it again, or take it out of the folder; nothing of it was read past this place.",
    )
