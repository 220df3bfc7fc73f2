"""Who is who: identities and decisions given once, mentions, the pairs among them, people and what is known of them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0006_people"
down_revision = "0005_protected"
branch_labels = None
depends_on = None

EVIDENCE = (
    "surname given_names sex birth_date birth_precision phone commune village father_given mother_given"
    " arrival_batch country"
)


def _key(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


def _texts(names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names.split()]


def _instant(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _run() -> sa.Column[Any]:
    return sa.Column("run_id", sa.Uuid)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _table(name: str, *columns: sa.Column[Any] | sa.CheckConstraint) -> None:
    op.create_table(name, *columns, schema="registry")


def _index(table: str, column: str, name: str = "", **options: Any) -> None:
    op.create_index(name or f"{table}_of_{column}", table, [column], schema="registry", **options)


def upgrade() -> None:
    """Identified, so in ``registry`` only; facts first, then what a rebuild makes again."""
    _facts()
    _mentions()
    _people()


def _facts() -> None:
    _table("identity", *_key("handle"), *_texts("person_key code"), _instant("given_at"), _run())
    _index("identity", "person_key", "identity_of_person")
    _index("identity", "code")
    _table(
        "link_decision",
        sa.Column("decision_id", sa.Uuid, primary_key=True),
        *_texts("left_id right_id left_code right_code verdict why decided_by"),
        _instant("decided_at"),
        _run(),
        sa.CheckConstraint("verdict in ('same', 'different') and left_id < right_id", name="link_decision_about_two"),
    )
    undone = sa.Column("decision_id", sa.Uuid, primary_key=True)
    _table("link_undo", undone, *_texts("why undone_by"), _instant("undone_at"), _run())


def _mentions() -> None:
    _table(
        "submission",
        *_key("root_uuid"),
        *_texts("stage deployment zone"),
        _number("edition_id"),
        _instant("received_at", nullable=True),
        sa.Column("mention_count", sa.Integer, nullable=False),
    )
    op.create_index("submission_of_stage", "submission", ["stage", "deployment"], schema="registry")
    _table("subject", *_key("root_uuid", "kind", "subject"))
    op.create_index("subject_of", "subject", ["kind", "subject"], schema="registry")
    _table(
        "mention",
        *_key("mention_id"),
        *_texts("root_uuid stage"),
        _number("edition_id"),
        *_texts("form_version zone row role code code_from handle external_id"),
        sa.Column("said_on", sa.Date),
        sa.Column("has_evidence", sa.Boolean, nullable=False),
        *_texts(EVIDENCE),
        *_texts("told component state person_key how"),
        sa.Column("weight", sa.Double),
    )
    for column in ("root_uuid", "component", "person_key"):
        _index("mention", column)
    for column in ("code", "handle", "external_id"):
        _index("mention", column, postgresql_where=sa.text(f"{column} <> ''"))
    number = sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False)
    _table("block_key", number, *_key("mention_id"))
    _index("block_key", "mention_id", "block_key_of_mention")
    weight = sa.Column("weight", sa.Double, nullable=False)
    _table("pair", *_key("left_id", "right_id"), weight, sa.Column("parts", pg.JSONB, nullable=False))
    _index("pair", "right_id", "pair_of_right")
    _table("applied_decision", sa.Column("decision_id", sa.Uuid, primary_key=True))
    _table("link_mark", *_key("scope", "what"), *_texts("mark"))


def _people() -> None:
    _table(
        "person",
        *_key("person_key"),
        *_texts("component code standing zone"),
        sa.Column("aliases", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("doubts", pg.ARRAY(sa.Text), nullable=False),
    )
    _index("person", "component")
    _index("person", "code")
    _index("person", "aliases", "person_of_alias", postgresql_using="gin")
    _table(
        "person_value",
        *_key("person_key", "field"),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("held", sa.Boolean, nullable=False),
        *_texts("kind value stage root_uuid"),
        _number("edition_id"),
        *_texts("form_version zone row question"),
    )
