"""Fixtures of all tests: a house on a real SQLite and on a real PostgreSQL, blind to outside settings."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

import tests.examples
import tests.single_thread  # noqa: F401  (before anything loads polars)
from app.database import Database
from tests.factories import ClockedServices, DatabaseStore, Feed, SqliteDatabases, clocked_services
from tests.postgres_server import PostgresDatabases

_ALLOWED = "BOXRANK_TEST_"


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> None:
    for name in [name for name in os.environ if name.startswith("BOXRANK_")]:
        if not name.startswith(_ALLOWED):
            del os.environ[name]


@pytest.fixture(scope="session", autouse=True)
def _plain_log() -> None:
    # The formatter that structlog prefers draws every frame's locals: seconds for each fault a test provokes.
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """Fresh SQLite files."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    """Fresh databases in one PostgreSQL of the session."""
    databases = PostgresDatabases()
    yield databases
    databases.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> DatabaseStore:
    """Fresh databases of either kind; a test that asks for them runs on both."""
    databases: DatabaseStore = request.getfixturevalue(f"{request.param}_databases")
    return databases


@pytest.fixture
def database_url(store: DatabaseStore) -> Iterator[str]:
    """A fresh migrated database."""
    url = store.create()
    yield url
    store.remove(url)


@pytest.fixture
def services(database_url: str) -> Iterator[ClockedServices]:
    """The services over a fresh migrated database; their clock is at 2026-06-01 12:00 UTC."""
    with clocked_services(database_url) as services:
        yield services


@pytest.fixture
def database(services: ClockedServices) -> Database:
    """A fresh migrated database."""
    return services.database


@pytest.fixture
def feed(services: ClockedServices, tmp_path: Path) -> Feed:
    """Gives rows to the importer."""
    return Feed(services, tmp_path)
