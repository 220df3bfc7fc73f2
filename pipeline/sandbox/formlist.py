"""What a tablet downloads: the list of forms, the form, its manifest and its media."""

from typing import Any
from xml.sax.saxutils import escape

from flask import Blueprint, Response, request
from sqlalchemy import Row, select
from sqlalchemy.engine import Connection

from .accounts import ANONYMOUS
from .context import caller, here, plain_link
from .openrosa import challenge
from .permissions import grants_of
from .replies import OPENROSA_HEADERS, XML, xml_detail
from .tables import assets, forms, media

views = Blueprint("formlist", __name__)
NAMESPACE = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"


def _document(body: str) -> Response:
    return Response(f'<?xml version="1.0" encoding="utf-8"?>\n{body}', headers=OPENROSA_HEADERS, content_type=XML)


@views.get("/formList")
@views.get("/<owner>/formList")
def form_list(owner: str = "") -> Response:
    """Active forms that this account may fill; archived ones vanish from the tablet."""
    if caller() is ANONYMOUS and not owner:
        return challenge("xforms", NAMESPACE)
    chosen = select(forms, assets.c.uid).join(assets).where(forms.c.is_active, ~assets.c.is_trashed)
    if owner:
        chosen = chosen.where(forms.c.owner == owner)
    if request.args.get("formID"):
        chosen = chosen.where(forms.c.asset_uid == request.args["formID"])
    with here().engine.connect() as connection:
        rows = connection.execute(chosen.order_by(forms.c.pk)).all()
        fillable = [row for row in rows if grants_of(connection, row, caller()).allows("add_submissions")]
    return _document(f'<xforms xmlns="{NAMESPACE}">{"".join(_entry(row) for row in fillable)}</xforms>')


def _entry(form: Row[Any]) -> str:
    parts = {
        "formID": form.asset_uid,
        "name": form.title,
        "majorMinorVersion": form.version_text,
        "version": form.version_text,
        "hash": f"md5:{form.xform_hash}",
        "descriptionText": form.title,
        "downloadUrl": plain_link(f"/forms/{form.pk}/form.xml"),
        "manifestUrl": plain_link(f"/xformsManifest/{form.pk}"),
    }
    return f"<xform>{''.join(f'<{tag}>{escape(text)}</{tag}>' for tag, text in parts.items())}</xform>"


def _readable_form(connection: Connection, pk: int) -> Row[Any] | None:
    chosen = select(forms, assets.c.uid).join(assets).where(forms.c.pk == pk, ~assets.c.is_trashed)
    form = connection.execute(chosen).one_or_none()
    if form is None or not grants_of(connection, form, caller()).codes & {"add_submissions", "view_asset"}:
        return None
    return form


def _missing() -> Response:
    return challenge() if caller() is ANONYMOUS else xml_detail(404, "Not found.")


@views.get("/forms/<int:pk>/form.xml")
def form_xml(pk: int) -> Response:
    """The deployed XForm."""
    with here().engine.connect() as connection:
        form = _readable_form(connection, pk)
    if form is None:
        return _missing()
    body = form.xform.removeprefix('<?xml version="1.0"?>\n')
    return _document(body)


@views.get("/xformsManifest/<int:pk>")
def manifest(pk: int) -> Response:
    """The media of the last deployment: a file added since does not stand here."""
    with here().engine.connect() as connection:
        if _readable_form(connection, pk) is None:
            return _missing()
        chosen = select(media.c.pk, media.c.filename, media.c.md5).where(media.c.form_pk == pk).order_by(media.c.pk)
        rows = connection.execute(chosen).all()
    entries = "".join(
        f"<mediaFile><filename>{escape(row.filename)}</filename><hash>md5:{row.md5}</hash>"
        f"<downloadUrl>{escape(plain_link(_media_path(pk, row.pk, row.filename)))}</downloadUrl></mediaFile>"
        for row in rows
    )
    return _document(f'<manifest xmlns="{MANIFEST}">{entries}</manifest>')


def _media_path(form_pk: int, media_pk: int, filename: str) -> str:
    return f"/xformsMedia/{form_pk}/{media_pk}.{filename.rpartition('.')[2]}"


@views.get("/xformsMedia/<int:pk>/<int:media_pk>.<extension>")
def media_file(pk: int, media_pk: int, extension: str) -> Response:
    """One file of the manifest."""
    with here().engine.connect() as connection:
        if _readable_form(connection, pk) is None:
            return _missing()
        row = connection.execute(select(media).where(media.c.form_pk == pk, media.c.pk == media_pk)).one_or_none()
    if row is None or not row.filename.endswith(f".{extension}"):
        return xml_detail(404, "Not found.")
    reply = Response(row.content, content_type=row.mimetype)
    reply.headers["Content-Disposition"] = f"attachment; filename={row.filename}"
    return reply
