"""Alembic's commands over one open connection, in its transaction."""

import sys
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.storage.schema import migrations_folder

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(connection: Connection, revision: str) -> None:
    """Bring the tables to `revision`; nothing happens where they are there already."""
    from alembic import command

    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Take the tables back to `revision`."""
    from alembic import command

    command.downgrade(_config(connection), revision)


def check_models(connection: Connection) -> None:
    """Raise alembic's error when the models and the migrated tables differ."""
    from alembic import command

    command.check(_config(connection))


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config(stdout=sys.stdout)  # its default is whatever stood there when it was imported
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    return config
