"""Rows of the answers tables read back as the submissions they came from, by question path, and only what is asked."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from psycopg import sql
from sqlalchemy import Connection

from pipeline.model.answers import Answers, Row
from pipeline.sql import driver_of, names, store_errors

from .schemas import schema_of
from .shapes import Shape, shapes_of

AT_ONCE = 1000
FIXED = ("root_uuid", "instance_id", "edition_id", "form_version", "deployment", "zone", "submitted_at")
Values = dict[str, Any]
Rows = dict[str, list[tuple[Any, ...]]]


def read_answers(
    connection: Connection, stage: str, paths: Collection[str], roots: Collection[str] | None = None
) -> Iterator[Answers]:
    """Every submission of the stage, or those of these root uuids, with the answers at these paths.

    Streams in batches, so memory is that of one; in the order of the root uuids. A restricted stage is never read.

    Args:
        paths: of questions; one that no edition of the form ever had does no harm. A repeat of which a path, or a
            path of a select_multiple in it, is asked comes with all its rows.
        roots: unknown ones are absent; None for all.

    Raises:
        StoreError: the database refused.
    """
    shapes = shapes_of(connection, stage)
    if not shapes or schema_of(connection, stage) != "answers" or shapes[0].schema != "answers":
        return
    wanted = frozenset(paths)
    reader = _Reader(connection, stage, shapes, wanted)
    with store_errors(f"reading {stage}"):
        for batch in _batches(connection, shapes[0], _columns(shapes[0], wanted), roots):
            yield from reader.read(batch)


def _columns(shape: Shape, wanted: Collection[str]) -> dict[str, str]:
    """Path by column of what is asked; a question of several columns has ``#part`` in its path."""
    return {c.column: c.path for c in shape.columns if c.path.partition("#")[0] in wanted}


def _batches(
    connection: Connection, main: Shape, columns: dict[str, str], roots: Collection[str] | None
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of the main table, fixed columns first."""
    raw = driver_of(connection)
    shown = names((*FIXED, *columns))
    if roots is not None:
        ordered = sorted(roots)
        query = sql.SQL("SELECT {} FROM {} WHERE root_uuid = ANY(%s) ORDER BY root_uuid").format(shown, main.place)
        for start in range(0, len(ordered), AT_ONCE):
            yield raw.execute(query, (ordered[start : start + AT_ONCE],)).fetchall()
        return
    query = sql.SQL("SELECT {} FROM {} ORDER BY root_uuid").format(shown, main.place)
    with raw.cursor(name="answers_read") as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(AT_ONCE):
            yield rows


class _Reader:
    """Puts repeats and chosen answers to the rows of the main table."""

    def __init__(self, connection: Connection, stage: str, shapes: Sequence[Shape], wanted: frozenset[str]) -> None:
        self._raw, self._stage, self._wanted = driver_of(connection), stage, wanted
        self._main = _columns(shapes[0], wanted)
        self._choices = [s for s in shapes if s.role == "choices" and s.source in wanted]
        repeats = [s for s in shapes if s.role == "repeat"]
        self._repeats = [s for s in repeats if any(path.startswith(f"{s.source}/") for path in wanted)]
        # The row of a select_multiple is that of the repeat it stands in: the innermost one around it.
        sources = sorted((s.source for s in repeats), key=len, reverse=True)
        self._around = {s.source: next((r for r in sources if s.source.startswith(f"{r}/")), "") for s in self._choices}

    def read(self, batch: Sequence[tuple[Any, ...]]) -> Iterator[Answers]:
        """The submissions of these rows of the main table."""
        roots = [row[0] for row in batch]
        chosen = self._chosen(roots)
        repeats = self._rows(roots, chosen)
        for root, instance, edition, version, deployment, zone, submitted_at, *values in batch:
            said = _said(self._main.values(), values) | chosen.get((root, "", 0), {})
            yield Answers(
                self._stage,
                root,
                instance,
                edition,
                version,
                deployment,
                zone,
                submitted_at,
                said,
                {path: tuple(rows) for path, rows in repeats.get(root, {}).items()},
            )

    def _chosen(self, roots: list[str]) -> dict[tuple[str, str, int], Values]:
        """Answers to select_multiples by root uuid, repeat around them and row in it."""
        found: dict[tuple[str, str, int], Values] = defaultdict(dict)
        for shape in self._choices:
            query = "SELECT root_uuid, row_id, choice FROM {} WHERE root_uuid = ANY(%s) ORDER BY 1, row_id, position"
            for root, row_id, choice in self._raw.execute(sql.SQL(query).format(shape.place), (roots,)):
                place = found[root, self._around[shape.source], row_id]
                place[shape.source] = (*place.get(shape.source, ()), choice)
        return found

    def _rows(self, roots: list[str], chosen: dict[tuple[str, str, int], Values]) -> dict[str, dict[str, list[Row]]]:
        """Rows by root uuid and path of the repeat."""
        found: dict[str, dict[str, list[Row]]] = defaultdict(dict)
        for shape in self._repeats:
            columns = _columns(shape, self._wanted)
            shown = names(("root_uuid", "row_id", "parent_row_id", "position", *columns))
            query = sql.SQL("SELECT {} FROM {} WHERE root_uuid = ANY(%s) ORDER BY root_uuid, row_id")
            for root, row_id, parent, position, *values in self._raw.execute(
                query.format(shown, shape.place), (roots,)
            ):
                said = _said(columns.values(), values) | chosen.get((root, shape.source, row_id), {})
                found[root].setdefault(shape.source, []).append(Row(row_id, parent, position, said))
        return found


def _said(paths: Collection[str], values: Sequence[Any]) -> Values:
    """What was answered; a question without an answer is absent."""
    return {path: value for path, value in zip(paths, values, strict=True) if value is not None}
