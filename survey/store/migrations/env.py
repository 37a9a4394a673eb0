"""Runs the migrations on the connection that the caller hands over, inside its transaction."""

from alembic import context

from survey.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
