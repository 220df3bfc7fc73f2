"""How many submissions of a deployment stand decoded in its stage's main table."""

from psycopg import sql
from sqlalchemy import Connection

from pipeline.sql import driver_of, name

from .shapes import shapes_of


def count_decoded(connection: Connection, stage: str, deployment: str) -> int:
    """Rows of the stage's main table that came from this deployment; 0 before the first build."""
    if not shapes_of(connection, stage):
        return 0
    query = sql.SQL("SELECT count(*) FROM {} WHERE deployment = {}")
    row = driver_of(connection).execute(query.format(name("answers", stage), sql.Literal(deployment))).fetchone()
    return int(row[0]) if row else 0
