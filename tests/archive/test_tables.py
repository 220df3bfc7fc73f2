"""The tables as described are the tables as migrated."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from pipeline.archive.tables import metadata


def test_the_migration_makes_the_tables_that_are_described(engine):
    """A column in one place only would be found by a user."""
    ours = {table.key for table in metadata.tables.values()}

    def is_ours(thing, name, kind, reflected, compare_to):
        table = thing if kind == "table" else thing.table
        return f"{table.schema}.{table.name}" in ours

    options = {"include_schemas": True, "include_object": is_ours, "compare_type": True}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
