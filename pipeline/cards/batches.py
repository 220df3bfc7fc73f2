"""Batches of cards: codes drawn at random, recorded before anybody holds them, and how many came back in a form."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, Text, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from ..model.code import PERSON, PLAN, make_code
from .tables import card, card_batch, card_replacement

Kind = Literal["person", "plan"]
PREFIX: dict[Kind, str] = {"person": PERSON, "plan": PLAN}


@dataclass(frozen=True, slots=True)
class Batch:
    """Cards printed together.

    Attributes:
        batch_id: random; the same in every database the batch is moved to.
        receiver: who was given the cards; '' if nobody said.
        zone: as the deployments call it; '' if nobody said.
        printed_by: who says that they printed it.
        printed_at: UTC instant.
    """

    batch_id: UUID
    kind: Kind
    receiver: str
    zone: str
    printed_by: str
    printed_at: datetime
    run_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A batch and what became of its cards.

    Attributes:
        count: codes in it.
        seen: of these, how many stand in a submission.
        replaced: of these, how many were lost or spoilt and have another card in their place.
        is_replacement: it is the one card that was printed for a lost one.
    """

    batch: Batch
    count: int
    seen: int
    replaced: int
    is_replacement: bool


def issue(
    connection: Connection,
    batch: Batch,
    count: int,
    written: Collection[str] = frozenset(),
    draw: Callable[[str], str] = secrets.choice,
) -> tuple[str, ...]:
    """New codes, recorded with their batch; none of them was ever given out, as a card or as its replacement.

    Args:
        connection: in a transaction of the caller's; cards whose codes were rolled back must not be printed.
        count: 1 or more.
        written: codes that stand in submissions: a card printed before this database began is not drawn again.
        draw: gives one sign of a text at random.
    """
    connection.execute(insert(card_batch).values({name: getattr(batch, name) for name in Batch.__slots__}))
    given: list[str] = []
    while len(given) < count:
        drawn = {make_code(PREFIX[batch.kind], draw): None for _ in range(count - len(given))}
        given += _kept(connection, batch.batch_id, [code for code in drawn if code not in written])
    return tuple(given)


def _kept(connection: Connection, batch_id: UUID, codes: Sequence[str]) -> list[str]:
    """Those of the codes that nobody had; they are this batch's now."""
    if not codes:
        return []
    rows = [{"code": code, "batch_id": batch_id} for code in codes]
    query = insert(card).on_conflict_do_nothing().returning(card.c.code)
    kept = set(connection.execute(query, rows).scalars())
    return [code for code in codes if code in kept]


def is_ours(connection: Connection, code: str) -> bool:
    """Whether the code was given out here."""
    return connection.scalar(select(card.c.code).where(card.c.code == code)) is not None


def list_batches(connection: Connection, written: Collection[str]) -> tuple[Standing, ...]:
    """All batches, oldest first.

    Args:
        written: codes that stand in submissions; others may be among them.
    """
    # One array: a list of single values would be refused where it is longer than 65 535.
    was_seen = card.c.code == any_(literal(list(written), ARRAY(Text)))
    counted = (
        select(
            card.c.batch_id,
            func.count().label("count"),
            func.count().filter(was_seen).label("seen"),
            func.count().filter(card.c.code.in_(select(card_replacement.c.replaces))).label("replaced"),
            func.bool_or(card.c.code.in_(select(card_replacement.c.code))).label("is_replacement"),
        )
        .group_by(card.c.batch_id)
        .subquery()
    )
    columns = [card_batch.c[name] for name in Batch.__slots__]
    query = select(*columns, counted.c.count, counted.c.seen, counted.c.replaced, counted.c.is_replacement).join_from(
        card_batch, counted, card_batch.c.batch_id == counted.c.batch_id
    )
    rows = connection.execute(query.order_by(card_batch.c.printed_at, card_batch.c.batch_id))
    width = len(columns)
    return tuple(Standing(Batch(*row[:width]), *row[width:]) for row in rows)
