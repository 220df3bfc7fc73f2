"""What Alembic runs around each step: the caller's open connection, in the caller's transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table_schema="ops")
context.run_migrations()
