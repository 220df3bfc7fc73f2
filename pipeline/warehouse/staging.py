"""One load on its way in: what is new goes straight into the answers tables, what may be an edit through staging.

Every lookup by submission goes through ``= ANY (array)``: PostgreSQL then uses the primary keys even where a
table has just been filled and was never analysed, so the cost follows what changed and not what exists.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg import sql

from pipeline.model.decoded import Encoded
from pipeline.model.table import FIXED
from pipeline.sql import name, names, store_errors

from .copying import copy_lines
from .shapes import Shape

_STAGED = "root_uuid = ANY (ARRAY(SELECT root_uuid FROM {staged}))"


class Staging:
    """The rows of one load; ``inserted`` and ``deleted`` count rows by table; ``was_empty`` says nobody was there.

    A staging table is a temporary one; it is made when its first row comes and dropped by ``settle``.
    """

    def __init__(self, raw: psycopg.Connection[Any], shapes: Sequence[Shape], deployment: str) -> None:
        """``shapes``: all tables of the stage, the main one first."""
        self._raw, self._shapes, self._deployment = raw, {s.table: s for s in shapes}, deployment
        self._main = shapes[0].table
        self._columns: dict[str, tuple[str, ...]] = {}
        self._staged = {s.table: name("pg_temp", f"staging_{i}") for i, s in enumerate(shapes)}
        self.was_empty = self._run("SELECT FROM {main} LIMIT 1").rowcount == 0
        self.inserted: Counter[str] = Counter()
        self.deleted: Counter[str] = Counter()

    def add(self, batch: Encoded) -> None:
        """The batch's rows are with the server: in place if nobody knew these submissions, else in staging."""
        is_new = self.was_empty or not self._known(batch.roots)
        for table, lines in batch.lines.items():
            columns = tuple(c for c, _ in FIXED[self._shapes[table].role]) + batch.columns.get(table, ())
            with store_errors(f"{self._shapes[table].schema}.{table}"):
                if is_new:
                    copy_lines(self._raw, self._shapes[table].place, columns, lines)
                    self.inserted[table] += batch.counts[table]
                else:
                    self._make(table)
                    copy_lines(self._raw, self._staged[table], columns, lines)

    def forget(self, root_uuids: Iterable[str]) -> None:
        """The rows these submissions have from this deployment are deleted, in every table."""
        roots = [] if self.was_empty else list(root_uuids)
        if roots and (present := self._known(roots, "AND deployment = {deployment}")):
            self._delete("root_uuid = ANY ({roots})", present)

    def settle(self) -> None:
        """What was staged replaces the rows of its submissions.

        A submission whose edition is there already is left alone. Where two deployments hold the same submission,
        the newer edition stays, whichever was loaded first. An edit keeps the status the server last gave.
        """
        if not self._columns:
            return
        self._run(
            f"""DELETE FROM {{staged}} s USING {{main}} p WHERE p.{_STAGED} AND p.root_uuid = s.root_uuid AND (
                (p.deployment = s.deployment AND p.edition_id = s.edition_id)
                OR (p.deployment <> s.deployment AND p.edition_id > s.edition_id))"""  # noqa: S608
        )
        self._run(
            f"""UPDATE {{staged}} s SET validation_status = p.validation_status FROM {{main}} p WHERE p.{_STAGED}
                AND p.root_uuid = s.root_uuid AND p.deployment = s.deployment AND p.validation_status <> ''"""  # noqa: S608
        )
        self._delete(_STAGED)
        for table in self._columns:
            self._insert(table)
        every = sql.SQL(", ").join(self._staged[table] for table in self._columns)
        self._raw.execute(sql.SQL("DROP TABLE {}").format(every))
        self._columns.clear()

    def _known(self, roots: list[str], also: str = "") -> list[str]:
        """Those of the submissions that the main table has."""
        found = self._run(f"SELECT root_uuid FROM {{main}} WHERE root_uuid = ANY ({{roots}}) {also}", roots)  # noqa: S608
        return [root for (root,) in found]

    def _make(self, table: str) -> None:
        """The main one exists as soon as any does: the others are read through it."""
        for needed in (self._main, table):
            if needed in self._columns:
                continue
            shape = self._shapes[needed]
            statement = "CREATE TEMP TABLE {} (LIKE {} INCLUDING DEFAULTS) ON COMMIT DROP"
            self._raw.execute(sql.SQL(statement).format(self._staged[needed], shape.place))
            status = ("validation_status",) if shape.role == "main" else ()
            fixed = tuple(column for column, _ in FIXED[shape.role])
            self._columns[needed] = fixed + status + tuple(c.column for c in shape.columns)

    def _delete(self, which: str, roots: Sequence[str] = ()) -> None:
        for table in self._shapes:
            count = self._run(f"DELETE FROM {{target}} WHERE {which}", roots, table).rowcount  # noqa: S608
            if count:
                self.deleted[table] += count

    def _insert(self, table: str) -> None:
        statement = """INSERT INTO {target} ({columns}) SELECT {columns} FROM {source}
                       WHERE root_uuid IN (SELECT root_uuid FROM {staged})"""
        count = self._run(statement, table=table).rowcount
        if count:
            self.inserted[table] += count

    def _run(self, statement: str, roots: Sequence[str] = (), table: str = "") -> psycopg.Cursor[Any]:
        """Names and values are quoted into the statement: a ``%`` in a name would be taken for a parameter's."""
        parts: dict[str, sql.Composable] = {
            "main": self._shapes[self._main].place,
            "staged": self._staged[self._main],
            "deployment": sql.Literal(self._deployment),
            "roots": sql.Literal(list(roots)),
        }
        if table:
            columns = names(self._columns.get(table, ()))
            parts |= {"target": self._shapes[table].place, "source": self._staged[table], "columns": columns}
        return self._raw.execute(sql.SQL(statement).format(**parts))
