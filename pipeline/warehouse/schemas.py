"""In which schema the answers of a stage stand: ``answers``, or ``protected`` if the stage is restricted."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import Connection, select, text

from .tables import restricted_stage

Schema = Literal["answers", "protected"]


def schema_of(connection: Connection, stage: str) -> Schema:
    """Where the stage's tables are made; what ``keep_apart`` last wrote down."""
    marked = connection.execute(select(restricted_stage.c.stage).where(restricted_stage.c.stage == stage)).first()
    return "protected" if marked else "answers"


def schemas_of_tables(connection: Connection) -> Mapping[str, str]:
    """The schema in which each table of answers stands, by the table's name, which is given only once over both."""
    query = """SELECT relname, nspname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
               WHERE nspname IN ('answers', 'protected') AND relkind = 'r'"""
    return {table: schema for table, schema in connection.execute(text(query))}
