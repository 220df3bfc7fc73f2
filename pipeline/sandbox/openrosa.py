"""`/submission`: what a tablet sends is stored, refused, or known already, with the real server's codes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any
from xml.sax.saxutils import quoteattr

from flask import Blueprint, Response, request
from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from .accounts import ANONYMOUS
from .context import caller, here, plain_link
from .document import DocumentError, parse
from .instance import instance_id
from .journal import record, submission_event
from .json_submission import document_of_json
from .permissions import grants_of
from .replies import OPENROSA_HEADERS, XML, json_reply, openrosa_message, xml_detail
from .store import ConflictError, Filled, Stored, is_edit, receive
from .tables import assets, forms

views = Blueprint("openrosa", __name__)
SUBMISSION_PART = "xml_submission_file"
# The same question lets this transaction be answered before the disk has it: a training server must keep up with a
# room of tablets, and what a power cut may take is the last fraction of a second.
_FORM: Select[Any] = (
    select(
        *(column for column in forms.c if column.name != "xform"),
        assets.c.uid,
        func.set_config("synchronous_commit", "off", True),
    )
    .join(assets)
    .where(~assets.c.is_trashed)
)
_BY_UUID = _FORM.where(forms.c.uuid == bindparam("wanted"))
_BY_ID = _FORM.where(forms.c.asset_uid == bindparam("wanted"))


def challenge(root: str = "root", namespace: str = "") -> Response:
    """401 with the Digest challenge that tablets answer."""
    reply = xml_detail(401, "Authentication credentials were not provided.", root, namespace)
    reply.headers["WWW-Authenticate"] = here().accounts.challenge()
    return reply


@views.route("/submission", methods=["HEAD", "POST"])
@views.route("/<owner>/submission", methods=["HEAD", "POST"])
def submission(owner: str = "") -> Response:
    """One instance, or more files of one that is there."""
    if caller() is ANONYMOUS and not owner:
        return challenge()
    if request.method == "HEAD":
        return Response(b"", 204, headers=OPENROSA_HEADERS | _location(), content_type=XML)
    try:
        filled = _read()
    except (DocumentError, KeyError):
        return openrosa_message(400, "Improperly formatted XML.")
    if not instance_id(filled.root):
        return openrosa_message(400, "Instance ID is required")
    try:
        return _store(filled)
    except ConflictError as refusal:
        return openrosa_message(refusal.status, str(refusal))
    except IntegrityError:
        # Two different documents of one instance arrived at once; the second meets the first's key.
        return openrosa_message(409, "Submission with this instance ID already exists")


def _read() -> Filled:
    if request.is_json:
        xml = document_of_json(request.get_json(silent=True))
        return Filled(parse(xml), xml, {})
    xml = request.files[SUBMISSION_PART].read()
    parts = ((part, name) for name, part in request.files.items(multi=True) if name != SUBMISSION_PART)
    files = {part.filename or name: (part.read(), part.mimetype) for part, name in parts}
    return Filled(parse(xml), xml, files)


def _store(filled: Filled) -> Response:
    with alone(filled.uuid) as is_alone, here().engine.begin() as connection:
        if not is_alone:
            busy = f"Submission {filled.uuid} is currently being processed. Try again later."
            return openrosa_message(423, busy)
        form = _form_of(connection, filled)
        if form is None:
            return xml_detail(404, "Not found.")
        if not form.is_active:
            return openrosa_message(405, "Form is not active")
        refusal = _refuse(connection, form, filled)
        if refusal is not None:
            return refusal
        sender = None if caller() is ANONYMOUS else caller().username
        stored = receive(connection, form, filled, sender, here().now())
        if stored.action:
            event = submission_event(stored.row.root_uuid, stored.row.submitted_by)
            record(connection, form, stored.action, event)
    return _answer(form, filled, stored)


@contextmanager
def alone(uuid: str) -> Iterator[bool]:
    """Whether nobody else is storing this instance; until the end nobody else will."""
    sandbox = here()
    with sandbox.lock:
        is_alone = uuid not in sandbox.busy
        sandbox.busy.add(uuid)
    try:
        yield is_alone
    finally:
        if is_alone:
            with sandbox.lock:
                sandbox.busy.discard(uuid)


def _form_of(connection: Connection, filled: Filled) -> Row[Any] | None:
    """By ``formhub/uuid``, else by the root's ``id``; trashed projects have no form."""
    form_uuid = filled.root.text_at("formhub", "uuid")
    chosen = _BY_UUID if form_uuid else _BY_ID
    wanted = form_uuid or filled.root.attributes.get("id", "")
    found: Row[Any] | None = connection.execute(chosen, {"wanted": wanted}).one_or_none()
    return found


def _refuse(connection: Connection, form: Row[Any], filled: Filled) -> Response | None:
    needed = "change_submissions" if is_edit(filled) else "add_submissions"
    if caller().is_superuser or not grants_of(connection, form, caller()).allows(needed):
        return challenge() if caller() is ANONYMOUS else openrosa_message(403, "Access denied")
    return None


def _answer(form: Row[Any], filled: Filled, stored: Stored) -> Response:
    if stored.status == 202:
        reply = openrosa_message(202, "Duplicate Instance")
        reply.headers["Location"] = _location()["Location"]
        return reply
    submitted, marked = stored.row.submitted_at.astimezone(UTC).isoformat(), here().now().isoformat()
    if request.is_json:
        said = {"message": "Successful submission.", "formid": form.asset_uid, "encrypted": False}
        said |= {"instanceID": f"uuid:{filled.uuid}", "submissionDate": submitted, "markedAsCompleteDate": marked}
        reply = json_reply(said, 201)
        reply.headers.extend(OPENROSA_HEADERS | _location())
        return reply
    body = (
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">\n'
        "    <message>Successful submission.</message>\n"
        f'    <submissionMetadata xmlns="http://www.opendatakit.org/xforms" id={quoteattr(form.asset_uid)} '
        f' instanceID={quoteattr("uuid:" + filled.uuid)} submissionDate="{submitted}"'
        f' isComplete="true" markedAsCompleteDate="{marked}"/>\n'
        "</OpenRosaResponse>\n"
    )
    return Response(body, 201, headers=OPENROSA_HEADERS | _location(), content_type=XML)


def _location() -> dict[str, str]:
    return {"Location": plain_link(request.path)}
