"""Alembic's entry: migrations over the engine that app.database hands in, or BOXRANK_DATABASE_URL."""

from alembic import context

from app.models import metadata


def _engine():
    engine = context.config.attributes.get("engine")
    if engine is not None:
        return engine
    from app.bootstrap import open_database

    return open_database().engine


def run() -> None:
    """Apply the migrations in one transaction."""
    with _engine().connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        context.configure(
            connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()


run()
