"""The hand-written steps and the tables the rooms speak of are the same."""

from importlib import import_module
from importlib.util import find_spec

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData

ROOMS = (
    "pipeline.archive.tables",
    "pipeline.cards.tables",
    "pipeline.findings.tables",
    "pipeline.publish.tables",
    "pipeline.registry.case_tables",
    "pipeline.warehouse.tables",
)


def merged():
    """The tables of every room that has some."""
    together = MetaData()
    for room in ROOMS:
        if find_spec(room):
            for table in import_module(room).metadata.tables.values():
                table.to_metadata(together)
    return together


def test_the_migrated_database_has_the_tables_the_rooms_speak_of(engine):
    """A column that only one of the two knows stops a run in its middle."""
    metadata = merged()
    assert metadata.tables
    ours = {(table.schema, table.name) for table in metadata.tables.values()}

    def belongs(item, name, kind, reflected, compare_to):
        """Tables that only the steps know (keys, notices) are nobody's mistake."""
        table = item if kind == "table" else getattr(item, "table", None)
        return table is None or (table.schema, table.name) in ours

    options = {"include_schemas": True, "include_object": belongs, "compare_type": True}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
