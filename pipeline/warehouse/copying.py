"""Rows into a table by COPY, encoded beforehand: nothing is looked at twice."""

from typing import Any

import psycopg
from psycopg import sql

from pipeline.model.decoded import ABSENT
from pipeline.sql import names

PIECE = 1 << 18
"""Bytes handed over at once: while the server reads one piece, the next is on its way."""


def copy_lines(raw: psycopg.Connection[Any], target: sql.Composable, columns: tuple[str, ...], lines: bytes) -> None:
    """All rows stand in the target.

    Args:
        lines: values in the order of ``columns``, as ``Encoded`` describes them.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN (NULL {})").format(target, names(columns), sql.Literal(ABSENT))
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for begin in range(0, len(lines), PIECE):
            copy.write(lines[begin : begin + PIECE])
