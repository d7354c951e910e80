"""Whole SQLite databases, copied through SQLite itself so that a log of changes is never left out."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from app.domain.errors import BoxrankError, Unavailable


class DamagedDatabase(BoxrankError):
    """A file is not a database, or its pages contradict each other."""


def copy_to_new_file(source: Path, target: Path) -> None:
    """Write the database of `source`, its log included, as one file. Raises DamagedDatabase, Unavailable."""
    with _copying(source, target) as (reading, writing):
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE").close()
    _check(target, source)


def copy_over(source: Path, target: Path) -> None:
    """Make `target`, which others may be using, equal to `source` in one transaction.

    Readers see the old database or the new one. Waits for a writer. Raises DamagedDatabase, Unavailable.
    """
    with _copying(source, target) as (reading, writing):
        writing.execute("PRAGMA journal_mode=WAL").close()
        reading.backup(writing)
        writing.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    _check(target, target)


def put_in_place(source: Path, target: Path) -> None:
    """Rename `source` to `target`, which is not there; what a lost database left beside it goes."""
    with _failures(source, target):
        for ending in ("-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                target.with_name(f"{target.name}{ending}").unlink()
        os.replace(source, target)


@contextmanager
def _copying(source: Path, target: Path) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    with (
        _failures(source, target),
        closing(_read_only(source)) as reading,
        closing(_connect(target)) as writing,
    ):
        yield reading, writing


def _check(file: Path, named: Path) -> None:
    with _failures(named, file), closing(_read_only(file)) as connection:
        (result,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if result != "ok":
        raise DamagedDatabase(f"{named} is damaged: {result}")


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level=None)


@contextmanager
def _failures(source: Path, target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(f"{error.filename or target} cannot be written: {error.strerror}.") from error
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None) or 0
        if code & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise DamagedDatabase(f"{source} is damaged or no database: {error}") from error
        raise Unavailable(f"{source} cannot be copied to {target}: {error}") from error
