"""Runs the migrations inside the transaction of whoever opens the ledger."""

from alembic import context

from pipeline.record.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
