"""How complete each deployment is, and up to where its answers are built; equal values are not written again."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from .replacing import replace_changed
from .tables import build_mark, form_status


@dataclass(frozen=True, slots=True)
class FormStatus:
    """The books of one deployment after a run; when it was checked is in the run's own record.

    Attributes:
        since: the instant from which it has been complete, or incomplete.
        reason: why it is incomplete, in words; '' where it is complete.
        server_count: what the source says it holds; None where it cannot say.
    """

    deployment: str
    stage: str
    zone: str
    is_complete: bool
    since: datetime
    reason: str
    server_count: int | None
    archived_count: int
    decoded_count: int
    set_aside_count: int
    deleted_count: int


def put_form_status(connection: Connection, status: FormStatus) -> bool:
    """Reports show these books; ``since`` stays while completeness does. Returns whether anything was written."""
    table = form_status
    columns = [table.c[name] for name in ("is_complete", "since")]
    here = {"deployment": status.deployment}
    kept = connection.execute(select(*columns).where(table.c.deployment == status.deployment)).first()
    row = dict(zip(FormStatus.__slots__, astuple(status), strict=True))
    if kept is not None and kept.is_complete == status.is_complete:
        row["since"] = kept.since
    return replace_changed(connection, table, here, [tuple(row[c.name] for c in table.columns)]) > 0


def form_statuses(connection: Connection) -> tuple[FormStatus, ...]:
    """The books of every deployment, by its name."""
    query = select(form_status).order_by(form_status.c.deployment)
    return tuple(FormStatus(**row) for row in connection.execute(query).mappings())


def build_marks(connection: Connection, deployment: str) -> dict[str, str]:
    """Up to where the deployment is built, by what is counted; empty before its first build."""
    query = select(build_mark.c.what, build_mark.c.mark).where(build_mark.c.deployment == deployment)
    return {what: mark for what, mark in connection.execute(query)}


def put_build_marks(connection: Connection, deployment: str, marks: Mapping[str, str]) -> int:
    """These are the deployment's marks and no others; belongs in the transaction of the load. Returns rows written."""
    rows = [(deployment, what, mark) for what, mark in marks.items()]
    return replace_changed(connection, build_mark, {"deployment": deployment}, rows)
