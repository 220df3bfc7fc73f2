"""Decoded rows as COPY reads them, written value by value: what the decoder's fast way must be equal to."""

from pipeline.model.decoded import Decoded, Encoded
from pipeline.records.writing import copy_lines


def encoded(decoded: Decoded, main: str) -> Encoded:
    """The batch for a load."""
    filled = {table: rows for table, rows in decoded.rows.items() if rows}
    return Encoded(
        decoded.columns,
        [row[0] for row in filled.get(main, ())],
        {table: copy_lines(list(zip(*rows, strict=True)), [], is_clean=False) for table, rows in filled.items()},
        {table: len(rows) for table, rows in filled.items()},
        decoded.set_aside,
        decoded.decoded_count,
        decoded.unknown_choices,
    )
