"""A Briefcase-style folder of instance documents, each edition in its place behind the one it replaced."""

import mimetypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from xml.etree import ElementTree

from ..errors import SourceError
from ..model.submission import AttachmentRef, Received
from .kobo_rows import instant, prefixed

DOCUMENT = "submission.xml"
_META = {"instanceID", "deprecatedID", "rootUuid"}


@dataclass(frozen=True, slots=True)
class Instance:
    """One document, with what it says about its predecessors."""

    submission: Received
    replaces: str
    root: str


def instance_files(folder: Path) -> list[Path]:
    """Every ``instances/…/submission.xml`` below the folder, by name."""
    return sorted((folder / "instances").glob(f"*/{DOCUMENT}"))


def read_instances(folder: Path) -> list[Received]:
    """All editions: submissions by key, the editions of each from the first to the newest.

    Raises SourceError naming a file that is no instance document.
    """
    found = {i.submission.instance_id: i for i in (read_instance(p, folder) for p in instance_files(folder))}
    placed = []
    for instance in found.values():
        root, depth = _origin(instance, found)
        row = replace(instance.submission, root_uuid=root)
        placed.append((root, depth, row.submitted_at.timestamp() if row.submitted_at else 0.0, row.instance_id, row))
    return [entry[-1] for entry in sorted(placed, key=lambda entry: entry[:-1])]


def newest(rows: Iterable[Received]) -> dict[str, Received]:
    """The edition that counts now, by key; ``rows`` holds the editions of each key in order."""
    return {row.root_uuid: row for row in rows}


def read_instance(path: Path, folder: Path) -> Instance:
    """One document; SourceError if it is no XML, or names no instance."""
    try:
        body = path.read_bytes()
        if b"<!DOCTYPE" in body:
            raise ElementTree.ParseError
        root = ElementTree.fromstring(body)  # noqa: S314 - without a DOCTYPE there are no entities to expand
    except (OSError, ElementTree.ParseError):
        raise _broken(path, folder, "is no readable instance document") from None
    meta = _meta(root)
    instance_id = meta.get("instanceID") or root.get("instanceID", "")
    if not instance_id:
        raise _broken(path, folder, "names no instanceID")
    submission = Received(
        root_uuid=prefixed(meta.get("rootUuid") or instance_id),
        instance_id=prefixed(instance_id),
        server_id="",
        form_version=_version(root),
        submitted_at=instant(root.get("submissionDate")),
        body=body,
        content_hash=blake2b(body, digest_size=16).digest(),
        body_format="xml",
        attachments=tuple(_attachments(root, path.parent, folder)),
        encrypted=root.get("encrypted") == "yes" or _named(root, "base64EncryptedKey") is not None,
    )
    replaced, origin = meta.get("deprecatedID", ""), meta.get("rootUuid", "")
    return Instance(submission, prefixed(replaced) if replaced else "", prefixed(origin) if origin else "")


def _origin(instance: Instance, found: dict[str, Instance]) -> tuple[str, int]:
    """The key of an edition, and how many editions came before it as far as the folder knows."""
    seen = {instance.submission.instance_id}
    root, depth, at = instance.root, 0, instance
    while at.replaces and at.replaces not in seen:
        seen.add(at.replaces)
        depth += 1
        before = found.get(at.replaces)
        if before is None:
            return root or at.replaces, depth
        at = before
        root = root or at.root
    return root or at.submission.instance_id, depth


def _meta(root: ElementTree.Element) -> dict[str, str]:
    """``instanceID`` and its like, in whatever namespace the meta block stands."""
    found = {}
    for block in root:
        if _local(block.tag) == "meta":
            found.update({_local(e.tag): (e.text or "").strip() for e in block if _local(e.tag) in _META})
    return found


def _version(root: ElementTree.Element) -> str:
    """KoBoToolbox's hidden question, the same as in its JSON; else what the form called its version."""
    for name in ("__version__", "_version_"):
        hidden = _named(root, name)
        if hidden is not None and hidden.text:
            return hidden.text.strip()
    return root.get("version", "")


def _attachments(root: ElementTree.Element, place: Path, folder: Path) -> Iterator[AttachmentRef]:
    """Every file beside the document; its question is the one whose answer is its name."""
    asked = {text: path for path, text in _answers(root, "")}
    for file in sorted(p for p in place.iterdir() if p.is_file() and p.name != DOCUMENT):
        yield AttachmentRef(
            attachment_id=file.name,
            question=asked.get(file.name, ""),
            filename=file.name,
            locator=file.relative_to(folder).as_posix(),
            media_type=mimetypes.guess_type(file.name)[0] or "",
        )


def _answers(element: ElementTree.Element, path: str) -> Iterator[tuple[str, str]]:
    """(path, text) of every leaf; a group that comes several times is a repeat and gets its index."""
    total: dict[str, int] = {}
    for child in element:
        total[child.tag] = total.get(child.tag, 0) + 1
    count: dict[str, int] = {}
    for child in element:
        count[child.tag] = count.get(child.tag, 0) + 1
        name = _local(child.tag) + (f"[{count[child.tag]}]" if total[child.tag] > 1 else "")
        below = f"{path}/{name}" if path else name
        if len(child):
            yield from _answers(child, below)
        elif child.text and child.text.strip():
            yield below, child.text.strip()


def _named(root: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next((e for e in root if _local(e.tag) == name), None)


def _local(tag: str) -> str:
    return re.sub(r"^\{.*\}", "", tag)


def _broken(path: Path, folder: Path, what: str) -> SourceError:
    return SourceError(
        path.relative_to(folder).as_posix(),
        f"the file {what}.",
        "Pull it again with Briefcase or from the tablet, or take its folder out.",
    )
