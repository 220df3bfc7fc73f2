"""What each project was sent last: written before the first byte leaves, and again once tablets see it."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql as pg

from .files import ListFile
from .tables import sent_list


class Sent(NamedTuple):
    """One file as it was sent to one project; not ``is_done`` where something stopped it on the way."""

    name: str
    uid: str
    content_hash: str
    is_done: bool
    sent_at: datetime


def read_sent(connection: Connection, deployment: str) -> dict[str, Sent]:
    """By file name."""
    c = sent_list.c
    query = sa.select(c.name, c.uid, c.content_hash, c.is_done, c.sent_at).where(c.deployment == deployment)
    return {row[0]: Sent(*row) for row in connection.execute(query)}


def put_sent(
    connection: Connection,
    deployment: str,
    uid: str,
    files: Iterable[ListFile],
    at: datetime,
    run_id: uuid.UUID,
    *,
    is_done: bool,
) -> None:
    """These files are on their way to the project, or have arrived."""
    rows = [
        {
            "deployment": deployment,
            "name": one.name,
            "uid": uid,
            "content_hash": one.content_hash,
            "row_count": one.rows,
            "left_out": one.left_out,
            "size_bytes": len(one.content),
            "is_done": is_done,
            "sent_at": at,
            "run_id": run_id,
        }
        for one in files
    ]
    if rows:
        new = pg.insert(sent_list)
        changed = {c.name: new.excluded[c.name] for c in sent_list.c if not c.primary_key}
        connection.execute(new.on_conflict_do_update(index_elements=["deployment", "name"], set_=changed), rows)


def forget_sent(connection: Connection, deployment: str, names: Collection[str]) -> None:
    """These files are no longer on the project."""
    c = sent_list.c
    connection.execute(sent_list.delete().where(c.deployment == deployment, c.name.in_(list(names))))
