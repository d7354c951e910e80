"""Alembic's entry: migrations over the connection that app.database opens, or over BOXRANK_DATABASE_URL."""

from alembic import context
from sqlalchemy import Connection

from app.models import metadata


def run(connection: Connection) -> None:
    """Apply the migrations in the transaction of the connection."""
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()


def run_from_alembic() -> None:
    """Apply the migrations for alembic's own command line, in a writing transaction."""
    from app.bootstrap import open_database

    with open_database().writing() as connection:
        run(connection)


given = context.config.attributes.get("connection")
run(given) if given is not None else run_from_alembic()
