"""Every edition of every form as its server held it: what decodes an old submission in ten years."""

import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from psycopg.types.json import Json
from sqlalchemy import Connection

from ..model.submission import FormEdition
from ..sql import store_errors
from .transaction import Cursor, cursor_of

# A top-level question of an XForm: <bind nodeset="/data/_name" …>.
UNDERSCORED_BIND = re.compile(r"""<(?:\w+:)?bind\b[^>]*\bnodeset=["']/[^/"']+/(_[^/"']*)["']""")


@dataclass(frozen=True, slots=True)
class StoredForm:
    """One stored edition of a form; ``content_hash`` says when what was made from it is out of date."""

    stage: str
    deployment: str
    edition: FormEdition
    content_hash: bytes
    seen_at: datetime


def store_form_editions(
    connection: Connection, stage: str, deployment: str, editions: Iterable[FormEdition], run_id: uuid.UUID
) -> int:
    """How many editions were new; one whose content changed under its old version is new, and the old one stays.

    In the connection's transaction; writes nothing for what is known.

    Raises:
        StoreError: the database refused.
    """
    stored = 0
    with store_errors(deployment), cursor_of(connection) as cursor:
        for e in editions:
            cursor.execute(
                "insert into archive.form_edition"
                " (deployment, version, content_hash, stage, aliases, deployed_at, xform, sheets, run_id)"
                " select %s, %s, %s, %s, %s, %s, %s, %s, %s where not exists"
                " (select from archive.form_edition where deployment = %s and version = %s and content_hash = %s)",
                (
                    *(deployment, e.version, form_hash(e), stage, list(e.aliases), e.deployed_at, e.xform),
                    *(Json(dict(e.sheets), dumps=msgspec.json.encode), run_id, deployment, e.version, form_hash(e)),
                ),
            )
            stored += cursor.rowcount
    return stored


def known_versions(connection: Connection, deployment: str) -> frozenset[str]:
    """The versions of the form that need not be asked for again."""
    with cursor_of(connection) as cursor:
        cursor.execute("select distinct version from archive.form_edition where deployment = %s", (deployment,))
        return frozenset(version for (version,) in cursor.fetchall())


def form_editions(connection: Connection, deployment: str) -> list[StoredForm]:
    """The editions of a deployment's form, oldest first; of a version whose content changed, the last one seen."""
    with cursor_of(connection) as cursor:
        cursor.execute(
            "select stage, deployment, version, deployed_at, sheets, xform, aliases, content_hash, seen_at"
            " from (select *, row_number() over (partition by version order by seen_at desc, content_hash) as age"
            " from archive.form_edition where deployment = %s) e"
            " where age = 1 order by deployed_at nulls first, seen_at, version",
            (deployment,),
        )
        return [
            StoredForm(stage, place, FormEdition(version, at, sheets, xform, tuple(aliases)), content_hash, seen_at)
            for stage, place, version, at, sheets, xform, aliases, content_hash, seen_at in cursor.fetchall()
        ]


def form_hash(edition: FormEdition) -> bytes:
    """16 bytes over what decoding depends on: the XForm, the sheets in their order, the other names of the version."""
    content = msgspec.json.encode([edition.xform, dict(edition.sheets), sorted(edition.aliases)])
    return hashlib.blake2b(content, digest_size=16).digest()


def underscored_questions(cursor: Cursor, deployment: str) -> frozenset[str] | None:
    """Names of top-level questions that begin with ``_`` in any edition; None if no edition of the form is known."""
    cursor.execute("select xform, sheets from archive.form_edition where deployment = %s", (deployment,))
    forms = cursor.fetchall()
    if not forms:
        return None
    names: set[str] = set()
    for xform, sheets in forms:
        names.update(UNDERSCORED_BIND.findall(xform))
        names.update(_underscored_names(sheets.get("survey", [])))
    return frozenset(names)


def _underscored_names(rows: Sequence[dict[str, Any]]) -> Iterable[str]:
    # Groups are left out of the question: a name in a group that is written '_x' at the top changes nothing for it.
    return (name for row in rows if (name := str(row.get("name") or row.get("$autoname") or "")).startswith("_"))
