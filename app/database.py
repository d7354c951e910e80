"""The database: one engine, writing transactions, reading snapshots, and its migrations."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection

from app.database_errors import database_errors, is_outage, outages_raised
from app.domain.errors import BoxrankError, InvalidValue
from app.snapshots import SNAPSHOT
from app.storage import migrations, schema
from app.storage.limits import DatabaseLimits
from app.storage.schema import SchemaMismatch, Tables
from app.storage.sqlite import READER_CACHE, WRITER_CACHE, create_file, file_exists, set_cache, sqlite_engine
from app.storage.urls import parse_database_url, sqlite_file
from app.storage.writer_lock import PostgresLock, SqliteLock, WriterLock, locked

__all__ = ["Connection", "Database", "DatabaseLimits", "StorageRefused", "savepoint"]

_log = structlog.get_logger("boxrank.database")


class Database:
    """One engine. `transaction()` writes, `snapshot()` reads one state of the data throughout.

    `on_wait` is called with a sentence when a writer has to wait for another one.
    """

    def __init__(self, url: str, limits: DatabaseLimits | None = None) -> None:
        self.url = _parsed(url)
        self.file = sqlite_file(self.url)
        self.is_sqlite = self.file is not None
        self.on_wait: Callable[[str], None] = lambda sentence: _log.warning("writer_waits", reason=sentence)
        self._limits = limits or DatabaseLimits()
        self._is_checked = False
        self._lock: WriterLock = PostgresLock() if self.file is None else SqliteLock(self.file)
        self.engine = self._engine()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A writing transaction, committed at its end; writers wait for each other.

        Raises WriterBusy after the longest wait, SchemaMismatch unless the tables are those of this code,
        Unavailable.
        """
        with self.writing() as connection:
            self._require(connection, is_usable=lambda tables: tables.is_current)
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A reading transaction: one publication from first query to last.

        Raises SchemaMismatch unless this code can read the tables, Unavailable.
        """
        with self.reading() as connection:
            if not self._is_checked:
                self._require(connection, is_usable=lambda tables: tables.is_readable)
                self._is_checked = True
            yield connection.execution_options(**{SNAPSHOT: {}})

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """As `transaction`, whatever the tables are."""
        with outages_raised(self.url), self.engine.connect() as connection:
            wait_seconds = self._limits.writer_wait_seconds
            with locked(self._lock, connection, wait_seconds, self.on_wait), self._writer_bounds(connection):
                yield connection
                connection.commit()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """As `snapshot`, whatever the tables are."""
        with outages_raised(self.url), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            else:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                self._allow(connection, self._limits.answer_seconds)
            yield connection

    def upgrade(self, revision: str = "head") -> bool:
        """Bring the tables to `revision` by the migrations; whether anything changed.

        A SQLite file is created here and nowhere else. Two upgrades at once wait for each other. Raises
        SchemaMismatch for tables that the migrations did not create or a newer release has migrated,
        Unavailable.
        """
        if self.file is not None and not file_exists(self.file):
            create_file(self.file)
        with self.writing() as connection:
            before = self._require(connection, is_usable=lambda tables: tables.is_upgradable)
            migrations.upgrade(connection, revision)
            return before != schema.read_tables(connection)

    def downgrade(self, revision: str) -> None:
        """Take the tables back to `revision` (`base`: none left)."""
        with self.writing() as connection:
            migrations.downgrade(connection, revision)
        self._is_checked = False

    def check_models(self) -> None:
        """Raise alembic's error when the models and the migrated tables differ."""
        with self.writing() as connection:
            migrations.check_models(connection)

    def tables(self) -> Tables:
        """Revision and names of the tables; none where there is no file. Raises Unavailable."""
        if self.file is not None and not file_exists(self.file):
            return Tables(None, frozenset())
        with self.reading() as connection:
            return schema.read_tables(connection)

    @property
    def connections_in_use(self) -> int:
        """Connections of this process that are in use now."""
        return int(getattr(self.engine.pool, "checkedout", int)())

    def close(self) -> None:
        """Close all connections; those in use, when they are returned."""
        in_use = self.engine.pool
        self.engine.dispose()
        event.listen(in_use, "checkin", _close_returned)

    def _engine(self) -> Engine:
        if self.file is not None:
            return sqlite_engine(self.url, self.file, self._forget_check)
        from app.storage.postgres import server_engine

        return server_engine(self.url, self._limits)

    def _forget_check(self) -> None:
        self._is_checked = False

    def _require(self, connection: Connection, is_usable: Callable[[Tables], bool]) -> Tables:
        tables = schema.read_tables(connection)
        if not is_usable(tables):
            raise SchemaMismatch(f"The database {self.url.render_as_string()} {schema.advice(tables)}")
        return tables

    @contextmanager
    def _writer_bounds(self, connection: Connection) -> Iterator[None]:
        if not self.is_sqlite:
            self._allow(connection, None)
            yield
            return
        set_cache(connection, WRITER_CACHE)
        try:
            yield
        finally:
            set_cache(connection, READER_CACHE)

    def _allow(self, connection: Connection, seconds: float | None) -> None:
        from app.storage.postgres import allow_seconds

        allow_seconds(connection, seconds)


class StorageRefused(BoxrankError):
    """The database refused rows; what the savepoint held is undone, the transaction goes on."""


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """A part of a transaction that an error undoes alone; where the database refused it, StorageRefused."""
    connection.exec_driver_sql("SAVEPOINT part")
    try:
        yield
    except Exception as error:
        if isinstance(error, database_errors()) and is_outage(error):  # nothing to undo on a lost connection
            raise
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
        connection.exec_driver_sql("RELEASE SAVEPOINT part")
        if isinstance(error, database_errors()):
            raise StorageRefused(str(getattr(error, "orig", error)).strip()) from error
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT part")


def _close_returned(connection: DBAPIConnection | None, _record: object) -> None:
    if connection is not None:
        connection.close()


def _parsed(url: str) -> URL:
    try:
        return parse_database_url(url)
    except ValueError as error:
        raise InvalidValue("database", f"The database URL cannot be used: {error}.") from error
