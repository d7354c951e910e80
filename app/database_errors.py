"""Which errors of a database mean that it is away, and the sentence that says so."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.domain.errors import ServiceAway

_AWAY = {"OperationalError", "InterfaceError"}  # the names that every driver has from PEP 249
_NO_TABLE = "UndefinedTable"  # PostgreSQL's; SQLite's is an OperationalError with a sentence
_UNUSABLE_FILE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_PRIMARY_CODE = 0xFF  # SQLite's extended codes carry the primary one in their last byte


def database_errors() -> tuple[type[Exception], ...]:
    """What a database raises, drivers included, for bulk statements speak to them directly.

    It loads the drivers, which takes a tenth of a second: ask when something went wrong.
    """
    import psycopg

    return DBAPIError, PoolTimeout, sqlite3.Error, psycopg.Error


@contextmanager
def away_is_said(url: URL) -> Iterator[None]:
    """Turn an outage, or a file that is no database, into ServiceAway; other errors stay what they are."""
    try:
        yield
    except database_errors() as error:
        cause = getattr(error, "orig", error)
        if not _is_away(cause):
            raise
        raise ServiceAway(_advice(url, cause)) from error


def _is_away(cause: BaseException) -> bool:
    names = {kind.__name__ for kind in type(cause).__mro__}
    code = getattr(cause, "sqlite_errorcode", None) or 0
    return (
        isinstance(cause, PoolTimeout)
        or bool(names & {*_AWAY, _NO_TABLE})
        or (code & _PRIMARY_CODE) in _UNUSABLE_FILE
    )


def _advice(url: URL, error: BaseException) -> str:
    cause = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "no such table" in cause or type(error).__name__ == _NO_TABLE:
        return f"The database {url.render_as_string()} has no tables yet. Run `boxrank db upgrade`."
    return f"The database {url.render_as_string()} cannot be used: {cause}"
