"""Run by Alembic: it works inside the transaction that ``migrate`` has begun."""

from alembic import context

from oversight.archive.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
