"""Temporary tables of one load, and the statements that move what is new from them into the answers tables.

Every lookup by submission goes through ``= ANY (array)``: PostgreSQL then uses the primary keys even where a
table has just been filled and was never analysed, so the cost follows what changed and not what exists.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg import sql

from pipeline.model.table import FIXED

from .copying import copy_rows
from .driver import name, names
from .shapes import Shape


class Staging:
    """One load on its way in.

    ``gone`` holds submissions whose rows must go (removed, or set aside now). A staging table is made when its first
    row comes, and all vanish with the transaction.
    """

    def __init__(self, raw: psycopg.Connection[Any], shapes: Sequence[Shape], deployment: str) -> None:
        self._raw, self._shapes, self._deployment = raw, {s.table: s for s in shapes}, deployment
        self._main = shapes[0].table
        self._columns: dict[str, tuple[str, ...]] = {}
        self._names = {s.table: name("pg_temp", f"staging_{i}") for i, s in enumerate(shapes)}
        self._has_gone = False

    def copy(self, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
        """Rows wait for ``settle``; ``columns`` include the fixed ones."""
        if table not in self._columns:
            self._make(table)
        copy_rows(self._raw, self._names[table], columns, rows)

    def forget(self, root_uuids: Iterable[str]) -> None:
        """The rows of these submissions will go."""
        roots = list(root_uuids)
        if roots and not self._has_gone:
            self._run("CREATE TEMP TABLE gone (root_uuid text) ON COMMIT DROP")
            self._has_gone = True
        if roots:
            self._raw.execute("INSERT INTO pg_temp.gone SELECT unnest(%s::text[])", (roots,))

    def settle(self) -> tuple[dict[str, int], dict[str, int]]:
        """The answers tables hold what was copied and no longer what is gone; returns rows (inserted, deleted).

        A submission whose edition is there already is left alone. Where two deployments hold the same submission,
        the newer edition stays, whichever was loaded first.
        """
        if not self._columns and not self._has_gone:
            return {}, {}
        if self._main not in self._columns:
            self._make(self._main)
        self._find_present()
        self._drop_unchanged()
        deleted = self._delete()
        inserted = {table: self._insert(table) for table in self._columns}
        self._run(*(f"DROP TABLE IF EXISTS pg_temp.{t}" for t in ("gone", "present", "replaced")))
        for table in self._columns:
            self._raw.execute(sql.SQL("DROP TABLE {}").format(self._names[table]))
        return {t: n for t, n in inserted.items() if n}, deleted

    def _make(self, table: str) -> None:
        shape = self._shapes[table]
        statement = "CREATE TEMP TABLE {} (LIKE {} INCLUDING DEFAULTS) ON COMMIT DROP"
        self._raw.execute(sql.SQL(statement).format(self._names[table], name("answers", table)))
        status = ("validation_status",) if shape.role == "main" else ()
        fixed = tuple(column for column, _ in FIXED[shape.role])
        self._columns[table] = fixed + status + tuple(c.column for c in shape.columns)

    def _find_present(self) -> None:
        """``present`` is what the main table says about every submission this load speaks of."""
        gone = " UNION ALL SELECT root_uuid FROM pg_temp.gone" if self._has_gone else ""
        statement = f"""CREATE TEMP TABLE present ON COMMIT DROP AS
            SELECT root_uuid, edition_id, deployment, validation_status FROM {{answers}}
            WHERE root_uuid = ANY (ARRAY(SELECT root_uuid FROM {{staged}}{gone}))"""  # noqa: S608
        self._run(statement)

    def _drop_unchanged(self) -> None:
        """What stays in staging is new or changed; an edit keeps the status the server last gave."""
        self._run(
            """DELETE FROM {staged} s USING pg_temp.present p WHERE p.root_uuid = s.root_uuid AND (
                (p.deployment = s.deployment AND p.edition_id = s.edition_id)
                OR (p.deployment <> s.deployment AND p.edition_id > s.edition_id))""",
            """UPDATE {staged} s SET validation_status = p.validation_status FROM pg_temp.present p
               WHERE p.root_uuid = s.root_uuid AND p.deployment = s.deployment AND p.validation_status <> ''""",
        )

    def _delete(self) -> dict[str, int]:
        gone = ""
        if self._has_gone:
            gone = " OR (p.deployment = {deployment} AND p.root_uuid IN (SELECT root_uuid FROM pg_temp.gone))"
        self._run(
            f"""CREATE TEMP TABLE replaced ON COMMIT DROP AS SELECT root_uuid FROM pg_temp.present p
                WHERE p.root_uuid IN (SELECT root_uuid FROM {{staged}}){gone}"""  # noqa: S608
        )
        statement = "DELETE FROM {} WHERE root_uuid = ANY (ARRAY(SELECT root_uuid FROM pg_temp.replaced))"
        counts = {t: self._raw.execute(sql.SQL(statement).format(name("answers", t))).rowcount for t in self._shapes}
        return {table: count for table, count in counts.items() if count}

    def _insert(self, table: str) -> int:
        statement = """INSERT INTO {target} ({columns}) SELECT {columns} FROM {source}
                       WHERE root_uuid IN (SELECT root_uuid FROM {staged})"""
        composed = sql.SQL(statement).format(
            target=name("answers", table),
            columns=names(self._columns[table]),
            source=self._names[table],
            staged=self._names[self._main],
        )
        return self._raw.execute(composed).rowcount

    def _run(self, *statements: str) -> None:
        parts = {
            "answers": name("answers", self._main),
            "staged": self._names[self._main],
            "deployment": sql.Literal(self._deployment),
        }
        for statement in statements:
            self._raw.execute(sql.SQL(statement).format(**parts))
