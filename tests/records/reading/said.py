"""Answers as the warehouse hands them over; a test says only what it is about."""

from datetime import UTC, datetime

from pipeline.model.answers import Answers, Row

ROOT, CARD, OTHER = "uuid:1", "P222222P", "P333333J"
RECEIVED = datetime(2019, 3, 1, 12, tzinfo=UTC)


def answers(stage, values, **repeats):
    """A submission; rows of a repeat as mappings, its path with ``__`` for ``/``; ``(parent, values)`` below a row."""
    rows = {}
    for path, told in repeats.items():
        placed = [one if isinstance(one, tuple) else (0, one) for one in told]
        rows[path.replace("__", "/")] = tuple(
            Row(n, parent, sum(p == parent for p, _ in placed[:n]), row) for n, (parent, row) in enumerate(placed, 1)
        )
    return Answers(stage, ROOT, ROOT, 7, "v1", f"{stage}/nord", "nord", RECEIVED, values, rows)
