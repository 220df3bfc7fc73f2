"""Submissions in the database: found, stored, edited, deleted; files kept, hidden, refused."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, delete, insert, or_, select, update
from sqlalchemy.engine import Connection

from .document import Node
from .instance import answers_of, deprecated_id, file_questions, geolocation, instance_id, root_uuid, submission_date
from .names import bare_uuid, media_type, new_uid, safe_filename
from .tables import attachments, forms, submissions, superseded
from .xform import Shape, shape_of

_KEPT = [column for column in submissions.c if column.name != "xml"]
# Built once: making a statement costs more than sending it.
_INSERT = insert(submissions).returning(*_KEPT)
_PRESENT = select(*_KEPT).where(
    submissions.c.asset_uid == bindparam("asset"),
    or_(submissions.c.uuid == bindparam("edition"), submissions.c.root_uuid == bindparam("first")),
)


class ConflictError(Exception):
    """The document cannot be stored; ``status`` and message are what the tablet gets."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Filled:
    """One instance document as it came, with its files by name."""

    root: Node
    xml: bytes
    files: Mapping[str, tuple[bytes, str]]

    @cached_property
    def uuid(self) -> str:
        """The bare uuid of this edition."""
        return bare_uuid(instance_id(self.root))

    @cached_property
    def digest(self) -> bytes:
        """Equal for byte-identical documents."""
        return hashlib.sha256(self.xml).digest()


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a document: ``action`` is the history's word, '' where nothing is recorded."""

    status: int
    row: Any
    action: str


def receive(connection: Connection, form: Row[Any], filled: Filled, sender: str | None, now: datetime) -> Stored:
    """The document is stored as new or as an edit, or it was there already.

    Raises:
        ConflictError: 409, 404 or 410, with the real server's sentence.
    """
    root = root_uuid(filled.root) or filled.uuid
    there, is_taken = _present(connection, form.asset_uid, filled.uuid, root)
    if there is not None:
        if there.xml_hash != filled.digest:
            raise ConflictError(409, "Submission with this instance ID already exists")
        added = _add_files(connection, form, there.id, there.uuid, filled, _shape(connection, form))
        return Stored(201 if added else 202, there, "")
    old = bare_uuid(deprecated_id(filled.root))
    if old:
        return Stored(201, _edit(connection, form, filled, old), "modify-submission")
    if is_taken:
        raise ConflictError(409, "Submission with this instance ID already exists")
    return Stored(201, _create(connection, form, filled, sender, now), "add-submission")


def is_edit(filled: Filled) -> bool:
    """Whether the document says that it replaces another one."""
    return bool(deprecated_id(filled.root))


def _present(connection: Connection, asset_uid: str, uuid: str, root: str) -> tuple[Row[Any] | None, bool]:
    """The row of this very edition, and whether any row has this root."""
    rows = connection.execute(_PRESENT, {"asset": asset_uid, "edition": uuid, "first": root}).all()
    return next((row for row in rows if row.uuid == uuid), None), any(row.root_uuid == root for row in rows)


_SHAPES: dict[str, Shape] = {}


def _shape(connection: Connection, form: Row[Any]) -> Shape:
    """The form's shape; its XForm is read once per deployment, not once per submission."""
    if form.xform_hash not in _SHAPES:
        xform = connection.execute(select(forms.c.xform).where(forms.c.pk == form.pk)).scalar_one()
        _SHAPES[form.xform_hash] = shape_of(xform)
    return _SHAPES[form.xform_hash]


def _by_uuid(connection: Connection, asset_uid: str, uuid: str) -> Row[Any] | None:
    chosen = select(*_KEPT).where(submissions.c.asset_uid == asset_uid, submissions.c.uuid == uuid)
    return connection.execute(chosen).one_or_none()


def _create(connection: Connection, form: Row[Any], filled: Filled, sender: str | None, now: datetime) -> Row[Any]:
    shape = _shape(connection, form)
    answers = answers_of(filled.root, shape)
    root = root_uuid(filled.root) or filled.uuid
    values = _values(filled, answers, shape) | {
        "asset_uid": form.asset_uid,
        "root_uuid": root,
        "geolocation": geolocation(answers, shape),
        "submitted_at": submission_date(filled.root) or now,
        "submitted_by": sender,
        "status": {},
    }
    row = connection.execute(_INSERT, values).one()
    if filled.files:
        _add_files(connection, form, row.id, row.uuid, filled, shape)
    return row


def _edit(connection: Connection, form: Row[Any], filled: Filled, old: str) -> Row[Any]:
    before = _by_uuid(connection, form.asset_uid, old)
    if before is None:
        known = select(superseded).where(superseded.c.asset_uid == form.asset_uid, superseded.c.uuid == old)
        if connection.execute(known).first():
            raise ConflictError(410, "Invalid submission - deprecatedID refers to an old version")
        raise ConflictError(404, "Invalid submission - deprecatedID not found")
    shape = _shape(connection, form)
    answers = answers_of(filled.root, shape)
    values: dict[str, Any] = dict(_values(filled, answers, shape))
    point = geolocation(answers, shape)
    if point != [None, None]:
        # An edit that clears the point leaves the old one in `_geolocation`: the real server's own omission.
        values["geolocation"] = point
    changed = update(submissions).where(submissions.c.id == before.id).values(values).returning(*_KEPT)
    row = connection.execute(changed).one()
    gone = {"asset_uid": form.asset_uid, "uuid": old, "submission_id": before.id}
    connection.execute(insert(superseded).values(gone))
    _add_files(connection, form, row.id, row.uuid, filled, shape)
    _place_files(connection, row.id, file_questions(answers, shape))
    return row


def _values(filled: Filled, answers: dict[str, Any], shape: Shape) -> dict[str, Any]:
    return {
        "uuid": filled.uuid,
        "xml": filled.xml.decode("utf-8", "replace"),
        "xml_hash": filled.digest,
        "answers": msgspec.json.encode(answers).decode(),
    }


def _place_files(connection: Connection, submission_id: int, questions: Mapping[str, str]) -> None:
    """Each file stands under the question that names it now; one that nobody names is hidden."""
    chosen = select(attachments.c.uid, attachments.c.basename).where(attachments.c.submission_id == submission_id)
    for uid, basename in connection.execute(chosen).all():
        place = update(attachments).where(attachments.c.uid == uid).values(question=questions.get(basename))
        connection.execute(place)


def _add_files(
    connection: Connection, form: Row[Any], submission_id: int, uuid: str, filled: Filled, shape: Shape
) -> int:
    """Files that were not there are kept; returns how many.

    Raises:
        ConflictError: a file of that name has other bytes.
    """
    if not filled.files:
        return 0
    chosen = select(attachments.c.basename, attachments.c.sha256)
    kept = connection.execute(chosen.where(attachments.c.submission_id == submission_id))
    there = {row.basename: row.sha256 for row in kept}
    questions = file_questions(answers_of(filled.root, shape), shape)
    rows = []
    for basename, (body, sent_type) in filled.files.items():
        digest = hashlib.sha256(body).digest()
        if basename in there:
            if there[basename] != digest:
                raise ConflictError(409, "Attachment with same name already exists")
            continue
        guessed = media_type(basename)
        rows.append(
            {
                "uid": new_uid("att"),
                "submission_id": submission_id,
                "basename": basename,
                "filename": f"{form.owner}/attachments/{form.uuid}/{uuid}/{safe_filename(basename)}",
                "mimetype": sent_type or guessed,
                "sha256": digest,
                "content": body,
                "question": questions.get(basename),
            }
        )
    if rows:
        connection.execute(insert(attachments), rows)
    return len(rows)


def remove(connection: Connection, ids: Iterable[int]) -> list[Row[Any]]:
    """These submissions with their files and superseded editions are gone; returns what they were."""
    gone = delete(submissions).where(submissions.c.id.in_(list(ids))).returning(submissions)
    return list(connection.execute(gone))
