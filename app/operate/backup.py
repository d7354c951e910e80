"""A database into one file and back, without stopping who reads it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.database import Connection, Database
from app.domain.errors import InvalidValue, Unavailable
from app.repositories import versions
from app.storage.schema import SchemaMismatch, Tables, advice, read_tables
from app.storage.sqlite_backup import copy_over, copy_to_new_file, put_in_place
from app.storage.writer_lock import WriterBusy


@dataclass(frozen=True)
class Restored:
    """What a restore left: `generation` is the one that readers see next, None while none can be read."""

    revision: str
    is_current: bool
    generation: int | None


def back_up(database: Database, target: Path) -> int:
    """Write the database as one file that was not there, and return its size in bytes.

    Raises InvalidValue for a server and for a file that exists, DamagedDatabase, Unavailable.
    """
    file = _file_of(database, f"pg_dump --format=custom --file={target}")
    if target.exists():
        raise InvalidValue("file", f"{target} exists. Name another file: a backup is never overwritten.")
    database.tables()  # raises where there is no database
    if not file.exists():
        raise Unavailable(f"There is no database at {file}.")
    with _unfinished(target) as copy:
        copy_to_new_file(file, copy)
        size = copy.stat().st_size
        put_in_place(copy, target)
    return size


def restore(database: Database, source: Path, clock: Callable[[], datetime]) -> Restored:
    """Make the database equal to a backup, in one transaction; servers go on and show it as a new generation.

    Raises InvalidValue for a server and for a source that is not there, SchemaMismatch for one of a newer
    release or of another program, DamagedDatabase, WriterBusy, Unavailable.
    """
    file = _file_of(database, f"pg_restore --clean --if-exists --single-transaction --dbname=… {source}")
    if not source.is_file() or (file.exists() and source.samefile(file)):
        raise InvalidValue("file", f"{source} is no backup: name a file of `boxrank db backup`.")
    with _unfinished(file) as copy:
        copy_to_new_file(source, copy)
        if not file.exists():
            restored = _prepare(copy, source, 0, clock)
            put_in_place(copy, file)
            return restored
        with _advice_for_broken(file), database.writing() as connection:  # waits for a writer, and says so
            generation = _last_generation(connection)
        restored = _prepare(copy, source, generation, clock)
        copy_over(copy, file)
    return restored


def _file_of(database: Database, command: str) -> Path:
    if database.file is None:
        raise InvalidValue("database", f"PostgreSQL has its own tools: {command}")
    return database.file


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    copy = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield copy
    finally:
        for ending in ("", "-wal", "-shm"):
            copy.with_name(f"{copy.name}{ending}").unlink(missing_ok=True)


@contextmanager
def _advice_for_broken(file: Path) -> Iterator[None]:
    try:
        yield
    except WriterBusy:
        raise
    except Unavailable as error:
        raise Unavailable(
            f"{error} Stop everything that uses it, move {file} and the files that begin with its name "
            "to another folder, and restore again."
        ) from error


def _last_generation(connection: Connection) -> int:
    return versions.last_generation(connection) if _has_publications(read_tables(connection)) else 0


def _prepare(copy: Path, source: Path, generation: int, clock: Callable[[], datetime]) -> Restored:
    """Publish the copy as a generation that no cache has seen."""
    opened = Database(f"sqlite:///{copy}")
    try:
        tables = opened.tables()
        if tables.revision is None or not tables.is_upgradable:
            raise SchemaMismatch(f"{source} {advice(tables)}")
        published = None
        if _has_publications(tables):
            with opened.writing() as connection:
                published = versions.publish_after(connection, generation, clock())
        return Restored(tables.revision, tables.is_current, published)
    finally:
        opened.close()


def _has_publications(tables: Tables) -> bool:
    return versions.TABLE in tables.names
