"""Which submissions of a deployment want a status on their server, as decoding and linking left them."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from ...model.submission import Status
from ...programme import Deployment
from ...registry.marks import marks
from ...warehouse.bookkeeping import build_marks
from ...writeback.deciding import Place, wanted_status

# Who waits or carries a status of ours is few; only where we approve must all be looked at.
_WAITING = """
    SELECT root_uuid FROM ops.set_aside WHERE deployment = :key
    UNION SELECT s.root_uuid FROM registry.submission s JOIN registry.mention m USING (root_uuid)
        WHERE s.deployment = :key AND m.state = 'in_review'
    UNION SELECT root_uuid FROM ops.written_status WHERE deployment = :key"""
_READ = "\n    UNION SELECT root_uuid FROM registry.submission WHERE deployment = :key"
_FACTS = """
SELECT a.root_uuid, a.server_id, a.status_code, a.status_by, a.status_at,
       aside.root_uuid IS NOT NULL AS is_set_aside,
       read.root_uuid IS NOT NULL AS is_read,
       coalesce(said.waits, false) AS is_in_review,
       coalesce(said.is_sure, false) AS is_sure
FROM ({subjects}) subject
JOIN archive.submission a ON a.deployment = :key AND a.root_uuid = subject.root_uuid
LEFT JOIN ops.set_aside aside ON aside.deployment = a.deployment AND aside.root_uuid = a.root_uuid
LEFT JOIN registry.submission read
    ON read.root_uuid = a.root_uuid AND read.deployment = a.deployment AND read.edition_id = a.edition_id
LEFT JOIN LATERAL (
    SELECT bool_or(m.state = 'in_review') AS waits,
           bool_and(m.state = 'linked' AND p.standing <> 'provisional' AND p.doubts = '{{}}') AS is_sure
    FROM registry.mention m LEFT JOIN registry.person p USING (person_key)
    WHERE m.root_uuid = read.root_uuid) said ON true
WHERE a.state = 'present' AND a.changed_seq <= :built AND NOT EXISTS (
    SELECT FROM archive.pending_deletion d WHERE d.deployment = a.deployment AND d.root_uuid = a.root_uuid)
ORDER BY length(a.server_id), a.server_id"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A submission that may have to carry another status.

    Attributes:
        held: the status its server had at the last pull.
        wanted: ``on_hold``, ``approved`` or ''.
    """

    root_uuid: str
    place: Place
    held: Status
    wanted: str


def read_candidates(connection: Connection, deployment: Deployment, *, approves: bool) -> list[Candidate]:
    """Submissions that wait, that carry a status of ours, or, where we approve, all; in the order of the server.

    What changed since the last build or has not been read for people since is left out: nothing is known of it yet.
    Of a stage that is never read for people, such as a restricted one, being decoded is all that can be said.

    Args:
        approves: the office lets the pipeline approve.
    """
    built = int(build_marks(connection, deployment.key).get("seq", "0"))
    is_linked = bool(marks(connection, deployment.key))
    query = _FACTS.format(subjects=_WAITING + (_READ if approves else ""))
    found = []
    for row in connection.execute(text(query), {"key": deployment.key, "built": built}):
        if is_linked and not (row.is_set_aside or row.is_read):
            continue
        wanted = wanted_status(
            is_set_aside=row.is_set_aside,
            is_in_review=row.is_in_review,
            is_sure=row.is_sure and not row.is_set_aside,
            approves=approves,
        )
        held = Status(row.status_code, row.status_by, row.status_at)
        found.append(Candidate(row.root_uuid, Place(deployment.uid, row.server_id), held, wanted))
    return found
