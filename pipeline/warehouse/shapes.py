"""The answers tables of a stage as they stand, and their growth: columns are added, never dropped, never retyped."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, insert, select

from pipeline.errors import SetupError
from pipeline.model.table import FIXED, RESERVED, RESERVED_TABLES, Kind, NamedColumn, Table
from pipeline.sql import driver_of, name, names, store_errors

from .schemas import schema_of, schemas_of_tables
from .tables import column_name

TYPES: Mapping[Kind, str] = {
    "text": "text",
    "integer": "bigint",
    "decimal": "numeric",
    "real": "double precision",
    "date": "date",
    "time": "time",
    "instant": "timestamptz",
    "boolean": "boolean",
    "json": "jsonb",
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "main": ("root_uuid",),
    "repeat": ("root_uuid", "row_id"),
    "choices": ("root_uuid", "row_id", "position"),
}
_KEY_OF = """SELECT conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
 WHERE c.contype = 'p' AND t.relnamespace = %s::regnamespace AND t.relname = %s"""
# PostgreSQL stops at 1,600 columns; fixed ones and dropped ones count too.
MOST_COLUMNS = 1500


@dataclass(frozen=True, slots=True)
class Shape:
    """One answers table as the database has it.

    Attributes:
        role / source: as in ``Table``.
        columns: questions' columns in the order they were added; fixed ones are not among them.
        schema: ``answers``, or ``protected`` if the stage is restricted.
    """

    table: str
    role: str
    source: str
    columns: tuple[NamedColumn, ...] = ()
    schema: str = "answers"

    @property
    def place(self) -> sql.Identifier:
        """Schema and table, quoted."""
        return name(self.schema, self.table)


def named_columns(connection: Connection, stage: str | None = None) -> tuple[NamedColumn, ...]:
    """Every name ever given, of one stage or of all; ``column`` is '' where the name is that of a table."""
    c = column_name.c
    query = select(c.table, c.column, c.path, c.kind).order_by(c.table, c.column)
    if stage is not None:
        query = query.where(c.stage == stage)
    return tuple(NamedColumn(*row) for row in connection.execute(query))


def shapes_of(connection: Connection, stage: str) -> tuple[Shape, ...]:
    """The stage's tables, the main one first; empty before the first ``ensure_tables``."""
    columns: defaultdict[str, list[NamedColumn]] = defaultdict(list)
    tables: dict[str, str] = {}
    given = named_columns(connection, stage)
    order = _attribute_order(driver_of(connection), [n.table for n in given if not n.column])
    for named in given:
        if named.column:
            columns[named.table].append(named)
        else:
            tables[named.table] = named.path
    schemas = schemas_of_tables(connection)
    found = []
    for table, meaning in tables.items():
        source, _, role = meaning.partition("/")[2].rpartition("#")
        ordered = sorted(columns[table], key=lambda n: order[n.table, n.column])
        found.append(Shape(table, role, source, tuple(ordered), schemas[table]))
    return tuple(sorted(found, key=lambda s: (s.role != "main", s.table)))


def ensure_tables(connection: Connection, stage: str, tables: Sequence[Table], form_version: str = "") -> int:
    """The stage's schema holds these tables with at least these columns, and every name is written down.

    Adds what is missing and touches nothing else; a column that an edition no longer has stays for the old rows.

    Args:
        tables: of one edition or of all; the order does not matter.
        form_version: of the edition that brings them; kept beside each new name.

    Returns:
        Names written down: 0 when nothing was new.

    Raises:
        SetupError: a name is reserved, belongs to another stage, or would change its meaning.
        StoreError: the database refused.
    """
    given = {(n.table, n.column): n for n in named_columns(connection)}
    own = {n.table for n in named_columns(connection, stage)}
    new: list[NamedColumn] = []
    raw, schema = driver_of(connection), schema_of(connection, stage)
    for table in tables:
        _refuse_taken(stage, table, given, own)
        columns = [NamedColumn(table.name, c.name, c.path, c.kind) for c in table.columns]
        _refuse_other_meaning(columns, given)
        missing = [c for c in columns if (table.name, c.column) not in given]
        is_new = (table.name, "") not in given
        with store_errors(f"{schema}.{table.name}"):
            if is_new:
                _create(raw, schema, table, missing)
            elif missing:
                _widen(raw, name(schema, table.name), missing)
        meaning = f"{stage}/{table.source}#{table.role}"
        fresh = [NamedColumn(table.name, "", meaning, "text"), *missing] if is_new else missing
        given |= {(n.table, n.column): n for n in fresh}
        own.add(table.name)
        new += fresh
    _write_down(connection, stage, new, form_version)
    return len(new)


def _write_down(connection: Connection, stage: str, new: Iterable[NamedColumn], form_version: str) -> None:
    rows = [
        {"stage": stage, "table": n.table, "column": n.column, "path": n.path, "kind": n.kind}
        | {"form_version": form_version}
        for n in new
    ]
    if rows:
        connection.execute(insert(column_name), rows)


def _refuse_taken(stage: str, table: Table, given: Mapping[tuple[str, str], NamedColumn], own: set[str]) -> None:
    where = f"stage '{stage}', table '{table.name}'"
    if table.name in RESERVED_TABLES:
        raise SetupError(where, "this name is kept for a table of the warehouse itself.", "Rename the stage.")
    if (table.name, "") in given and table.name not in own:
        owner = given[table.name, ""].path.partition("/")[0]
        raise SetupError(where, f"this table belongs to stage '{owner}'.", "Rename one of the two stages.")
    fixed = RESERVED | {column for column, _ in FIXED[table.role]}
    for column in table.columns:
        if column.name in fixed:
            raise SetupError(
                where, f"question '{column.path}' would take the name '{column.name}'.", "Rename the question."
            )
    count = len({c.name for c in table.columns} | {column for owner, column in given if owner == table.name})
    if count > MOST_COLUMNS:
        raise SetupError(
            where, f"{count} columns over all editions; PostgreSQL cannot hold them.", "Split the form in two."
        )


def _refuse_other_meaning(columns: Iterable[NamedColumn], given: Mapping[tuple[str, str], NamedColumn]) -> None:
    for column in columns:
        known = given.get((column.table, column.column), column)
        if known != column:
            raise SetupError(
                f"answers.{column.table}.{column.column}",
                f"it holds '{known.path}' as {known.kind} and cannot hold '{column.path}' as {column.kind}.",
                "Plan the tables with the names already given.",
            )


def drop_keys(raw: psycopg.Connection[Any], shapes: Iterable[Shape]) -> None:
    """The tables have no primary keys, until ``make_keys``: rows in any order go in twice as fast."""
    for shape in shapes:
        for (key,) in raw.execute(_KEY_OF, (shape.schema, shape.table)).fetchall():
            raw.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(shape.place, name(key)))


def make_keys(raw: psycopg.Connection[Any], shapes: Iterable[Shape]) -> None:
    """The tables have their primary keys, each sorted in one go."""
    for shape in shapes:
        statement = sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})")
        raw.execute(statement.format(shape.place, names(KEYS[shape.role])))


def _create(raw: psycopg.Connection[Any], schema: str, table: Table, columns: Iterable[NamedColumn]) -> None:
    parts = [_typed(column, kind) for column, kind in FIXED[table.role]]
    if table.role == "main":
        # Not in FIXED: the server's status changes without a new edition, so no decoder fills it.
        parts.append(sql.SQL("validation_status text NOT NULL DEFAULT ''"))
    parts += [_typed(c.column, c.kind) for c in columns]
    parts.append(sql.SQL("PRIMARY KEY ({})").format(names(KEYS[table.role])))
    raw.execute(sql.SQL("CREATE TABLE {} ({})").format(name(schema, table.name), sql.SQL(", ").join(parts)))


def _widen(raw: psycopg.Connection[Any], place: sql.Identifier, columns: Iterable[NamedColumn]) -> None:
    parts = [sql.SQL("ADD COLUMN {}").format(_typed(c.column, c.kind)) for c in columns]
    raw.execute(sql.SQL("ALTER TABLE {} {}").format(place, sql.SQL(", ").join(parts)))


def _typed(column: str, kind: Kind) -> sql.Composable:
    return name(column) + sql.SQL(f" {TYPES[kind]}")


def _attribute_order(raw: psycopg.Connection[Any], tables: list[str]) -> dict[tuple[str, str], int]:
    """Number of each column by (table, column), as PostgreSQL counts them."""
    query = """SELECT relname, attname, attnum FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
               WHERE relnamespace IN ('answers'::regnamespace, 'protected'::regnamespace)
               AND relname = ANY(%s) AND attnum > 0 AND NOT attisdropped"""
    return {(table, column): number for table, column, number in raw.execute(query, (tables,))}
