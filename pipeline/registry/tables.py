"""The tables of the registry that say who is who: facts given once, mentions, pairs, people.

``identity``, ``link_decision`` and ``link_undo`` are facts: rows are added, never changed, and no rebuild could find
them again. Everything else is made of the answers and these facts, and is dropped and made again by a rebuild.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from pipeline.model.linkage import Evidence

metadata = sa.MetaData()
SCHEMA = "registry"
Instant = sa.DateTime(timezone=True)


def text(*names: str, key: bool = False) -> list[sa.Column[Any]]:
    """Columns of text that are never null: '' where nothing was said."""
    default = None if key else ""
    return [sa.Column(n, sa.Text, nullable=False, server_default=default, primary_key=key) for n in names]


def instant(name: str, nullable: bool = False) -> sa.Column[Any]:
    """A moment, UTC."""
    return sa.Column(name, Instant, nullable=nullable)


identity = sa.Table(
    "identity",
    metadata,
    *text("handle", key=True),
    *text("person_key", "code"),
    instant("given_at"),
    sa.Column("run_id", sa.Uuid),
    sa.Index("identity_of_person", "person_key"),
    sa.Index("identity_of_code", "code"),
    schema=SCHEMA,
)

link_decision = sa.Table(
    "link_decision",
    metadata,
    sa.Column("decision_id", sa.Uuid, primary_key=True),
    *text("left_id", "right_id", "left_code", "right_code", "verdict", "why", "decided_by"),
    instant("decided_at"),
    sa.Column("run_id", sa.Uuid),
    sa.CheckConstraint("verdict in ('same', 'different') and left_id < right_id", name="link_decision_about_two"),
    schema=SCHEMA,
)

link_undo = sa.Table(
    "link_undo",
    metadata,
    sa.Column("decision_id", sa.Uuid, primary_key=True),
    *text("why", "undone_by"),
    instant("undone_at"),
    sa.Column("run_id", sa.Uuid),
    schema=SCHEMA,
)

# One row per submission that was read, also where it speaks of nobody: what changed since is told by its edition.
submission = sa.Table(
    "submission",
    metadata,
    *text("root_uuid", key=True),
    *text("stage", "deployment", "zone"),
    sa.Column("edition_id", sa.BigInteger, nullable=False),
    instant("received_at", nullable=True),
    sa.Column("mention_count", sa.Integer, nullable=False),
    sa.Index("submission_of_stage", "stage", "deployment"),
    schema=SCHEMA,
)

# The plans, meetings and sessions a submission speaks of, by their newest code, and where orientations are held.
subject = sa.Table(
    "subject",
    metadata,
    *text("root_uuid", "kind", "subject", key=True),
    sa.Index("subject_of", "kind", "subject"),
    schema=SCHEMA,
)

mention = sa.Table(
    "mention",
    metadata,
    *text("mention_id", key=True),
    *text("root_uuid", "stage"),
    sa.Column("edition_id", sa.BigInteger, nullable=False),
    *text("form_version", "zone", "row", "role", "code", "code_from", "handle", "external_id"),
    sa.Column("said_on", sa.Date),
    # Whether it brings evidence at all; without, the twelve columns after it are ''.
    sa.Column("has_evidence", sa.Boolean, nullable=False),
    *text(*Evidence._fields[1:]),
    # All it says of the person, as JSON: a list of [field, type, value, question].
    *text("told"),
    *text("component", "state", "person_key", "how"),
    sa.Column("weight", sa.Double),
    *(sa.Index(f"mention_of_{c}", c) for c in ("root_uuid", "component", "person_key")),
    *(sa.Index(f"mention_of_{c}", c, postgresql_where=sa.text(f"{c} <> ''")) for c in ("code", "handle")),
    sa.Index("mention_of_external_id", "external_id", postgresql_where=sa.text("external_id <> ''")),
    schema=SCHEMA,
)

block_key = sa.Table(
    "block_key",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
    *text("mention_id", key=True),
    sa.Index("block_key_of_mention", "mention_id"),
    schema=SCHEMA,
)

pair = sa.Table(
    "pair",
    metadata,
    *text("left_id", "right_id", key=True),
    sa.Column("weight", sa.Double, nullable=False),
    # What the weight is the sum of: a list of [field, level, bits].
    sa.Column("parts", pg.JSONB, nullable=False),
    sa.Index("pair_of_right", "right_id"),
    schema=SCHEMA,
)

# The decisions in force when people were last united: a decision that came or went since is told by it.
applied_decision = sa.Table(
    "applied_decision", metadata, sa.Column("decision_id", sa.Uuid, primary_key=True), schema=SCHEMA
)

person = sa.Table(
    "person",
    metadata,
    *text("person_key", key=True),
    *text("component", "code", "standing", "zone"),
    sa.Column("aliases", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("doubts", pg.ARRAY(sa.Text), nullable=False),
    sa.Index("person_of_component", "component"),
    sa.Index("person_of_code", "code"),
    sa.Index("person_of_alias", "aliases", postgresql_using="gin"),
    schema=SCHEMA,
)

# place 0 is the value held true, 1 and more those that disagree with it.
person_value = sa.Table(
    "person_value",
    metadata,
    *text("person_key", "field", key=True),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("held", sa.Boolean, nullable=False),
    *text("kind", "value", "stage", "root_uuid"),
    sa.Column("edition_id", sa.BigInteger, nullable=False),
    *text("form_version", "zone", "row", "question"),
    sa.Index("person_value_of_commune", "value", postgresql_where=sa.text("field = 'commune' and held")),
    schema=SCHEMA,
)

# Up to where each deployment was read, and with which model people were united.
link_mark = sa.Table("link_mark", metadata, *text("scope", "what", key=True), *text("mark"), schema=SCHEMA)

MADE = (submission, subject, mention, block_key, pair, applied_decision, person, person_value, link_mark)
"""What a rebuild drops and makes again, but for what ``case_tables`` holds."""
