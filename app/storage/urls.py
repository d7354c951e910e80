"""Which database URLs are supported, and the file that one of SQLite names."""

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

POSTGRESQL = "postgresql+psycopg"
_LAST_PORT = 65535
_ADVICE = "not a database URL; try sqlite:///boxrank.db or postgresql+psycopg://user@host/name"


def parse_database_url(url: str) -> URL:
    """The URL with its driver named. Raises ValueError with what to write instead."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ValueError(_ADVICE) from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername=POSTGRESQL)
    if parsed.drivername not in ("sqlite", POSTGRESQL):
        raise ValueError(f"{parsed.drivername!r} is not supported; use sqlite:/// or postgresql+psycopg://")
    if parsed.drivername == POSTGRESQL:
        _check_server(parsed)
    elif sqlite_file(parsed) is None:
        raise ValueError("it names no file; write sqlite:///boxrank.db")
    return parsed


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite URL; None for a server, and where no file is named."""
    is_named = url.database not in (None, "", ":memory:") and "uri" not in url.query
    is_file = url.get_backend_name() == "sqlite" and is_named
    return Path(str(url.database)) if is_file else None


def _check_server(url: URL) -> None:
    import psycopg
    from psycopg.conninfo import make_conninfo

    if url.port is not None and not 0 < url.port <= _LAST_PORT:
        raise ValueError(f"{url.port} is no port")
    options = {name: value for name, value in url.query.items() if isinstance(value, str)}
    try:
        make_conninfo("", **options)
    except psycopg.Error as error:
        raise ValueError(str(error).strip()) from error
