"""What a database is sent while a block runs, snapshot by snapshot, with the parameters written out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event

from app.database import Database

_STARTS = ("BEGIN", "SET TRANSACTION")
_IS_NO_READ = ("ROLLBACK", "COMMIT", "PRAGMA", "SELECT 1", ";")


@contextmanager
def recorded_snapshots(database: Database) -> Iterator[list[list[str]]]:
    """A list of snapshots, each a list of its statements, filled while the block runs."""
    snapshots: list[list[str]] = []

    def record(statement: str) -> None:
        if statement.startswith(_STARTS):
            snapshots.append([])
        elif snapshots and not statement.startswith(_IS_NO_READ):
            snapshots[-1].append(statement)

    class RecordingCursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            record(f"{_text(query)} {params or ''}")
            return super().execute(query, params, **options)

        def copy(self, statement: Any, *options: Any, **more: Any) -> Any:
            record(_text(statement))
            return super().copy(statement, *options, **more)

    def listen(connection: Any, _record: object) -> None:
        if database.is_sqlite:
            connection.set_trace_callback(record)
        else:
            connection.cursor_factory = RecordingCursor

    database.close()
    event.listen(database.engine, "connect", listen)
    try:
        yield snapshots
    finally:
        event.remove(database.engine, "connect", listen)
        database.close()


def _text(query: Any) -> str:
    return query.decode() if isinstance(query, bytes) else str(query)
