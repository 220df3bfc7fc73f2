"""Findings summed, as reports show them."""

from typing import NamedTuple

from sqlalchemy import Connection, text

from pipeline.model.finding import Outcome, Severity


class Count(NamedTuple):
    """How many findings of one rule have one outcome."""

    rule: str
    severity: Severity
    outcome: Outcome
    findings: int


def count_findings(connection: Connection) -> list[Count]:
    """One row per rule, severity and outcome, by rule; ``SELECT count(*) FROM ops.finding`` is their sum."""
    query = text("SELECT rule, severity, outcome, count(*) FROM ops.finding GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")
    return [Count(*row) for row in connection.execute(query)]
