"""Validation statuses that we gave ourselves, and approvals that an edit has outlived."""

import uuid
from collections.abc import Mapping

from sqlalchemy import Connection

from ..model.submission import Status
from ..sql import store_errors
from .transaction import cursor_of

NOTED = """with ours as (select * from unnest(%(roots)s::text[], %(codes)s::text[], %(whom)s::text[],
 %(at)s::timestamptz[]) as v(root_uuid, code, by_whom, at)),
 noted as (update archive.submission s
 set status_code = o.code, status_by = o.by_whom, status_at = o.at, status_is_ours = o.code <> ''
 from ours o where s.deployment = %(place)s and s.root_uuid = o.root_uuid and s.state <> 'erased'
 and (s.status_code, s.status_by, s.status_at, s.status_is_ours)
 is distinct from (o.code, o.by_whom, o.at, o.code <> '')
 returning s.root_uuid),
 known as (update archive.status_history h set is_ours = true from ours o
 where h.deployment = %(place)s and h.root_uuid = o.root_uuid and o.code <> ''
 and (h.code, h.by_whom, h.at) is not distinct from (o.code, o.by_whom, o.at) and not h.is_ours
 returning h.root_uuid),
 added as (insert into archive.status_history (deployment, root_uuid, code, by_whom, at, is_ours, run_id)
 select %(place)s, o.root_uuid, o.code, o.by_whom, o.at, true, %(run)s from ours o
 join noted using (root_uuid) where not exists (select from known k where k.root_uuid = o.root_uuid)
 returning root_uuid)
 select (select count(*) from noted) + (select count(*) from known) + (select count(*) from added)"""
OUTLIVED = """select s.server_id from archive.edition e
 join archive.submission s on s.deployment = e.deployment and s.root_uuid = e.root_uuid and s.edition_id = e.edition_id
 where e.is_later and e.deployment = %s and s.state = 'present' and s.status_code = 'approved'
 and not s.status_is_ours and exists (select from archive.status_history h
 where h.deployment = s.deployment and h.root_uuid = s.root_uuid and h.code = s.status_code
 and h.by_whom = s.status_by and h.at is not distinct from s.status_at and h.seen_at < e.received_at)
 order by length(s.server_id), s.server_id"""


def note_our_statuses(
    connection: Connection, deployment: str, run_id: uuid.UUID, statuses: Mapping[str, Status]
) -> int:
    """These are what the server shows after we wrote them: when a pull brings them back they are no news.

    A status that a pull brought first (we were killed between writing and noting) is called ours from now on.

    Args:
        statuses: by root uuid, exactly as the server shows them, with its own clock; '' for one we took away.

    Returns:
        Rows written.

    Raises:
        StoreError: the database refused.
    """
    if not statuses:
        return 0
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute(
            NOTED,
            {
                "place": deployment,
                "run": run_id,
                "roots": list(statuses),
                "codes": [s.code for s in statuses.values()],
                "whom": [s.by_whom for s in statuses.values()],
                "at": [s.at for s in statuses.values()],
            },
        )
        return int((cursor.fetchone() or (0,))[0])


def edited_after_approval(connection: Connection, deployment: str) -> tuple[str, ...]:
    """Server ids of submissions that a person approved and somebody edited afterwards: KoBoToolbox keeps the status.

    Only where the approval was seen here before the edit: of two that came with the same pull nobody can tell which
    was first. A new approval, seen at the next pull, settles it.
    """
    with store_errors(deployment), cursor_of(connection) as cursor:
        cursor.execute(OUTLIVED, (deployment,))
        return tuple(server_id for (server_id,) in cursor.fetchall())
