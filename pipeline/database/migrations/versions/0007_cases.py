"""What happened: plans with versions and lines, memberships, events; and what analysts see of it by a random key."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007_cases"
down_revision = "0006_people"
branch_labels = None
depends_on = None

# Value by field, of what is held true; the answers behind are identified, so each column is chosen one by one.
PERSON = """
SELECT p.person_key,
       max(v.value) FILTER (WHERE v.field = 'sex') AS sex,
       max(left(v.value, 4)::int / 5 * 5) FILTER (WHERE v.field = 'birth_date' AND v.value ~ '^[12][0-9]{3}')
           AS born_from_year,
       max(v.value) FILTER (WHERE v.field = 'commune') AS commune,
       p.zone,
       max(left(v.value, 7)) FILTER (WHERE v.field = 'returned_on') AS arrival_month,
       p.standing,
       cardinality(p.doubts) > 0 OR p.standing = 'provisional' AS to_confirm
FROM registry.person p LEFT JOIN registry.person_value v ON v.person_key = p.person_key AND v.held
GROUP BY p.person_key
"""
PLAN = """
SELECT p.plan_code, p.kind, p.sector, p.commune, p.parked_since::date AS parked_since,
       (SELECT count(*) FROM registry.plan_version v WHERE v.plan_code = p.plan_code) AS versions,
       (SELECT count(DISTINCT m.person_key) FROM registry.membership m
        WHERE m.plan_code = p.plan_code AND m.until IS NULL) AS members
FROM registry.plan p
"""
PLAN_VERSION = """
SELECT v.plan_code, v.number, v.made_by, v.made_on, v.inherits, v.total, v.contribution_total, v.tablet_total,
       (SELECT count(*) FROM registry.plan_change c WHERE c.plan_code = v.plan_code AND c.number = v.number)
           AS changes
FROM registry.plan_version v
"""
MEMBERSHIP = "SELECT person_key, plan_code, role, since, until FROM registry.membership WHERE person_key <> ''"
EVENT = """
SELECT person_key, place AS position, kind, happened_on, stage, detail, plan_code, received_at::date AS received_on
FROM registry.event
"""
PLAN_EVENT = """
SELECT plan_code, place AS position, kind, happened_on, stage, detail, received_at::date AS received_on
FROM registry.plan_event
"""
VIEWS = {
    "person": PERSON,
    "plan": PLAN,
    "plan_version": PLAN_VERSION,
    "plan_event": PLAN_EVENT,
    "membership": MEMBERSHIP,
    "event": EVENT,
}


def _key(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


def _texts(names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names.split()]


def _place(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _instant(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True))


def _table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(name, *columns, schema="registry")


def upgrade() -> None:
    """The views read with their owner's rights: analysts have none in ``registry``."""
    _plans()
    _lives()
    for view, rows in VIEWS.items():
        op.execute(f"CREATE VIEW reporting.{view} AS {rows}")


def _plans() -> None:
    _table("plan", *_key("plan_code"), *_texts("kind sector commune"), _instant("parked_since"))
    _table(
        "plan_version",
        *_key("plan_code"),
        _place("number"),
        *_texts("made_by"),
        sa.Column("made_on", sa.Date),
        *_texts("stage root_uuid row draft_root_uuid"),
        sa.Column("inherits", sa.Integer),
        sa.Column("total", sa.Numeric, nullable=False),
        sa.Column("contribution_total", sa.Numeric, nullable=False),
        sa.Column("tablet_total", sa.Numeric),
    )
    _table(
        "plan_line",
        *_key("plan_code"),
        _place("number"),
        _place("place"),
        *_texts("item item_other specification"),
        sa.Column("quantity", sa.Numeric),
        *_texts("unit"),
        sa.Column("unit_price", sa.BigInteger),
        sa.Column("total", sa.Numeric),
        sa.Column("catalogue_price", sa.BigInteger),
        *_texts("supplier"),
    )
    value = sa.Column("value", sa.BigInteger)
    row = [*_key("plan_code"), _place("number"), _place("place")]
    _table("plan_contribution", *row, *_texts("kind item"), value, *_texts("valuation"))
    row = [*_key("plan_code"), _place("number"), _place("place")]
    _table("plan_change", *row, *_texts("line field before after"))


def _lives() -> None:
    _table(
        "membership",
        *_key("plan_code"),
        _place("place"),
        *_texts("person_key role"),
        sa.Column("since", sa.Date),
        sa.Column("until", sa.Date),
        *_texts("stage root_uuid row"),
    )
    op.create_index("membership_of_person", "membership", ["person_key"], schema="registry")
    for table, owner in (("event", "person_key"), ("plan_event", "plan")):
        _table(
            table,
            *_key(owner),
            _place("place"),
            *_texts("kind"),
            sa.Column("happened_on", sa.Date),
            *_texts("detail plan_code stage root_uuid row"),
            sa.Column("edition_id", sa.BigInteger, nullable=False),
            _instant("received_at"),
        )
