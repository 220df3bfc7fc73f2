"""Rows of a small table become exactly the wanted ones: what is equal is not written."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

# PostgreSQL takes 65,535 parameters in one statement.
_AT_ONCE = 1000


def replace_changed(
    connection: Connection, table: Table, scope: Mapping[str, str], wanted: Iterable[tuple[Any, ...]]
) -> int:
    """Within ``scope`` the table holds the wanted rows and no other; returns rows written or removed.

    Args:
        scope: column → value that all rows concerned share (``{"stage": "registration"}``); it is part of the key.
        wanted: whole rows in the table's column order, at most one per key.
    """
    columns, key = [c.name for c in table.columns], [c.name for c in table.primary_key]
    places = [columns.index(name) for name in key]
    here = [table.c[name] == value for name, value in scope.items()]
    present = {tuple(row) for row in connection.execute(select(table).where(*here))}
    new = set(wanted)
    keys = {tuple(row[i] for i in places) for row in new}
    stale = sorted({tuple(row[i] for i in places) for row in present} - keys)
    for start in range(0, len(stale), _AT_ONCE):
        chosen = tuple_(*(table.c[name] for name in key)).in_(stale[start : start + _AT_ONCE])
        connection.execute(delete(table).where(*here, chosen))
    changed = [dict(zip(columns, row, strict=True)) for row in sorted(new - present, key=repr)]
    if changed:
        statement = insert(table)
        rest = {name: statement.excluded[name] for name in columns if name not in key}
        upsert = statement.on_conflict_do_update(index_elements=key, set_=rest) if rest else statement
        connection.execute(upsert, changed)
    return len(stale) + len(changed)
