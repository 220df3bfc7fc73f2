"""How many submissions of a deployment stand decoded in its stage's main table."""

from psycopg import sql
from sqlalchemy import Connection

from pipeline.sql import driver_of

from .shapes import shapes_of


def count_decoded(connection: Connection, stage: str, deployment: str) -> int:
    """Rows of the stage's main table that came from this deployment; 0 before the first build."""
    shapes = shapes_of(connection, stage)
    if not shapes:
        return 0
    query = sql.SQL("SELECT count(*) FROM {} WHERE deployment = {}")
    row = driver_of(connection).execute(query.format(shapes[0].place, sql.Literal(deployment))).fetchone()
    return int(row[0]) if row else 0
