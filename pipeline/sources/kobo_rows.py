"""A row of KoBoToolbox's data list becomes Received or Fingerprint, its bytes untouched."""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

import msgspec

from ..model.submission import AttachmentRef, Fingerprint, Received, Status

NO_STATUS = Status()
NOTHING = 4
"""Bytes of the longest JSON value that says nothing: ``[]``, ``{}``, ``null``."""

# Supplements (transcripts) are content; an empty object, on every row once somebody switches the feature on, is none.


class File(msgspec.Struct, gc=False):
    """One entry of ``_attachments``; servers before 2.025.34 say ``id`` where newer ones say ``uid``.

    Any of it may be null: files from before a server had the column.
    """

    uid: str | None = ""
    id: int | None = None
    download_url: str | None = ""
    filename: str | None = ""
    media_file_basename: str | None = ""
    mimetype: str | None = ""
    question_xpath: str | None = ""
    is_deleted: bool | None = False


class StatusOnServer(msgspec.Struct, gc=False):
    """``_validation_status`` when there is one; the timestamp is in Unix seconds."""

    uid: str | None = None
    by_whom: str | None = None
    timestamp: float | None = None


class Row(msgspec.Struct, gc=False):
    """What we read of a row; everything else stays in the bytes."""

    server_id: int = msgspec.field(name="_id")
    uuid: str | None = msgspec.field(name="_uuid", default=None)
    root: str | None = msgspec.field(name="meta/rootUuid", default=None)
    instance: str | None = msgspec.field(name="meta/instanceID", default=None)
    cipher_instance: str | None = msgspec.field(name="orx:meta/orx:instanceID", default=None)
    cipher_key: msgspec.Raw = msgspec.field(name="base64EncryptedKey", default=msgspec.Raw())
    cipher_file: msgspec.Raw = msgspec.field(name="encryptedXmlFile", default=msgspec.Raw())
    version: str | None = msgspec.field(name="__version__", default=None)
    submitted_at: str | None = msgspec.field(name="_submission_time", default=None)
    submitted_by: str | None = msgspec.field(name="_submitted_by", default=None)
    status: msgspec.Raw = msgspec.field(name="_validation_status", default=msgspec.Raw())
    files: msgspec.Raw = msgspec.field(name="_attachments", default=msgspec.Raw())
    tags: msgspec.Raw = msgspec.field(name="_tags", default=msgspec.Raw())
    notes: msgspec.Raw = msgspec.field(name="_notes", default=msgspec.Raw())
    supplements: msgspec.Raw = msgspec.field(name="_supplementalDetails", default=msgspec.Raw())


class RowId(msgspec.Struct, gc=False):
    """A row's server id alone."""

    server_id: int = msgspec.field(name="_id")


_HASH = blake2b(digest_size=16)
_ROW = msgspec.json.Decoder(Row)
_ID = msgspec.json.Decoder(RowId)
_FILES = msgspec.json.Decoder(list[File])
_STATUS = msgspec.json.Decoder(StatusOnServer)


def row_id(raw: bytes | msgspec.Raw) -> int:
    """The server id of a row; raises msgspec.DecodeError if it has none."""
    return _ID.decode(raw).server_id


def received(raw: bytes, asset_uid: str, host: str = "") -> Received:
    """One row with its exact bytes.

    Args:
        raw: the row as it stands in the server's answer.
        asset_uid: of the project; attachment addresses are built from it, never taken from the row.
        host: network location whose old-style ``download_url`` may be trusted; '' = none.
    """
    row = _decoded(raw)
    return Received(
        root_uuid=_root(row),
        instance_id=_instance(row),
        server_id=str(row.server_id),
        form_version=row.version or "",
        submitted_at=instant(row.submitted_at),
        body=raw,
        content_hash=content_hash(raw, row),
        status=_status(row.status),
        attachments=_attachments(row, asset_uid, host),
        submitted_by=row.submitted_by or "",
        encrypted=bool(row.cipher_key or row.cipher_file),
    )


def fingerprint(raw: bytes) -> Fingerprint:
    """The same row's fingerprint; equal to that of ``received`` where nothing moved."""
    row = _decoded(raw)
    files = () if len(row.files) <= NOTHING else _FILES.decode(row.files)
    status = _status(row.status)
    return Fingerprint(
        root_uuid=_root(row),
        instance_id=_instance(row),
        server_id=str(row.server_id),
        status_code=status.code,
        status_at=status.at,
        files=frozenset(_file_id(f) for f in files if not f.is_deleted),
    )


def status_of(raw: bytes) -> tuple[str, Status]:
    """Server id and validation status of a row, whatever else is in it."""
    row = _decoded(raw)
    return str(row.server_id), _status(row.status)


def content_hash(raw: bytes, row: Row) -> bytes:
    """16 bytes over the row without the values that change without an edit."""
    spans = [_span(raw, b'"_attachments":', row.files), _span(raw, b'"_validation_status":', row.status)]
    if row.tags or row.notes:
        spans += [_span(raw, b'"_tags":', row.tags), _span(raw, b'"_notes":', row.notes)]
    if row.supplements and len(row.supplements) <= NOTHING:
        spans.append(_span(raw, b'"_supplementalDetails":', row.supplements))
    spans.sort()
    kept = b""
    done = 0
    for begin, end in spans:
        # The comma before goes too: a key that only older servers send (_tags) must not change the hash.
        kept += raw[done:begin].rstrip(b", \n\t")
        done = end
    kept += raw[done:]
    # In short pieces: from 2048 bytes on hashlib lets go of the interpreter, and getting it back while pages are
    # being downloaded costs as much as the hash itself.
    digest = _HASH.copy()
    for begin in range(0, len(kept), 2000):
        digest.update(kept[begin : begin + 2000])
    return digest.digest()


def _span(raw: bytes, key: bytes, value: msgspec.Raw) -> tuple[int, int]:
    """Where a key and its value stand; (0, 0) if the row has none. From the end, for that is where they are.

    With its colon: an answer may read "_attachments" too, but inside a JSON string every quote is escaped.
    """
    if not value:
        return 0, 0
    begin = raw.rfind(key)
    if begin < 0:
        begin = raw.rindex(key[:-1])
    return begin, raw.index(bytes(value), begin + len(key)) + len(value)


def prefixed(uuid: str) -> str:
    """``uuid:…`` whether or not the prefix was there."""
    return uuid if uuid.startswith("uuid:") else f"uuid:{uuid}"


def instant(text: str | None) -> datetime | None:
    """A server's time as UTC; KoBoToolbox writes it without a zone. None where it is no time."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text + "+00:00" if len(text) == 19 else text)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _decoded(raw: bytes) -> Row:
    try:
        return _ROW.decode(raw)
    except msgspec.ValidationError:
        return _lenient(raw)


def _lenient(raw: bytes) -> Row:
    """A row whose meta fields have other types (a JSON post can store a number as ``__version__``), as text."""
    fields: dict[str, msgspec.Raw] = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    found: dict[str, Any] = {"server_id": row_id(raw)}
    for field in msgspec.structs.fields(Row):
        value = fields.get(field.encode_name)
        if value is None or field.name == "server_id":
            continue
        if field.type is msgspec.Raw:
            found[field.name] = value
        else:
            plain = msgspec.json.decode(value)
            found[field.name] = None if plain is None else str(plain)
    return Row(**found)


def _root(row: Row) -> str:
    """The key. Servers before 2.025.02 do not send it: then the instance's own id, which moves with an edit."""
    return prefixed(row.root) if row.root else _instance(row)


def _instance(row: Row) -> str:
    # _uuid first: the fingerprint scan sees only this one, and both must agree.
    found = row.uuid or row.instance or row.cipher_instance
    return prefixed(found) if found else f"kobo-id:{row.server_id}"


def _status(raw: bytes | msgspec.Raw) -> Status:
    if len(raw) <= NOTHING:
        return NO_STATUS
    found = _STATUS.decode(raw)
    if not found.uid:
        return NO_STATUS
    at = None if found.timestamp is None else datetime.fromtimestamp(found.timestamp, UTC)
    return Status(found.uid.removeprefix("validation_status_"), found.by_whom or "", at)


def _attachments(row: Row, asset_uid: str, host: str) -> tuple[AttachmentRef, ...]:
    if len(row.files) <= NOTHING:
        return ()
    return tuple(_reference(f, row.server_id, asset_uid, host) for f in _FILES.decode(row.files))


def _reference(file: File, server_id: int, asset_uid: str, host: str) -> AttachmentRef:
    if file.uid:
        locator = f"/api/v2/assets/{asset_uid}/data/{server_id}/attachments/{file.uid}/"
    else:
        address = urlsplit(file.download_url or "")
        same = bool(host) and address.netloc == host
        locator = f"{address.path}?{address.query}".removesuffix("?") if same else ""
    return AttachmentRef(
        attachment_id=_file_id(file),
        question=file.question_xpath or "",
        filename=file.media_file_basename or _last(file),
        locator=locator,
        media_type=file.mimetype or "",
        is_deleted=bool(file.is_deleted),
    )


def _file_id(file: File) -> str:
    return file.uid or (str(file.id) if file.id is not None else _last(file))


def _last(file: File) -> str:
    return (file.filename or "").rpartition("/")[2]
