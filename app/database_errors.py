"""Which errors of a database mean that it is unavailable, and the sentence for it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.domain.errors import Unavailable

_OUTAGES = {"OperationalError", "InterfaceError"}  # the names that every driver has from PEP 249
_NAMED_OUTAGES = {"UndefinedTable", "IdleInTransactionSessionTimeout"}  # PostgreSQL files them elsewhere
_UNUSABLE_FILE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_PRIMARY_CODE = 0xFF  # SQLite's extended codes carry the primary one in their last byte


def database_errors() -> tuple[type[Exception], ...]:
    """What a database raises, drivers included: bulk statements call them directly.

    It loads the drivers, which takes a tenth of a second: call it when something went wrong.
    """
    import psycopg

    return DBAPIError, PoolTimeout, sqlite3.Error, psycopg.Error


@contextmanager
def outages_raised(url: URL) -> Iterator[None]:
    """Turn an outage, or a file that is no database, into Unavailable; other errors stay what they are."""
    try:
        yield
    except database_errors() as error:
        if not is_outage(error):
            raise
        cause = getattr(error, "orig", error)
        words = str(cause).strip().splitlines()
        reason = words[0] if words else type(cause).__name__
        raise Unavailable(f"The database {url.render_as_string()} cannot be used: {reason}") from error


def is_outage(error: BaseException) -> bool:
    """Whether the error means that the database, and not a statement, is at fault."""
    cause = getattr(error, "orig", error)
    names = {kind.__name__ for kind in type(cause).__mro__}
    code = getattr(cause, "sqlite_errorcode", None) or 0
    return (
        isinstance(cause, PoolTimeout)
        or bool(names & (_OUTAGES | _NAMED_OUTAGES))
        or (code & _PRIMARY_CODE) in _UNUSABLE_FILE
    )
