"""The tables of the registry that say what happened: plans with their versions and lines, memberships, events."""

from typing import Any

import sqlalchemy as sa

from .tables import MADE, SCHEMA, instant, metadata, text


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _origin() -> list[sa.Column[Any]]:
    """The submission that said so, and the repeat row in it."""
    return text("stage", "root_uuid", "row")


plan = sa.Table(
    "plan",
    metadata,
    *text("plan_code", key=True),
    *text("kind", "sector", "commune"),
    instant("parked_since", nullable=True),
    schema=SCHEMA,
)

plan_version = sa.Table(
    "plan_version",
    metadata,
    *text("plan_code", key=True),
    _number("number"),
    *text("made_by"),
    sa.Column("made_on", sa.Date),
    *_origin(),
    *text("draft_root_uuid"),
    sa.Column("inherits", sa.Integer),
    sa.Column("total", sa.Numeric, nullable=False),
    sa.Column("contribution_total", sa.Numeric, nullable=False),
    sa.Column("tablet_total", sa.Numeric),
    schema=SCHEMA,
)

plan_line = sa.Table(
    "plan_line",
    metadata,
    *text("plan_code", key=True),
    _number("number"),
    _number("place"),
    *text("item", "item_other", "specification"),
    sa.Column("quantity", sa.Numeric),
    *text("unit"),
    sa.Column("unit_price", sa.BigInteger),
    sa.Column("total", sa.Numeric),
    sa.Column("catalogue_price", sa.BigInteger),
    *text("supplier"),
    schema=SCHEMA,
)

plan_contribution = sa.Table(
    "plan_contribution",
    metadata,
    *text("plan_code", key=True),
    _number("number"),
    _number("place"),
    *text("kind", "item"),
    sa.Column("value", sa.BigInteger),
    *text("valuation"),
    schema=SCHEMA,
)

plan_change = sa.Table(
    "plan_change",
    metadata,
    *text("plan_code", key=True),
    _number("number"),
    _number("place"),
    *text("line", "field", "before", "after"),
    schema=SCHEMA,
)

membership = sa.Table(
    "membership",
    metadata,
    *text("plan_code", key=True),
    _number("place"),
    *text("person_key", "role"),
    sa.Column("since", sa.Date),
    sa.Column("until", sa.Date),
    *_origin(),
    sa.Index("membership_of_person", "person_key"),
    schema=SCHEMA,
)


def _happening() -> list[sa.Column[Any]]:
    return [
        *text("kind"),
        sa.Column("happened_on", sa.Date),
        *text("detail", "plan_code"),
        *_origin(),
        sa.Column("edition_id", sa.BigInteger, nullable=False),
        instant("received_at", nullable=True),
    ]


# In the order of the journey; an event of a plan stands here for each of its members.
event = sa.Table("event", metadata, *text("person_key", key=True), _number("place"), *_happening(), schema=SCHEMA)

plan_event = sa.Table("plan_event", metadata, *text("plan", key=True), _number("place"), *_happening(), schema=SCHEMA)

DERIVED = (*MADE, plan, plan_version, plan_line, plan_contribution, plan_change, plan_event, membership, event)
"""Every table that a rebuild drops and makes again; facts are not among them."""
