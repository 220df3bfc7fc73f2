"""What no rebuild could find again: identities once given out, and what people decided about two mentions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection, insert, select

from pipeline.model.linkage import LinkDecision
from pipeline.model.person import Identity

from .rows import copy_rows
from .tables import applied_decision, identity, link_decision, link_undo


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was recorded; ``decision.undone_at`` is set where it was taken back."""

    decision_id: UUID
    decision: LinkDecision


def give_identities(connection: Connection, given: Sequence[Identity], run_id: UUID | None) -> int:
    """These identities are recorded for ever; their handles have none yet. Returns how many."""
    return copy_rows(connection, identity, [(i.handle, i.person_key, i.code, i.given_at, run_id) for i in given])


def identities_about(connection: Connection, handles: Collection[str], codes: Collection[str]) -> tuple[Identity, ...]:
    """Every identity of each person to whom one of these handles or codes was ever given; sorted by handle."""
    i = identity.c
    meant = sa.or_(i.handle == sa.any_(_array(handles)), i.code == sa.any_(_array(codes)))
    keys = select(i.person_key).where(meant)
    query = select(i.person_key, i.code, i.handle, i.given_at).where(i.person_key.in_(keys)).order_by(i.handle)
    return tuple(Identity(*row) for row in connection.execute(query))


def last_given(connection: Connection) -> str:
    """Tells whether identities came from elsewhere since: their number and the latest instant."""
    count, newest = connection.execute(select(sa.func.count(), sa.func.max(identity.c.given_at))).one()
    return f"{count} {newest.isoformat() if newest else ''}"


def taken_codes(connection: Connection, codes: Collection[str]) -> frozenset[str]:
    """Those of the codes that a card, an identity or a submission has already."""
    query = sa.text(
        "SELECT code FROM registry.card WHERE code = ANY(:codes)"
        " UNION SELECT code FROM registry.identity WHERE code = ANY(:codes)"
        " UNION SELECT code FROM registry.mention WHERE code = ANY(:codes)"
    )
    return frozenset(connection.scalars(query, {"codes": list(codes)}))


def record_decision(connection: Connection, decision_id: UUID, decision: LinkDecision, run_id: UUID | None) -> None:
    """The decision is kept for ever."""
    values = {"decision_id": decision_id, "left_id": decision.left, "right_id": decision.right, "run_id": run_id}
    names = ("verdict", "why", "decided_by", "decided_at", "left_code", "right_code")
    connection.execute(insert(link_decision).values(values | {n: getattr(decision, n) for n in names}))


def record_undo(
    connection: Connection, decision_id: UUID, *, why: str, undone_by: str, undone_at: datetime, run_id: UUID | None
) -> None:
    """The decision is taken back; both facts stay."""
    values = {"decision_id": decision_id, "why": why, "undone_by": undone_by, "undone_at": undone_at}
    connection.execute(insert(link_undo).values(values | {"run_id": run_id}))


def read_decisions(connection: Connection) -> tuple[Decided, ...]:
    """All that were ever made, oldest first, those that were taken back with the instant of it."""
    d, u = link_decision.c, link_undo.c
    said = (d.left_id, d.right_id, d.verdict, d.why, d.decided_by, d.decided_at, u.undone_at, d.left_code, d.right_code)
    query = (
        select(d.decision_id, *said)
        .outerjoin_from(link_decision, link_undo, u.decision_id == d.decision_id)
        .order_by(d.decided_at, d.decision_id)
    )
    found: Iterable[tuple[Any, ...]] = (tuple(row) for row in connection.execute(query))
    return tuple(Decided(decision_id, LinkDecision(*said)) for decision_id, *said in found)


def changed_decisions(connection: Connection) -> tuple[LinkDecision, ...]:
    """Decisions that were made or taken back since people were last united."""
    every = {one.decision_id: one.decision for one in read_decisions(connection)}
    wanted = {key for key, one in every.items() if one.undone_at is None}
    return tuple(every[key] for key in sorted(wanted ^ _applied(connection)))


def apply_decisions(connection: Connection) -> int:
    """Those in force now are noted as applied; rows removed and written."""
    wanted = {one.decision_id for one in read_decisions(connection) if one.decision.undone_at is None}
    before = _applied(connection)
    gone = before - wanted
    if gone:
        connection.execute(applied_decision.delete().where(applied_decision.c.decision_id.in_(gone)))
    return len(gone) + copy_rows(connection, applied_decision, [(key,) for key in sorted(wanted - before)])


def every_handle(connection: Connection) -> frozenset[str]:
    """All handles that an identity was ever given to."""
    return frozenset(connection.scalars(select(identity.c.handle)))


def _applied(connection: Connection) -> set[UUID]:
    return set(connection.scalars(select(applied_decision.c.decision_id)))


def _array(values: Iterable[str]) -> Any:
    return sa.literal(sorted(values), sa.ARRAY(sa.Text))
