"""The engine of SQLite: a file that exists, small caches, and connections that follow a replaced file."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import InvalidatePoolError

from app.domain.errors import Unavailable

BUSY_SECONDS = 30
READER_CACHE, WRITER_CACHE = "-8192", "-262144"
"""Kibibytes of private pages: readers find theirs in the mapped file, a writer keeps its changes there."""
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    f"cache_size={READER_CACHE}",
    "mmap_size=1073741824",
    "journal_size_limit=67108864",
)

_Identity = tuple[int, int]

_log = structlog.get_logger("boxrank.database")


def sqlite_engine(url: URL, file: Path, on_replaced: Callable[[], None]) -> Engine:
    """An engine over a file that exists. `on_replaced` is called when another file has taken its place."""
    place = _Place(file, on_replaced)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})
    event.listen(engine, "do_connect", place.require_file)
    event.listen(engine, "connect", place.open_connection)
    event.listen(engine, "checkout", place.require_same_file)
    return engine


class _Place:
    """The path of a database, where another file may appear at any time."""

    def __init__(self, file: Path, on_replaced: Callable[[], None]) -> None:
        self._file, self._log_file = file, file.with_name(f"{file.name}-wal")
        self._on_replaced = on_replaced
        self._log_identity: _Identity | None = None
        self._foreign_log: _Identity | None = None

    def require_file(self, *_connecting: Any) -> None:
        if not file_exists(self._file):  # SQLite itself would create an empty one of a mistyped name
            raise Unavailable(f"There is no database at {self._file} yet. Run `boxrank db upgrade` first.")
        if self._foreign_log is not None and _identity(self._log_file, least_bytes=1) == self._foreign_log:
            raise Unavailable(
                f"{self._file} was replaced, but {self._log_file.name} belongs to the file before it. "
                f"Stop everything that uses the database, and replace it by `boxrank db restore`."
            )

    def open_connection(self, connection: sqlite3.Connection, record: Any) -> None:
        record.info["file"] = _identity(self._file)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    def require_same_file(self, _connection: sqlite3.Connection, record: Any, _proxy: Any) -> None:
        if record.info["file"] == _identity(self._file):
            self._log_identity = _identity(self._log_file)
            return
        self._foreign_log = self._log_identity
        _log.warning("database_file_replaced", file=str(self._file))
        self._on_replaced()
        raise InvalidatePoolError


def file_exists(file: Path) -> bool:
    """Whether the file exists. Raises Unavailable when its folder may not be searched."""
    try:
        return file.exists()
    except OSError as error:
        raise Unavailable(f"{file} cannot be opened: {error.strerror}.") from error


def create_file(file: Path) -> None:
    """Create an empty file. Raises Unavailable."""
    try:
        file.touch()
    except OSError as error:
        raise Unavailable(f"{file} cannot be made: {error.strerror}.") from error


def set_cache(connection: Connection, kibibytes: str) -> None:
    """Bound the private pages of the connection, and free what is above."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA cache_size={kibibytes}").close()
    driver.execute("PRAGMA shrink_memory").close()


def _identity(file: Path, least_bytes: int = 0) -> _Identity | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_size >= least_bytes else None
