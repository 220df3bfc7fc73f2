"""What we wrote on the servers, kept in ``ops.written_status``: without it nobody could tell ours from a person's."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ARRAY, Connection, Text, any_, delete, literal, select, text
from sqlalchemy.dialects.postgresql import insert

from .deciding import Place, Written
from .tables import written_status as table

_FORGET_ERASED = text("""DELETE FROM ops.written_status w WHERE deployment = :deployment AND NOT EXISTS (
    SELECT FROM archive.submission s
    WHERE s.deployment = w.deployment AND s.root_uuid = w.root_uuid AND s.state <> 'erased')""")


def recall(connection: Connection, deployment: str) -> dict[str, Written]:
    """What we wrote in this deployment, by root uuid."""
    c = table.c
    columns = (c.code, c.by_whom, c.at, c.intended, c.intended_by, c.intended_since)
    query = select(c.root_uuid, c.project, c.server_id, *columns).where(c.deployment == deployment)
    return {root: Written(Place(project, number), *rest) for root, project, number, *rest in connection.execute(query)}


def remember(
    connection: Connection,
    deployment: str,
    memories: Mapping[str, Written | None],
    run_id: uuid.UUID,
    at: datetime,
) -> int:
    """These are what we wrote now, None where nothing of ours is there any more; returns rows written or removed.

    Called with what is to be written before the server is asked, and again once it is known what became of it.
    """
    gone = [root for root, memory in memories.items() if memory is None]
    kept = {root: memory for root, memory in memories.items() if memory is not None}
    written = 0
    if gone:
        here = (table.c.deployment == deployment) & (table.c.root_uuid == any_(literal(gone, ARRAY(Text))))
        written += connection.execute(delete(table).where(here)).rowcount
    if kept:
        rows = [_row(deployment, root, memory, run_id, at) for root, memory in kept.items()]
        put = insert(table).values(rows)
        changed = {name: put.excluded[name] for name in rows[0] if name not in {"deployment", "root_uuid"}}
        connection.execute(put.on_conflict_do_update(index_elements=table.primary_key, set_=changed))
        written += len(rows)
    return written


def forget_erased(connection: Connection, deployment: str) -> int:
    """Nothing is remembered of submissions that were erased here; rows removed."""
    return connection.execute(_FORGET_ERASED, {"deployment": deployment}).rowcount


def _row(deployment: str, root_uuid: str, memory: Written, run_id: uuid.UUID, at: datetime) -> dict[str, object]:
    return {
        "deployment": deployment,
        "root_uuid": root_uuid,
        "project": memory.place.project,
        "server_id": memory.place.server_id,
        "code": memory.code,
        "by_whom": memory.by_whom,
        "at": memory.at,
        "intended": memory.intended,
        "intended_by": memory.intended_by,
        "intended_since": memory.intended_since,
        "noted_at": at,
        "run_id": run_id,
    }
