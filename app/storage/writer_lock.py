"""One writer at a time on both databases; the next one waits as long as it may, and can name the first."""

import json
import os
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from app.domain.errors import Unavailable
from app.storage.sqlite import BUSY_SECONDS

POLL_SECONDS = 0.1
ANNOUNCE_SECONDS = 0.5
_LOCK = 0x626F78  # "box"
_PRIMARY_CODE = 0xFF

_TAKE = text("SELECT pg_try_advisory_xact_lock(:lock), set_config('statement_timeout', '0', true)")
_HOLDER = text("""
    SELECT activity.application_name, activity.xact_start
    FROM pg_locks JOIN pg_stat_activity AS activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND objid = :lock AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
""")


class WriterBusy(Unavailable):
    """Another writer was at work for longer than this one may wait."""


class WriterLock(Protocol):
    """The lock of one kind of database."""

    def take(self, connection: Connection) -> bool:
        """Begin a writing transaction; False when another process or thread is in one."""
        ...

    def holder(self, connection: Connection) -> str:
        """Who is in one and since when, as far as that is known."""
        ...

    def note(self) -> None:
        """Leave word who holds the lock."""
        ...

    def forget(self) -> None:
        """Remove that word: the transaction is about to end."""
        ...


class SqliteLock:
    """BEGIN IMMEDIATE; the holder is named by a note beside the file."""

    def __init__(self, file: Path) -> None:
        self._note = file.with_name(f"{file.name}-writer")

    def take(self, connection: Connection) -> bool:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA busy_timeout=0").close()
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY_CODE != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            driver.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}").close()
        return True

    def holder(self, connection: Connection) -> str:
        with suppress(OSError, ValueError, KeyError, TypeError):
            note = json.loads(self._note.read_text(encoding="utf-8"))
            if note["host"] != socket.gethostname() or _is_alive(int(note["pid"])):
                return f" (since {note['since']}, pid {note['pid']} on {note['host']})"
        return ""

    def note(self) -> None:
        note = {"pid": os.getpid(), "host": socket.gethostname(), "since": _clock(datetime.now(UTC))}
        with suppress(OSError):  # a note that cannot be written costs the others a name, nothing else
            self._note.write_text(json.dumps(note), encoding="utf-8")

    def forget(self) -> None:
        with suppress(OSError):
            self._note.unlink()


class PostgresLock:
    """An advisory lock; the server knows who holds it. A writer's statements take as long as they need."""

    def take(self, connection: Connection) -> bool:
        return bool(connection.execute(_TAKE, {"lock": _LOCK}).scalar_one())

    def holder(self, connection: Connection) -> str:
        row = connection.execute(_HOLDER, {"lock": _LOCK}).first()
        return "" if row is None else f" (since {_clock(row.xact_start)}, {row.application_name})"

    def note(self) -> None:
        pass

    def forget(self) -> None:
        pass


@contextmanager
def locked(
    lock: WriterLock, connection: Connection, wait_seconds: float, on_wait: Callable[[str], None]
) -> Iterator[None]:
    """Hold the lock, in a transaction of the connection; `on_wait` is called once with who holds it.

    Raises WriterBusy when it is not free within `wait_seconds`.
    """
    _wait(lock, connection, wait_seconds, on_wait)
    lock.note()
    try:
        yield
    finally:
        lock.forget()


def _wait(
    lock: WriterLock, connection: Connection, wait_seconds: float, on_wait: Callable[[str], None]
) -> None:
    started, is_announced = time.monotonic(), False
    while not lock.take(connection):
        waited = time.monotonic() - started
        sentence = f"another import or refresh is running{lock.holder(connection)}"
        connection.rollback()
        if waited >= wait_seconds:
            raise WriterBusy(
                f"A{sentence[1:]}; gave up after {waited:.0f} s. "
                "Run this again later, or raise BOXRANK_DATABASE_WRITER_WAIT_SECONDS."
            )
        if not is_announced and waited >= ANNOUNCE_SECONDS:
            on_wait(f"{sentence}; waiting")
            is_announced = True
        time.sleep(POLL_SECONDS)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
