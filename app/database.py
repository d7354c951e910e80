"""The database: one engine, writing transactions, reading snapshots, and its migrations."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.domain.errors import BoxrankError, InvalidValue, ServiceAway

__all__ = ["Connection", "Database", "StorageRefused", "savepoint"]

_PACKAGE = Path(__file__).parent
_DRIVER_ERRORS = (sqlite3.Error, psycopg.Error)  # bulk statements speak to the driver itself
_WRITER_LOCK = 0x626F78  # "box": one writer at a time on PostgreSQL, as SQLite has it by nature


class Database:
    """One engine. `transaction()` writes, `snapshot()` reads one state of the data throughout."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = _named_driver(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _server_engine(self.url, pool_size)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A writing transaction, committed at its end; writers wait for each other. Raises ServiceAway."""
        with _away_is_said(self.url), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})
            yield connection
            connection.commit()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A reading transaction: one publication from first query to last. Raises ServiceAway."""
        with _away_is_said(self.url), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            else:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection

    def upgrade(self, revision: str = "head") -> None:
        """Bring the tables to `revision` by the migrations. Raises ServiceAway."""
        with _away_is_said(self.url):
            command.upgrade(self._alembic(), revision)

    def downgrade(self, revision: str) -> None:
        """Take the tables back to `revision` (`base`: none left)."""
        command.downgrade(self._alembic(), revision)

    def check_models(self) -> None:
        """Raise alembic's error when the models and the migrated tables differ."""
        command.check(self._alembic())

    def revisions(self) -> tuple[str | None, str | None]:
        """The revision the tables are at, and the one the code wants."""
        with _away_is_said(self.url), self.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        return current, ScriptDirectory.from_config(self._alembic()).get_current_head()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def _alembic(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(_migrations_folder()))
        config.attributes["engine"] = self.engine
        return config


class StorageRefused(BoxrankError):
    """The database refused rows; what the savepoint held is undone, the transaction goes on."""


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """A part of a transaction that is undone alone when the database refuses it. Raises StorageRefused."""
    try:
        connection.exec_driver_sql("SAVEPOINT part")
        yield
        connection.exec_driver_sql("RELEASE SAVEPOINT part")
    except (DBAPIError, *_DRIVER_ERRORS) as error:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
        raise StorageRefused(str(getattr(error, "orig", error)).strip()) from error


def _migrations_folder() -> Path:
    bundled = _PACKAGE / "_migrations"
    return bundled if bundled.is_dir() else _PACKAGE.parent / "migrations"


def _named_driver(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise InvalidValue("database", f"{url!r} is not a database URL. Try sqlite:///boxrank.db.") from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise InvalidValue(
            "database", f"{parsed.drivername!r} is not served. Use sqlite:/// or postgresql+psycopg://."
        )
    return parsed


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30, "isolation_level": None})
    event.listen(engine, "connect", _tune_sqlite)
    return engine


def _tune_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "cache_size=-65536",
        "mmap_size=1073741824",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _server_engine(url: URL, pool_size: int) -> Engine:
    return create_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True, pool_timeout=5)


@contextmanager
def _away_is_said(url: URL) -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise ServiceAway(_advice(url, getattr(error, "orig", error))) from error
    except (sqlite3.OperationalError, psycopg.OperationalError) as error:
        raise ServiceAway(_advice(url, error)) from error


def _advice(url: URL, error: BaseException) -> str:
    cause = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "no such table" in cause:
        return f"The database {url.render_as_string()} has no tables yet. Run `boxrank db upgrade`."
    return f"The database {url.render_as_string()} cannot be used: {cause}"
