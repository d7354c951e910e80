"""The database: one engine, writing transactions, reading snapshots, and its migrations."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL

from app.database_errors import away_is_said, database_errors
from app.domain.errors import BoxrankError, InvalidValue, ServiceAway
from app.snapshots import SNAPSHOT
from app.storage.urls import parse_database_url, sqlite_file

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["Connection", "Database", "StorageRefused", "savepoint"]

_PACKAGE = Path(__file__).parent
_WRITER_LOCK = 0x626F78  # "box": one writer at a time on PostgreSQL, as SQLite has it by nature


class Database:
    """One engine. `transaction()` writes, `snapshot()` reads one state of the data throughout."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = _parsed(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._file = sqlite_file(self.url) if self.is_sqlite else None
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _server_engine(self.url, pool_size)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A writing transaction, committed at its end; writers wait for each other. Raises ServiceAway."""
        with away_is_said(self.url), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})
            yield connection
            connection.commit()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A reading transaction: one publication from first query to last. Raises ServiceAway."""
        with away_is_said(self.url), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            else:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection.execution_options(**{SNAPSHOT: {}})

    def upgrade(self, revision: str = "head") -> None:
        """Bring the tables to `revision` by the migrations; a SQLite file is made here and nowhere else.

        Raises ServiceAway.
        """
        from alembic import command

        with away_is_said(self.url):
            if self._is_missing:
                self._create_file()
            command.upgrade(self._alembic(), revision)

    def downgrade(self, revision: str) -> None:
        """Take the tables back to `revision` (`base`: none left)."""
        from alembic import command

        command.downgrade(self._alembic(), revision)

    def check_models(self) -> None:
        """Raise alembic's error when the models and the migrated tables differ."""
        from alembic import command

        command.check(self._alembic())

    def revisions(self) -> tuple[str | None, str | None]:
        """The revision the tables are at, None where there are none yet, and the one the code wants."""
        from alembic.script import ScriptDirectory

        wanted = ScriptDirectory.from_config(self._alembic()).get_current_head()
        return None if self._is_missing else self._current_revision(), wanted

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @property
    def _is_missing(self) -> bool:
        return self._file is not None and not self._file.exists()

    def _create_file(self) -> None:
        assert self._file is not None
        try:
            self._file.touch()
        except OSError as error:
            raise ServiceAway(f"{self._file} cannot be made: {error.strerror}.") from error

    def _current_revision(self) -> str | None:
        from alembic.runtime.migration import MigrationContext

        with away_is_said(self.url), self.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def _alembic(self) -> "Config":
        from alembic.config import Config

        config = Config(stdout=sys.stdout)  # its default is whatever stood there when it was imported
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
    except database_errors() as error:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
        raise StorageRefused(str(getattr(error, "orig", error)).strip()) from error


def _migrations_folder() -> Path:
    bundled = _PACKAGE / "_migrations"
    return bundled if bundled.is_dir() else _PACKAGE.parent / "migrations"


def _parsed(url: str) -> URL:
    try:
        return parse_database_url(url)
    except ValueError as error:
        raise InvalidValue("database", f"The database URL cannot be used: {error}.") from error


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30, "isolation_level": None})
    event.listen(engine, "do_connect", partial(_require_file, sqlite_file(url)))
    event.listen(engine, "connect", _tune_sqlite)
    return engine


def _require_file(file: Path | None, *_connecting: Any) -> None:
    if file is not None and not file.exists():  # SQLite itself would make an empty one of a mistyped name
        raise ServiceAway(f"There is no database at {file} yet. Run `boxrank db upgrade` first.")


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
